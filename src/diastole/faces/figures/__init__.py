"""Figures: waveforms, loops, trends, claims, the wall."""
