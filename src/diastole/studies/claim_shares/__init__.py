"""How often a claim holds: its experiment is repeated on many patients, and the share in which it holds is recorded."""
