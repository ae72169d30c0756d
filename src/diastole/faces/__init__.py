"""How results are presented, to people and programs: wording, terminal tables, figures, pages, JSON."""
