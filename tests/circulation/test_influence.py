"""What drugs, pacemaker and reflex write on the patient's own parameters, and that they write nothing else."""

import numpy as np
import pytest

from diastole.model.circulation.influence import (
    LEAST_FACTOR,
    NO_INFLUENCE,
    Influence,
    heart_rate,
    influenced_patient,
    write_influence,
)
from diastole.model.circulation.kernel_parameters import (
    PLACES,
    atrial_lead_scale,
    law_parameters,
    parameter_vector,
    systolic_scale,
)
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import patient_numbers
from diastole.model.physiology.clock import Calcium
from diastole.model.physiology.myofilament import Tension

SHOCK = Patient.preset("shock")
PACED = SHOCK.with_values({"pacing.rate": "110 /min"})
OWN = parameter_vector(SHOCK)
HELD = ("upper_body_bed", "lower_body_bed")


def written(influence: Influence, patient: Patient = SHOCK) -> np.ndarray:
    """Return the parameters under an influence, from a vector full of numbers of another beat where it writes."""
    own = parameter_vector(patient)
    p = own.copy()
    write_influence(
        own, influenced_patient(patient_numbers(patient)), Influence(0.3, -0.2, 0.4, 0.5, 3.0, 0.0, 0.2, 0.4, 0.6), p
    )
    write_influence(own, influenced_patient(patient_numbers(patient)), influence, p)
    return p


def changed(influence: Influence, patient: Patient = SHOCK) -> set[str]:
    """Return the parameters that differ from the patient's own."""
    differs = written(influence, patient) != parameter_vector(patient)
    return {name for name, place in PLACES.items() if differs[place].any()}


def ratio(influence: Influence, name: str, field: str | None = None, patient: Patient = SHOCK) -> float:
    """Return by which factor an influence changes a number."""
    named = law_parameters(patient)[name]
    offset = 0 if field is None else type(named)._fields.index(field)
    place = PLACES[name].start + offset
    return float(written(influence, patient)[place] / parameter_vector(patient)[place])


@pytest.mark.parametrize("preset", ["healthy", "shock_mr", "acute_severe_ar"])
def test_no_influence_gives_the_patients_own_numbers_bit_for_bit(preset):
    patient = Patient.preset(preset)
    assert (written(NO_INFLUENCE, patient) == parameter_vector(patient)).all()


CALCIUM = {"lv_calcium", "rv_calcium"}
WHERE = {
    "rate": CALCIUM | {"la_timing", "ra_timing"},
    "contractility": CALCIUM,
    "resistance": {"upper_body_bed", "lower_body_bed"},
    "pulmonary_resistance": {"pulmonary_bed"},
    "veins": {"systemic_veins"},
    "weakened": {"lv_tension"},
    "subendocardial_tone": {"subendocardial_arterioles"},
    "subepicardial_tone": {"subepicardial_arterioles"},
}


@pytest.mark.parametrize("name", Influence._fields)
def test_an_influence_writes_where_it_acts_and_nowhere_else(name):
    """Blockade acts on the reflex, not on the circulation."""
    assert changed(Influence(**{name: 0.3})) == WHERE.get(name, set())


def test_the_present_influence_does_not_build_on_the_last_one():
    own, twice = OWN.copy(), OWN.copy()
    for _ in range(2):
        write_influence(
            own, influenced_patient(patient_numbers(SHOCK)), Influence(resistance=0.5, contractility=0.2), twice
        )
    assert (own == OWN).all()
    assert (twice == written(Influence(resistance=0.5, contractility=0.2))).all()


@pytest.mark.parametrize("bed", HELD)
def test_a_resistance_doubled_halves_the_conductance(bed):
    assert ratio(Influence(resistance=1.0), bed) == pytest.approx(0.5)
    assert ratio(Influence(resistance=-0.5), bed) == pytest.approx(2.0)


def test_the_lungs_have_a_resistance_of_their_own():
    assert ratio(Influence(pulmonary_resistance=0.4), "pulmonary_bed", "resistance") == pytest.approx(1.4)
    assert ratio(Influence(pulmonary_resistance=0.4), "pulmonary_bed", "mobility") == 1.0


def test_blood_is_pressed_out_of_the_veins_by_the_weight_of_the_body():
    slot = PLACES["systemic_veins"].start + 1
    given = OWN[slot] - written(Influence(veins=5.0))[slot]
    assert given == pytest.approx(5.0 * SHOCK.body.weight)
    assert written(Influence(veins=-5.0))[slot] > OWN[slot]


@pytest.mark.parametrize("side", ["lv", "rv"])
def test_contractility_scales_the_calcium_above_rest_in_both_ventricles(side):
    own = Calcium(*OWN[PLACES[f"{side}_calcium"]])
    found = Calcium(*written(Influence(contractility=0.25))[PLACES[f"{side}_calcium"]])
    assert found.diastolic == own.diastolic
    assert found.peak - found.diastolic == pytest.approx(1.25 * (own.peak - own.diastolic))
    assert found[2:] == own[2:]


