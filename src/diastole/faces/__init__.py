"""How results are shown: sentences, terminal tables, figures, HTML pages, JSON."""
