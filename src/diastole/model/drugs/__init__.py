"""Drugs as dose-effect curves on named parameters of the physiology.

``formulary`` holds the curves with their sources, ``doses`` reads a dose as people write it.
"""
