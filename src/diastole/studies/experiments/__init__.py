"""Results of the simulations that articles define in their heads.

``runs`` computes them again when the model has changed.
The results are kept in ``recorded.json``. The experiments that test claims are in ``claims``.
"""
