"""A patient's heart with a wall of finite elements, beat by beat to the steady beat."""
