"""Electrical activation: an eikonal solver that gives the time at which each place of the wall is activated."""
