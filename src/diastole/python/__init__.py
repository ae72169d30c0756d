"""What the public names of ``diastole`` do: read what is given, call the rooms below, and say what is wrong with it."""
