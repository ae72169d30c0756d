"""Measures of a beat: pressures, volumes, regurgitation, work and oxygen, coronary flow, timing. One record each."""
