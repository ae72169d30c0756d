"""Drugs as dose-effect curves on parameters of the physiology.

``formulary`` holds the curves with their sources, and the usual and the largest dose; ``doses`` reads a dose as people
write it. The dose that a patient receives is in ``patient.treatment``.
"""
