"""What is done with the model: fit a patient, follow a course, compare treatments (`arms`), test claims."""
