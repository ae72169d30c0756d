"""The slow physiology law by law: what each slow state strives for, how fast, and what it does to the circulation."""

import numpy as np
import pytest

from diastole.model.circulation.influence import NO_INFLUENCE
from diastole.model.circulation.kernel_parameters import WATCHED_NAMES
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import baseline
from diastole.model.simulation.beat_to_beat import (
    Regulation,
    lung_water_gain,
    needs,
)
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.slow_states import LIMBS, SLOW_INDEX, SLOW_NAMES, OperatingPoint, drug_influence
from diastole.model.simulation.trace import StepEnds

HEALTHY = Patient.preset("healthy")
OWN = OperatingPoint(aortic_pressure=95.0, right_atrial_pressure=3.0, weakened=0.0)
MEANS = dict.fromkeys(WATCHED_NAMES, 0.0) | {
    "p_ascending_aorta": 95.0, "p_ra": 3.0, "atp_lv": 20.0, "q_subendocardial_arterioles": 0.8,
    "q_subepicardial_arterioles": 0.7,
}  # fmt: skip
FALLING = MEANS | {"p_ascending_aorta": 70.0}
RISING = MEANS | {"p_ascending_aorta": 120.0}
FOREVER = 1e5  # s


def after(means, seconds=FOREVER, *, patient=HEALTHY, own=OWN, ischaemia=False, slow=None) -> dict[str, float]:
    """Return the slow states after so long at these means."""
    regulation = Regulation(patient, own, ischaemia=ischaemia)
    moved = regulation.first() if slow is None else slow.copy()
    regulation.advance(moved, means, seconds)
    return dict(zip(SLOW_NAMES, moved.tolist(), strict=True))


@pytest.mark.parametrize("limb", LIMBS)
def test_a_pressure_that_falls_raises_every_limb_and_one_that_rises_lowers_it(limb):
    """Rate, contractility and resistance up, blood out of the veins."""
    assert after(FALLING)[limb] > 0.0 > after(RISING)[limb]
    assert after(MEANS)[limb] == 0.0


@pytest.mark.parametrize("limb", LIMBS)
def test_a_right_atrium_that_empties_calls_on_veins_and_arterioles_only(limb):
    """The cardiopulmonary receptors do not drive the heart here."""
    emptied = after(MEANS | {"p_ra": -2.0})[limb]
    assert emptied > 0.0 if limb in ("veins", "resistance") else emptied == 0.0


@pytest.mark.parametrize("limb", LIMBS)
def test_a_reflex_that_is_off_does_nothing(limb):
    assert after(FALLING, own=None)[limb] == 0.0


@pytest.mark.parametrize("limb", LIMBS)
def test_the_reflex_saturates(limb):
    """The first 20 mmHg do more than the last; and no fall of pressure asks for more than the gain."""
    at = [after(MEANS | {"p_ascending_aorta": p})[limb] for p in (95.0, 75.0, 55.0, 35.0, 0.0)]
    steps = np.diff(at)
    assert (steps > 0.0).all()
    assert steps[0] > 2.0 * steps[2]
    assert at[-1] < getattr(HEALTHY.baroreflex, limb).arterial_gain


def test_a_patient_at_the_end_of_the_reflex_has_little_left():
    """The same fall of 20 mmHg calls less from one who is in shock already."""
    low = OWN._replace(aortic_pressure=50.0)
    healthy = after(MEANS | {"p_ascending_aorta": 75.0})
    shocked = after(MEANS | {"p_ascending_aorta": 30.0}, own=low)
    for limb in LIMBS:
        assert 0.0 < shocked[limb] < 0.3 * healthy[limb]


def test_receptors_that_have_reset_answer_at_a_low_pressure_as_at_the_usual_one():
    """And those that are half way there lie between them and those that have not."""
    usual = HEALTHY.baroreflex.usual_pressure
    fall = 10.0

    def answer(resetting: float, own_pressure: float) -> float:
        patient = HEALTHY.with_values({"baroreflex.resetting": f"{resetting}"})
        own = OWN._replace(aortic_pressure=own_pressure)
        return after(MEANS | {"p_ascending_aorta": own_pressure - fall}, patient=patient, own=own)["resistance"]

    assert answer(1.0, 60.0) == pytest.approx(answer(0.0, usual))
    assert answer(0.0, 60.0) < answer(0.5, 60.0) < answer(1.0, 60.0)


@pytest.mark.parametrize("limb", LIMBS)
def test_a_limb_goes_all_but_1_over_e_of_its_way_in_its_time_constant(limb):
    time_constant = getattr(HEALTHY.baroreflex, limb).time_constant
    assert after(FALLING, time_constant)[limb] == pytest.approx((1.0 - np.exp(-1.0)) * after(FALLING)[limb], rel=1e-6)


