"""Simulation in time: steps of a beat, the way to the steady beat, and the raw trace.

``beats`` lets a heart beat, ``steady_beat`` finds the beat that repeats, ``assist`` does so without or with pumps.
``slow_states`` moves between beats; ``scans`` read moments off samples; ``plans`` put the work of many patients side by
side. Laws are in ``physiology``, the right-hand side in ``circulation``.
"""
