"""Rules on facts of a patient, judged with unknown as a value of its own."""
