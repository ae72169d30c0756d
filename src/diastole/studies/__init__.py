"""What is done with the model: fit a patient, compare treatments, run a time course or a cohort, test claims.

``arms`` runs a patient under each of several changes (an arm each), ``harm_map`` shows where a treatment harms,
``timing_optimum`` finds the best moments of the balloon, and ``prediction`` carries the uncertainty of a fit into the
effect of a treatment.
"""
