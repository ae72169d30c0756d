"""Measures of a beat: pressures, volumes, regurgitation, work and oxygen, coronary flow, timing.

Each is one record: names, unit, decimals, plausible range, and the function that reads it from a beat.
"""