@pytest.mark.parametrize(("force_frequency", "stronger"), [(1.0, 1.5), (0.0, 1.0), (-0.4, 0.8)])
def test_a_rate_half_as_fast_again_changes_the_transient_by_half_of_its_answer_to_the_rate(force_frequency, stronger):
    """Calcium above its rest, from rate to rate of the same patient."""
    patient = SHOCK.with_values({"calcium.force_frequency": f"{force_frequency}"})
    faster = patient.with_values({"pacing.rate": f"{1.5 * patient.heart_rate} /min"})
    calcium = Calcium(*written(NO_INFLUENCE, faster)[PLACES["lv_calcium"]])
    own = Calcium(*parameter_vector(patient)[PLACES["lv_calcium"]])
    assert calcium.peak - calcium.diastolic == pytest.approx(stronger * (own.peak - own.diastolic))


def test_a_weakened_wall_neither_pulls_nor_pays():
    own, found = (Tension(*p[PLACES["lv_tension"]]) for p in (OWN, written(Influence(weakened=0.3))))
    assert found.full == pytest.approx(0.7 * own.full)
    assert found.heads == pytest.approx(0.7 * own.heads)


@pytest.mark.parametrize("side", ["lv", "rv"])
def test_a_faster_heart_has_a_shorter_systole(side):
    """As if the patient's own rate were that rate: the same calcium, the same lead of the atria."""
    faster = Influence(rate=0.25)
    rate = 1.25 * SHOCK.heart_rate
    assert heart_rate(influenced_patient(patient_numbers(SHOCK)), faster) == pytest.approx(rate)
    scale = systolic_scale(rate) / systolic_scale(SHOCK.heart_rate)
    assert scale < 1.0
    assert ratio(faster, f"{side}_calcium", "plateau_end") == pytest.approx(scale)
    assert ratio(faster, f"{side}_calcium", "rise_rate") == pytest.approx(1.0 / scale)
    assert ratio(faster, f"{side}_calcium", "fall_rate") == pytest.approx(1.0 / scale)
    for timing in ("la_timing", "ra_timing"):
        assert ratio(faster, timing, "lead") == pytest.approx(
            atrial_lead_scale(rate) / atrial_lead_scale(SHOCK.heart_rate)
        )
    twin = parameter_vector(SHOCK.with_values({"heart_rate": f"{rate} /min"}))
    for name in (*CALCIUM, "la_timing", "ra_timing"):
        assert written(faster)[PLACES[name]] == pytest.approx(twin[PLACES[name]], rel=1e-12)


def test_a_pacemaker_has_the_last_word_on_the_rate_and_on_nothing_else():
    strong = Influence(rate=0.4, resistance=0.2)
    assert (
        heart_rate(influenced_patient(patient_numbers(PACED)), strong)
        == heart_rate(influenced_patient(patient_numbers(PACED)), NO_INFLUENCE)
        == 110.0
    )
    twin = parameter_vector(SHOCK.with_values({"heart_rate": "110 /min"}))
    assert written(NO_INFLUENCE, PACED)[PLACES["lv_calcium"]] == pytest.approx(twin[PLACES["lv_calcium"]], rel=1e-12)
    assert ratio(strong, "lower_body_bed", patient=PACED) == pytest.approx(1.0 / 1.2)


@pytest.mark.parametrize(
    ("name", "parameter", "field"),
    [("resistance", "lower_body_bed", None), ("pulmonary_resistance", "pulmonary_bed", "resistance")],
)
def test_a_factor_never_reaches_zero(name, parameter, field):
    factor = ratio(Influence(**{name: -3.0}), parameter, field)
    assert factor == pytest.approx(LEAST_FACTOR if field else 1.0 / LEAST_FACTOR)


def test_no_influence_stops_a_heart():
    assert heart_rate(influenced_patient(patient_numbers(SHOCK)), Influence(rate=-5.0)) == pytest.approx(
        LEAST_FACTOR * SHOCK.heart_rate
    )
    assert ratio(Influence(weakened=1.0), "lv_tension", "full") == pytest.approx(LEAST_FACTOR)
    peak, rest = (written(Influence(contractility=-2.0))[PLACES["lv_calcium"]][i] for i in (1, 0))
    assert peak > rest


def test_two_influences_multiply_and_veins_add():
    one = Influence(rate=0.1, contractility=0.2, resistance=-0.5, veins=2.0, blockade=0.5, subendocardial_tone=0.3)
    two = Influence(rate=0.2, contractility=-0.1, resistance=1.0, veins=-5.0, blockade=0.6)
    both = one.joined(two)
    assert both[:3] == pytest.approx((1.1 * 1.2 - 1.0, 1.2 * 0.9 - 1.0, 0.0))
    assert both.veins == -3.0
    assert both.blockade == pytest.approx(0.8)  # half, and of the other half 0.6
    assert both.subendocardial_tone == 0.3
    assert one.joined(NO_INFLUENCE) == pytest.approx(one)
    assert one.joined(two)[:6] == pytest.approx(two.joined(one)[:6])
