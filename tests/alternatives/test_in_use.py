"""What speaks against what a patient has already."""

import pytest

from diastole.knowledge.rules.option_names import EVERY, OPTIONS
from diastole.knowledge.rules.rulebook import all_rules
from diastole.knowledge.screening.option_verdict import CAUTION, CONTRAINDICATED, judge_option
from diastole.model.patient import BalloonPump, Patient
from diastole.studies.alternatives.current_treatments import against, facts_as_found, options_in_use
from diastole.studies.alternatives.treatments import options

ACUTE, SHOCK = Patient.preset("acute_severe_ar"), Patient.preset("shock")
USED = [option for option in options(ACUTE) if option.kind in ("drug", "rate", "device")]


def kinds(patient, **found):
    return {each.treatment: each.reason.verdict for each in against(patient, found)}


def test_nothing_speaks_against_a_patient_without_treatment():
    assert against(ACUTE) == []
    assert against(SHOCK.with_balloon_pump(BalloonPump())) == []


def test_a_balloon_in_a_leaking_valve_is_contraindicated_unless_it_rests_or_the_valve_was_replaced():
    assert kinds(ACUTE.with_balloon_pump(BalloonPump())) == {"IABP": CONTRAINDICATED}
    assert kinds(ACUTE.with_balloon_pump(BalloonPump(mode="standby"))) == {}
    mended = ACUTE.with_values({"surgery.aortic_valve_replacement.open_area": "1.8 cm²"})
    assert kinds(mended.with_balloon_pump(BalloonPump())) == {}


def test_contraindications_come_before_cautions():
    treated = ACUTE.with_values({"drugs.esmolol": "50 µg/kg/min", "extracorporeal.circuit": "va_ecmo"})
    assert [each.reason.verdict for each in against(treated)] == [CONTRAINDICATED, CAUTION]


@pytest.mark.parametrize(("rate", "kind"), [("70 /min", {"Pacing below the own rate": CAUTION}), ("110 /min", {})])
def test_only_pacing_below_the_own_rate_takes_the_short_diastole_away(rate, kind):
    assert kinds(ACUTE.with_values({"pacing.rate": rate})) == kind


def test_limits_on_pressures_are_asked_only_where_the_pressures_as_found_are_known():
    pumped = SHOCK.with_values({"axial_pump.model": "CP"})
    assert kinds(pumped) == {}
    assert kinds(pumped, right_atrial_pressure=18.0) == {"Impella CP": CONTRAINDICATED}


@pytest.mark.parametrize("option", USED, ids=lambda option: option.name)
def test_a_treatment_in_use_is_judged_as_the_same_option(option):
    """What `alternatives` says of an option is what is said of a patient who has it."""
    treated, pressures = option.applied(ACUTE), {"right_atrial_pressure": 20.0, "mean_aortic_pressure": 60.0}
    judged = judge_option(option.parts, facts_as_found(ACUTE, pressures))
    expected = [one.rule.id for one in (*judged.reasons, *judged.cautions)]
    assert [each.reason.rule.id for each in against(treated, pressures)] == expected
    assert {name for names in options_in_use(treated).values() for name in names} <= set(OPTIONS)


def test_whatever_a_rule_speaks_of_is_seen_where_it_is_in_use():
    """A rule on another kind of treatment must not stay silent."""
    seen = {name for option in USED for names in options_in_use(option.applied(ACUTE)).values() for name in names}
    assert {name for rule in all_rules() for name in rule.options} - {EVERY} <= seen
