"""What a person sees: figures, the page, tables in the terminal, and the reading in plain words."""
