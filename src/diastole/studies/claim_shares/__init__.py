"""In what share of patients a claim holds: its experiment is repeated on many patients, and the share is recorded.

The claims themselves are in ``claims``.
"""
