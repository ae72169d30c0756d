"""Runs of a patient: build the ventricle, match its strength, couple it to the circulation, and find the steady beat.

``beating_heart.simulate_3d`` is the entry; ``heart_results`` collects the results, ``heart_checkpoint`` resumes a run.
"""
