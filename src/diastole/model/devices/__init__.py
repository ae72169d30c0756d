"""Devices: each is a law (inside the step) and a controller (between beats)."""
