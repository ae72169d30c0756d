"""Devices: each is a law (inside the step) and a controller (between beats).

A device is a folder, or a module, that fills in a ``device.Device``; ``register`` lists them all.
"""
