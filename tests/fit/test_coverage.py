"""The check of the intervals: what it draws is independent, or the same patient would count several times."""

import numpy as np

from validation.coverage import PATIENT, PRESETS, SHEET, stream


def test_every_patient_and_every_error_has_random_numbers_of_its_own():
    """Also not those of the fit, which makes them of a seed alone."""
    streams = [stream(kind, preset, number) for kind in (PATIENT, SHEET) for preset in PRESETS for number in range(3)]
    streams += [np.random.default_rng(seed) for seed in range(3)]
    first = [each.normal() for each in streams]
    assert len(set(first)) == len(first)
