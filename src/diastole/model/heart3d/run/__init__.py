"""Runs of a patient: build one ventricle or both, match its strength, couple it to the circulation, and find the steady beat.

``beating_heart.simulate_3d`` is the entry; ``heart_results`` collects the results, ``heart_checkpoint`` resumes a run.
"""
