"""Measures of a beat: pressures, volumes, leaks, work and cost, coronary flow, timing."""
