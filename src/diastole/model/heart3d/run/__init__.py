"""Runs of a patient: build and match one ventricle or both, couple them to the circulation, find the steady beat.

``beating_heart.simulate_3d`` is the entry; ``heart_results`` collects the results, ``heart_checkpoint`` resumes a run.
"""