def test_the_heart_answers_first_and_the_veins_last():
    shares = {limb: after(FALLING, 2.0)[limb] / after(FALLING)[limb] for limb in LIMBS}
    assert shares["rate"] > shares["resistance"] > shares["contractility"] > shares["veins"]


def test_short_beats_and_long_ones_bring_a_limb_to_the_same_place():
    regulation = Regulation(HEALTHY, OWN)
    slow = regulation.first()
    for _ in range(20):
        regulation.advance(slow, FALLING, 0.5)
    for limb in LIMBS:
        assert slow[SLOW_INDEX[limb]] == pytest.approx(after(FALLING, 10.0)[limb], rel=1e-6)


def test_arterioles_close_where_there_is_too_much_and_open_where_there_is_too_little():
    rich = after(MEANS | {"q_subendocardial_arterioles": 5.0, "q_subepicardial_arterioles": 5.0})
    poor = after(MEANS | {"q_subendocardial_arterioles": 0.1, "q_subepicardial_arterioles": 0.1})
    first = dict(zip(SLOW_NAMES, Regulation(HEALTHY).first(), strict=True))
    for tone in ("subendocardial_tone", "subepicardial_tone"):
        assert rich[tone] < first[tone] < poor[tone] == pytest.approx(1.0)


def test_the_layers_are_regulated_one_by_one():
    inner = after(MEANS | {"q_subendocardial_arterioles": 0.1})
    assert inner["subepicardial_tone"] == after(MEANS)["subepicardial_tone"]
    assert inner["subendocardial_tone"] > after(MEANS)["subendocardial_tone"]


def test_what_the_layers_need_adds_up_to_the_need_of_the_wall():
    """All oxygen of the wall at the extraction; more work, a faster rate or thinner blood need more flow."""
    share = HEALTHY.coronary.subendocardial_share
    inner, outer = needs(HEALTHY, 20.0, (1.0, 1.0), 70.0).needed
    assert inner / (inner + outer) == pytest.approx(share)
    content = 1.34 * HEALTHY.oxygen.haemoglobin / 100.0 * HEALTHY.oxygen.arterial_saturation
    carried = (inner + outer) * content * HEALTHY.coronary.extraction
    assert carried == pytest.approx(needs(HEALTHY, 20.0, (1.0, 1.0), 70.0).oxygen)
    anaemic = HEALTHY.with_values({"oxygen.haemoglobin": "7 g/dL"})
    assert needs(anaemic, 20.0, (1.0, 1.0), 70.0).needed[0] == pytest.approx(2.0 * inner)
    assert needs(HEALTHY, 25.0, (1.0, 1.0), 70.0).needed[0] > inner
    assert needs(HEALTHY, 20.0, (1.0, 1.0), 90.0).needed[0] > inner


def test_a_resting_heart_needs_what_textbooks_say():
    """About 8 to 11 mL of oxygen a minute for 100 g at rest, some 15 mL/min for this wall."""
    healthy = baseline(HEALTHY).reached.means
    used = 60.0 * needs(HEALTHY, healthy["atp_lv"], (1.0, 1.0), HEALTHY.heart_rate).oxygen
    assert 7.0 < used / (1.05 * HEALTHY.left_ventricle.wall_volume / 100.0) < 12.0


SHORT = MEANS | {"q_subendocardial_arterioles": 0.05}


def test_a_lack_of_flow_weakens_the_wall_where_ischaemia_counts():
    assert after(SHORT, ischaemia=True)["weakened"] > 0.2
    assert after(SHORT)["weakened"] == after(SHORT, own=None, ischaemia=True)["weakened"] == 0.0
    assert after(MEANS | {"q_subendocardial_arterioles": 3.0}, ischaemia=True)["weakened"] == 0.0


def test_the_wall_weakens_slowly_and_recovers():
    time_constant = HEALTHY.coronary.ischaemia_time
    early, late = after(SHORT, 0.1 * time_constant, ischaemia=True), after(SHORT, ischaemia=True)
    assert 0.0 < early["weakened"] < 0.1 * late["weakened"]
    slow = np.array(list(late.values()))
    fed = after(MEANS | {"q_subendocardial_arterioles": 3.0}, 10.0 * time_constant, ischaemia=True, slow=slow)
    assert fed["weakened"] == pytest.approx(0.0, abs=1e-3)


def test_what_a_patient_lacked_before_costs_nothing_more():
    used_to_it = OWN._replace(weakened=after(SHORT, ischaemia=True)["weakened"])
    assert after(SHORT, ischaemia=True, own=used_to_it)["weakened"] == pytest.approx(0.0, abs=1e-9)


