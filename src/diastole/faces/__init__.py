"""Results as people and programs see them: words, tables, figures, pages and JSON."""
