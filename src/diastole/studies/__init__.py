"""What is done with the model: fit a patient, compare treatments, follow a course, simulate many, test claims.

`arms` runs a patient under several changes, `harm_map` shows where a treatment harms, `prediction` carries the
uncertainty of a fit into an effect, ``sensitivity`` tells which values decide a measure, and ``experiments`` records
what articles show.
"""
