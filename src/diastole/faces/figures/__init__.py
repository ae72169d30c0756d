"""Figures: waveforms, loops, time courses, claims, the 3D heart; drawn with matplotlib, put into pages as SVG."""
