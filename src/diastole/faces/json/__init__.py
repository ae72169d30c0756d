"""The JSON of each command; a change that breaks a reader raises the number in ``schema``."""
