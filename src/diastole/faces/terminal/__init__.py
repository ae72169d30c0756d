"""Tables and texts in the terminal, a module for each kind of result."""
