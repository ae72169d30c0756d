"""Drugs as dose-effect curves on named parameters of the physiology."""
