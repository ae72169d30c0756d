"""Runs of a patient: build and match the ventricle, couple it to the circulation, beat until the beat repeats.

``beating_heart.simulate_3d`` is the entry; ``heart_results`` collects what came out, ``heart_checkpoint`` resumes a
run.
"""
