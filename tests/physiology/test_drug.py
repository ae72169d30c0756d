"""From a dose to an effect, and the drugs of the formulary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.knowledge.evidence.sources import load_sources
from diastole.model.circulation.influence import Influence
from diastole.model.drugs.formulary import DRUGS
from diastole.model.physiology.drug import dose_effect

CURVES = [(name, curve) for name, drug in DRUGS.items() for curve in drug.curves]
each_curve = pytest.mark.parametrize(("name", "curve"), CURVES, ids=[f"{n}-{c.on}-{c.half_dose}" for n, c in CURVES])


def effect(curve, dose):
    return dose_effect(dose, curve.greatest, curve.half_dose, curve.steepness)


@given(st.floats(0.01, 100), st.floats(0.5, 4), st.floats(-1, 5))
def test_none_of_it_does_nothing_half_dose_half_and_endless_all(half_dose, steepness, greatest):
    assert dose_effect(0.0, greatest, half_dose, steepness) == 0.0
    assert dose_effect(half_dose, greatest, half_dose, steepness) == pytest.approx(0.5 * greatest)
    assert dose_effect(1e9 * half_dose, greatest, half_dose, steepness) == pytest.approx(greatest, rel=1e-3)


def test_a_steeper_curve_is_lower_below_and_higher_above_the_half_dose():
    assert dose_effect(0.5, 1.0, 1.0, 3.0) < dose_effect(0.5, 1.0, 1.0, 1.0)
    assert dose_effect(2.0, 1.0, 1.0, 3.0) > dose_effect(2.0, 1.0, 1.0, 1.0)


@each_curve
def test_more_of_a_drug_does_more_up_to_its_largest_effect(name, curve):
    doses = [DRUGS[name].largest_dose * share for share in (0.0, 0.01, 0.1, 0.3, 1.0)]
    effects = [abs(effect(curve, dose)) for dose in doses]
    assert effects == sorted(effects)
    assert effects[0] == 0.0
    assert effects[-1] < abs(curve.greatest)


@each_curve
def test_a_curve_acts_on_what_can_be_influenced_and_stops_nothing(name, curve):
    assert curve.on in Influence._fields
    assert curve.on == "veins" or curve.greatest > -1.0
    assert curve.on != "blockade" or 0.0 <= curve.greatest <= 1.0
    assert curve.half_dose > 0.0
    assert curve.source == "assumed" or curve.source in load_sources()


@pytest.mark.parametrize("drug", DRUGS.values(), ids=DRUGS)
def test_the_usual_dose_lies_within_the_curve(drug):
    assert 0.0 < drug.usual_dose < drug.largest_dose
    assert drug.onset > 0.0
    assert drug.curves


# What a textbook of pharmacology says of each drug at its usual dose: sign by limb.
SIGNS = {
    "nitroprusside": {"resistance": -1, "pulmonary_resistance": -1, "veins": -1},
    "dobutamine": {"contractility": 1, "rate": 1, "resistance": -1, "pulmonary_resistance": -1},
    "dopamine": {"contractility": 1, "rate": 1, "veins": 1},
    "noradrenaline": {"resistance": 1, "contractility": 1, "veins": 1},
    "esmolol": {"rate": -1, "contractility": -1, "blockade": 1},
}


@pytest.mark.parametrize(
    ("name", "limb", "sign"), [(n, on, s) for n, signs in SIGNS.items() for on, s in signs.items()]
)
def test_a_drug_acts_as_pharmacology_says(name, limb, sign):
    drug = DRUGS[name]
    total = sum(effect(curve, drug.usual_dose) for curve in drug.curves if curve.on == limb)
    assert sign * total > 0.0


def test_dopamine_opens_arterioles_in_low_doses_and_narrows_them_in_high_ones():
    def on_resistance(dose):
        factor = 1.0
        for curve in DRUGS["dopamine"].curves:
            factor *= 1.0 + effect(curve, dose) if curve.on == "resistance" else 1.0
        return factor

    assert on_resistance(2.0) < 1.0 < on_resistance(20.0)


def test_veins_take_up_under_nitroprusside_what_was_measured_where_the_resistance_is_halved():
    """4.8 mL/kg, SE 1.1 (hoka1987)."""
    curves = {curve.on: curve for curve in DRUGS["nitroprusside"].curves}
    halving = next(dose for dose in range(1, 11) if effect(curves["resistance"], dose) <= -0.5)
    assert effect(curves["veins"], halving) == pytest.approx(-4.8, abs=0.1)
