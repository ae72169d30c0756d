"""Stepping through beats, the steady beat, and the raw trace."""
