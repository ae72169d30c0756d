"""What is done with the model: fit a patient, compare treatments, follow a course, simulate many, test claims.

`arms` runs a patient under several changes; `harm_map` shows where a treatment harms; ``experiments`` records what
articles show.
"""
