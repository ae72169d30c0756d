"""Alternatives for a patient: each option on the same heart, the rules against it, and a ranking."""
