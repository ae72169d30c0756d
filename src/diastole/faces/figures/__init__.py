"""Figures: waveforms, loops, courses, claims, the wall; drawn with matplotlib, put into pages as SVG."""
