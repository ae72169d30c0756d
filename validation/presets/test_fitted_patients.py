"""Patients who are fitted to what publications print are filled and held as the presets are."""

import pytest

from validation.patients import REGURGITANT, fitted_patient, run
from validation.presets.demands import (
    APART,
    COMMON_SHAPE,
    PULMONARY_PULSE,
    V_OVER_MEAN,
    apart_at_onset,
    pulmonary_pulse,
    shape_of_filling,
    v_over_mean,
)  # fmt: skip
from validation.publication import of_humans, publications

FILES = (*REGURGITANT.values(), "examples/bedside/gold1973_acute_mr.yaml", "examples/bedside/scheidt1973_shock.yaml")
SHEETS = sorted({row.arm.sheet for row in of_humans(publications()) if row.arm.sheet} | set(FILES))
ACUTE = [sheet for sheet in SHEETS if sheet.endswith("acute_mr.yaml") or sheet.startswith("Chatterjee_1973/")]


def test_every_group_of_people_is_among_them():
    assert len(SHEETS) >= 35
    assert [sheet for sheet in ACUTE if fitted_patient(sheet).lesions.mitral_regurgitation.onset == "acute"] == ACUTE
    assert len(ACUTE) == 2


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_filling_curve_has_the_common_shape(sheet):
    least, most = COMMON_SHAPE
    assert least <= shape_of_filling(run(fitted_patient(sheet))) <= most


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_right_ventricle_fills_from_the_right_atrium(sheet):
    assert abs(apart_at_onset(run(fitted_patient(sheet)))) <= APART


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_pulmonary_artery_has_a_pulse(sheet):
    assert pulmonary_pulse(run(fitted_patient(sheet))) >= PULMONARY_PULSE


@pytest.mark.parametrize("sheet", ACUTE)
def test_an_acute_mitral_leak_makes_a_v_wave(sheet):
    assert v_over_mean(run(fitted_patient(sheet))) >= V_OVER_MEAN
