"""The network of the circulation as data, and its assembly into one right-hand side."""
