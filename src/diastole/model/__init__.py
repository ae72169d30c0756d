"""The simulated patient: laws, devices, drugs, circulation, the steady beat, and the measures of a beat.

``run`` runs a patient without and with devices and is the entry; ``many_runs`` does so for many patients, and
``waveforms`` gives the curves of a beat.
"""
