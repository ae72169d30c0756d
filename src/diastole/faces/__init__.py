"""What a person or a program sees of a result: words, tables, figures, pages and JSON."""
