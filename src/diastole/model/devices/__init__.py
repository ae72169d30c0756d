"""Devices that support the heart: each has laws, which act in every step of a beat, and some have a controller.

The controller, such as the console of a balloon pump, sets the law for the beat to come. ``rotary_pump`` has the laws
that several devices share.

A device is a folder, or a module, that fills in a ``device.Device``; ``register`` lists them all.
"""
