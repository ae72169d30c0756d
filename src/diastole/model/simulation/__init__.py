"""Simulation in time: steps of a beat, the search for the steady beat, and the trace of a beat.

``beats`` integrates beats, ``steady_beat`` finds the one that repeats, ``assist`` runs a patient with or without pumps.
``slow_states`` change between beats, ``scans`` find events in samples, and ``plans`` run many patients in parallel.
Laws are in ``physiology``, the right-hand side in ``circulation``.
"""
