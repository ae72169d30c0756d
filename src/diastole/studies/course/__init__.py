"""Hours of a patient: a script of steps in words, run beat by beat."""