def dosed(**doses) -> Patient:
    return HEALTHY.with_values({f"drugs.{name}": f"{dose} µg/kg/min" for name, dose in doses.items()})


def test_without_a_drug_there_is_no_influence_at_all():
    assert drug_influence(np.zeros(len(DRUGS)), 1.0) == NO_INFLUENCE
    regulation = Regulation(HEALTHY)
    assert regulation.influence(regulation.first())[:7] == NO_INFLUENCE[:7]


@pytest.mark.parametrize("name", DRUGS)
def test_a_drug_that_is_started_comes_with_its_onset_and_goes_with_it(name):
    usual, onset = DRUGS[name].usual_dose, DRUGS[name].onset
    given = dosed(**{name: usual})
    level = f"level_{name}"
    undosed = Regulation(HEALTHY).first()
    assert after(MEANS, onset, patient=given, slow=undosed)[level] == pytest.approx(usual * (1.0 - np.exp(-1.0)))
    full = Regulation(given).first()
    assert full[SLOW_INDEX[level]] == usual
    assert after(MEANS, onset, slow=full)[level] == pytest.approx(usual * np.exp(-1.0))


def test_esmolol_blunts_the_reflex_of_the_heart_and_leaves_vessels_alone():
    slow = np.zeros(len(SLOW_NAMES))
    slow[:4] = 0.2
    plain = Regulation(HEALTHY).influence(slow)
    slow[SLOW_INDEX["level_esmolol"]] = 100.0
    blocked = Regulation(dosed(esmolol=100)).influence(slow)
    slow[:4] = 0.0
    alone = Regulation(dosed(esmolol=100)).influence(slow)
    for name in ("rate", "contractility"):
        answer = (1.0 + getattr(blocked, name)) / (1.0 + getattr(alone, name)) - 1.0
        assert 0.0 < answer == pytest.approx((1.0 - alone.blockade) * getattr(plain, name))
    assert blocked.resistance == pytest.approx(plain.resistance)
    assert blocked.veins == pytest.approx(plain.veins)


def test_two_drugs_act_together():
    both, one, other = (
        drug_influence(Regulation(dosed(**doses)).physiology.doses, 1.0)
        for doses in ({"nitroprusside": 1, "noradrenaline": 0.1}, {"nitroprusside": 1}, {"noradrenaline": 0.1})
    )
    assert 1.0 + both.resistance == pytest.approx((1.0 + one.resistance) * (1.0 + other.resistance))
    assert both.veins == pytest.approx(one.veins + other.veins)


@pytest.mark.parametrize("name", DRUGS)
def test_a_heart_that_answers_less_to_catecholamines_gains_less_rate_and_nothing_else_changes(name):
    usual = dosed(**{name: DRUGS[name].usual_dose})
    whole, third = (
        Regulation(usual.with_values({"chronotropic_response": response})).influence(Regulation(usual).first())
        for response in ("1", "0.3333333333")
    )
    catecholamine = name in {"dobutamine", "dopamine", "noradrenaline"}
    assert third.rate == pytest.approx(whole.rate / 3.0 if catecholamine else whole.rate)
    assert third._replace(rate=0.0) == whole._replace(rate=0.0)


def test_lung_water_is_gained_above_a_pressure_only():
    """Some 25 mmHg in a lung with healthy plasma, and at less where the plasma holds less water."""
    thin = HEALTHY.with_values({"lung.plasma_oncotic": "18 mmHg"})
    assert lung_water_gain(12.0, HEALTHY) == lung_water_gain(20.0, HEALTHY) == 0.0
    assert lung_water_gain(30.0, HEALTHY) > 0.0
    assert lung_water_gain(22.0, thin) > 0.0


@pytest.mark.parametrize("preset", PRESETS)
def test_the_mean_over_a_beat_is_the_mean_over_its_trace(preset):
    heart = BeatingHeart(Patient.preset(preset))
    ends = StepEnds(heart.beat(record=True))
    for name in WATCHED_NAMES:
        assert heart.means[name] == pytest.approx(
            np.trapezoid(ends[name], ends.time) / ends.onsets[-1], rel=1e-12, abs=1e-12
        )


def test_the_drive_of_a_failing_heart_falls_and_hardly_rises():
    """By at most the 11 % by which norepinephrine rose in failure (levine1986), where a healthy one can treble."""

    def reach(name: str) -> tuple[float, float]:
        receptors = Regulation(Patient.preset(name), baseline(Patient.preset(name)).own).physiology.receptors
        return 1.0 / receptors.own_drive - 1.0, receptors.own_drive

    most, own = reach("shock")
    assert most == pytest.approx(0.11, abs=0.005)
    assert own == pytest.approx(0.9, abs=0.005)
    assert reach("healthy")[0] > 2.0
