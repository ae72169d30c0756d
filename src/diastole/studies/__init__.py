"""Studies with the model: fit a patient, follow a course, compare treatments, test claims."""
