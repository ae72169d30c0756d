"""Electrical activation: an eikonal solver gives the time at which each place of the wall is activated.

Also the calcium that rises there then, from a curve or from an ionic cell model (ten Tusscher).
"""
