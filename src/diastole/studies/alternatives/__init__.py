"""What else could be done for a patient: each option on the same heart, what speaks against it, and a ranking."""
