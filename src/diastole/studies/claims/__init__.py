"""The claims ledger: each claim as data, its experiment, and the verdict that the runs give."""
