"""The simulations that articles show: ``runs`` computes their results again when the model has changed.

The results are kept in ``recorded.json``. The experiments that test claims are in ``claims``.
"""
