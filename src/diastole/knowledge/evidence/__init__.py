"""What the model rests on: sources of laws and values."""
