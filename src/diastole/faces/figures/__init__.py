"""Figures: waveforms, loops, courses, claims, the wall."""
