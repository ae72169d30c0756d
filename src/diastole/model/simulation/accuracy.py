"""Longest steps of the integration, by the names of the choices."""

LONGEST_STEP = {"default": 3e-3, "accurate": 5e-4}  # s; errors of the measures: see docs/numerics
