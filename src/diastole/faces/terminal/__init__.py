"""Tables and texts in the terminal."""
