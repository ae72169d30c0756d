from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.facts import Finding, PatientFacts
from diastole.knowledge.rules.grading import with_grades
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.rules.rulebook import balloon_rules
from diastole.knowledge.rules.rules import VERDICTS
from diastole.knowledge.screening.fact_sheet import read_facts
from diastole.knowledge.screening.option_verdict import judge_option
from diastole.knowledge.screening.verdict import screen
from tests.screening.cases import CLEAR, RAW, all_facts, clear_but, values

RULES = balloon_rules()


def ids(screening, outcome):
    return [one.rule.id for one in screening.reasons if one.outcome == outcome]


def test_nothing_known_asks_for_everything():
    found = screen(PatientFacts())
    assert found.verdict == "data_needed"
    missing = {one.fact for one in found.missing if one.needed}
    assert {"echo.done", "ar.grade", "aortic_dissection", "peripheral_arterial_disease"} <= missing


def test_everything_asked_and_nothing_found():
    found = screen(CLEAR)
    assert found.verdict == "none_found"
    assert found.reasons == ()
    assert not any(one.needed for one in found.missing)


@pytest.mark.parametrize("name", list(CLEAR.findings))
def test_no_fact_that_clears_may_be_missing(name):
    found = screen(CLEAR.without(name))
    if name in ("mr.grade", "aortic_valve.assessed", "balloon.in_place"):  # clear nobody, or follow from the others
        assert found.verdict == "none_found"
    else:
        assert found.verdict == "data_needed"
        assert name in {one.fact for one in found.missing if one.needed}


@settings(max_examples=500, deadline=None)
@given(facts=all_facts(), data=st.data())
def test_taking_facts_away_never_clears_a_contraindication(facts, data):
    found = screen(facts)
    gone = data.draw(st.sets(st.sampled_from([kind.name for kind in RAW])))
    if found.verdict == "contraindicated":
        assert screen(facts.without(*gone)).verdict in ("contraindicated", "data_needed")


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_one_dangerous_finding_in_a_clear_patient_never_gets_lost(data):
    """From a patient with nothing found: add what contraindicates, and take anything away again."""
    facts = CLEAR
    for kind in data.draw(st.lists(st.sampled_from(RAW), min_size=1, max_size=5)):
        facts = facts.with_(Finding(kind.name, data.draw(values(kind)), "case"))
    gone = data.draw(st.sets(st.sampled_from([kind.name for kind in RAW]), max_size=4))
    if screen(facts).verdict == "contraindicated":
        assert screen(facts.without(*gone)).verdict in ("contraindicated", "data_needed")


def test_each_fact_of_each_contraindication_one_by_one():
    """For every vector of every contraindication: whatever subset remains, the verdict is not "none found"."""
    for rule in RULES:
        if rule.verdict != "contraindicated":
            continue
        for vector in rule.tests:
            given_facts = {name: text for name, text in vector.facts.items() if not name.endswith("measured_grade")}
            facts = CLEAR.without("ar.grade").with_(*read_facts(given_facts, "vector"))
            if screen(facts).verdict == "contraindicated":
                for name in facts.findings:
                    assert screen(facts.without(name)).verdict != "none_found", (rule.id, given_facts, name)


def test_a_rule_that_keeps_silent_would_break_the_property():
    """The property can fail: with the grade's rule silenced, an unknown grade clears the patient."""
    silent = [replace(rule, if_unknown="skip") for rule in RULES if rule.id != "AR-GRADE-UNKNOWN"]
    severe = clear_but(ar_grade="severe")
    assert screen(severe, silent).verdict == "contraindicated"
    assert screen(severe.without("ar.grade"), silent).verdict == "none_found"


WIDTH, EROA, VOLUME, IN_PLACE = "ar.vena_contracta", "ar.eroa", "ar.regurgitant_volume", "balloon.in_place"
CHRONIC = {"ar.grade": "mild", "ar.onset": "chronic"}
VERDICTS_OF = [  # what is other than in the clear patient, verdict, rules that fire, rules that ask
    ({}, "none_found", (), ()), (CHRONIC, "caution", ("AR-MILD",), ()), ({"ar.grade": "trace"}, "none_found", (), ()),
    ({"sepsis": "present"}, "caution", ("SEPSIS",), ()), ({"coagulopathy": "severe"}, "caution", (), ()),
    ({"heart_rate": 140.0}, "caution", (), ()), ({"lvot_obstruction": "suspected"}, "caution", (), ()),
    ({"echo.done": False}, "data_needed", (), ()), ({"echo.age": 100.0}, "data_needed", (), ()),
    ({**CHRONIC, "sepsis": "present", "echo.age": 100.0}, "data_needed", ("SEPSIS", "AR-MILD"), ()),
    ({"ar.grade": "moderate", "echo.age": 100.0}, "contraindicated", (), ()),
    ({"ar.grade": "mild", "ar.onset": "acute"}, "contraindicated", (), ()),
    ({"ar.grade": "mild"}, "data_needed", ("AR-MILD",), ("AR-ACUTE",)),
    ({"aortic_dissection": "suspected"}, "contraindicated", (), ()),
    ({"aortic_wall_disease": "present"}, "contraindicated", (), ()),
    ({"peripheral_arterial_disease": "severe"}, "contraindicated", (), ()),
    ({"peripheral_arterial_disease": "moderate"}, "caution", (), ()), ({"mr.grade": "severe"}, "none_found", (), ()),
    ({"ar.grade": "severe", "sepsis": "present", "aortic_dissection": None, "mr.grade": "severe"}, "contraindicated",
     ("SEPSIS",), ("AORTIC-DISSECTION",)),
    # measurements alone never clear; the worse of two that conflict counts, and a grade far below one is asked for
    ({"ar.grade": None, WIDTH: 0.2, EROA: 0.05, VOLUME: 10.0}, "data_needed", (), ()),
    ({"ar.grade": None, WIDTH: 0.2, VOLUME: 70.0}, "contraindicated", ("AR-CONTRADICTION",), ()),
    *(({**CHRONIC, "ar.grade": grade, WIDTH: 0.7}, "data_needed", ("AR-CONTRADICTION",), ())
      for grade in ("none", "trace", "mild")),
    ({**CHRONIC, EROA: 0.12}, "caution", ("AR-BORDERLINE",), ()),
    # mixed disease, and a balloon in place
    ({"ar.grade": "severe", "mr.grade": "severe"}, "contraindicated", ("AR-SEVERE", "MR-LEAK", "MIXED-AR-MR"), ()),
    ({"ar.grade": "severe", IN_PLACE: True}, "contraindicated", ("BALLOON-IN-AR",), ()),
    ({IN_PLACE: True}, "none_found", (), ()),
    ({"aortic_dissection": "present", IN_PLACE: True}, "contraindicated", ("BALLOON-IN-AORTIC-DISEASE",), ()),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "verdict", "fired", "asks"), VERDICTS_OF, ids=str)
def test_verdicts(changes, verdict, fired, asks):
    found = screen(clear_but(**changes))
    assert found.verdict == verdict
    assert set(fired) <= set(ids(found, "fired"))
    assert set(asks) <= set(ids(found, "asks"))
    ranks = [VERDICTS.index(one.verdict) for one in found.reasons]
    assert ranks == sorted(ranks)
    assert verdict == "contraindicated" or found.alternatives == {}


def test_reasons_of_every_verdict_are_shown_and_grades_of_measurements_told():
    mixed = screen(clear_but(ar_grade="severe", sepsis="present", aortic_dissection=None, mr_grade="severe"))
    assert {one.verdict for one in mixed.reasons} == set(VERDICTS)
    leak = next(one for one in mixed.reasons if one.rule.id == "MR-LEAK")
    assert "AR-SEVERE" in leak.rule.conflicts
    placed = screen(clear_but(ar_grade="severe", **{IN_PLACE: True}))
    assert "removal" in next(one.rule.title for one in placed.reasons if one.rule.id == "BALLOON-IN-AR")
    assert ids(screen(clear_but(ar_grade="mild")), "asks") == ["AR-ACUTE"]
    assert screen(clear_but(ar_grade=None, **{WIDTH: 0.2, EROA: 0.05})).aortic.grade == "mild"
    assert screen(clear_but(ar_grade=None, **{WIDTH: 0.2, VOLUME: 70.0})).aortic.conflicting


@pytest.mark.parametrize(
    ("if_unknown", "outcome", "verdict"),
    [("fire", "fired", "contraindicated"), ("ask", "asks", "data_needed"), ("skip", None, "none_found")],
)
def test_what_an_unknown_condition_does(if_unknown, outcome, verdict):
    rule = replace(next(one for one in RULES if one.id == "AORTIC-DISSECTION"), if_unknown=if_unknown)
    found = screen(PatientFacts(), [rule])
    assert found.verdict == verdict
    assert [one.outcome for one in found.reasons] == ([outcome] if outcome else [])
    assert [one.rule.id for one in found.silent] == ([] if outcome else ["AORTIC-DISSECTION"])
    met = screen(clear_but(aortic_dissection="present"), [rule])
    assert met.verdict == "contraindicated"
    assert screen(CLEAR, [rule]).verdict == "none_found"


def test_missing_facts_name_the_rules_that_ask():
    found = screen(PatientFacts())
    by_name = {one.fact: one for one in found.missing}
    assert {"AR-SEVERE", "AR-GRADE-UNKNOWN"} <= set(by_name["ar.grade"].rules)
    assert by_name["ar.grade"].needed
    assert not by_name["tachyarrhythmia"].needed
    assert by_name["tachyarrhythmia"].rules == ("TACHYARRHYTHMIA",)
    assert [one.needed for one in found.missing] == sorted((one.needed for one in found.missing), reverse=True)


def test_a_rule_that_fired_asks_for_nothing_more():
    found = screen(clear_but(ar_grade=None, **{"ar.vena_contracta": 0.7}))
    missing = {one.fact for one in found.missing}
    assert "ar.grade" in missing  # by the rule that asks for a reported grade
    assert "ar.pressure_half_time" not in missing
    assert "ar.eroa" not in missing


def test_the_order_does_not_depend_on_the_order_of_the_facts():
    facts = clear_but(ar_grade="severe", sepsis="present", aortic_dissection="present")
    backwards = PatientFacts(dict(reversed(facts.findings.items())))
    assert screen(facts) == screen(backwards)


def test_the_word_safe_is_no_verdict():
    assert VERDICTS == ("contraindicated", "data_needed", "caution", "none_found")


def test_the_trace_shows_which_parameter_spoke():
    facts = clear_but(ar_grade=None, **{"ar.vena_contracta": 0.7})
    reason = next(one for one in screen(facts).reasons if one.rule.id == "AR-SEVERE")
    spoke = [step for step in reason.judged.trace if step.result and step.operator != "missing"]
    assert [(step.fact, step.operator, step.threshold, step.value, step.unit) for step in spoke] == [
        ("ar.vena_contracta", "gt", 0.6, 0.7, "cm")
    ]


def test_seven_millimetres_meant_as_centimetres_change_nothing_silently():
    measured = read_facts({"ar.vena_contracta": "0.7 mm"}, "t")
    found = screen(CLEAR.without("ar.grade").with_(*measured))
    assert found.verdict == "data_needed"
    (missing,) = [one for one in found.missing if one.fact == "ar.vena_contracta"]
    assert "0.7 mm is implausible" in missing.reason


def judged(name, **changes):
    return judge_option([name], with_grades(clear_but(**changes)))


SEVERE, CONFLICT = {"ar_grade": "severe"}, {"ar_grade": None, WIDTH: 0.2, VOLUME: 70.0}
ALTERNATIVES = [  # what is other than in the clear patient, option, whether contraindicated, a fact that is asked for
    (SEVERE, "impella_cp", True, None), (SEVERE, "va_ecmo", True, None),
    (SEVERE, "aortic_valve_replacement", False, None), (SEVERE, "tandemheart", None, "right_atrial_pressure"),
    (SEVERE, "lava_ecmo", False, None), (SEVERE | {"coagulopathy": None}, "lava_ecmo", None, "coagulopathy"),
    (CONFLICT, "impella_cp", None, "ar.severity"),
    (SEVERE | {"ventricular_septal_defect": "present"}, "tandemheart", True, None),
    (SEVERE | {"ventricular_septal_defect": "absent"}, "tandemheart", None, "right_atrial_pressure"),
    (SEVERE, "tandemheart", None, "ventricular_septal_defect"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "name", "contraindicated", "asked"), ALTERNATIVES)
def test_an_alternative_has_contraindications_of_its_own_and_is_open_not_cleared(changes, name, contraindicated, asked):
    found = screen(clear_but(**changes)).alternatives
    assert found[name].contraindicated is contraindicated
    assert asked is None or asked in found[name].unknown
    if "ventricular_septal_defect" in changes:
        assert "ventricular_septal_defect" not in found[name].unknown
    for one in found.values():
        assert (one.contraindicated is True) == bool(one.reasons)
        assert not (one.unknown and one.contraindicated is False), one


def test_reported_grades_that_contradict_each_other_alarm_where_both_do():
    both = merged([*CLEAR.without("ar.grade"), *(Finding("ar.grade", one, one) for one in ("moderate", "severe"))])
    assert judge_option(["impella_cp"], with_grades(both)).contraindicated is True
    assert judge_option(["va_ecmo"], with_grades(both)).contraindicated is None


@pytest.mark.parametrize(("grade", "verdict"), [("none", None), ("mild", None), ("moderate", True), ("severe", True)])
def test_the_grade_decides_where_the_orifice_is_unknown(grade, verdict):
    found = judged("impella_cp", ar_grade=grade)
    assert found.contraindicated is verdict
    assert "ar.severity" not in found.unknown
    assert judged("impella_cp", ar_grade=None, **{EROA: 0.2}).contraindicated is True  # by measurement


@pytest.mark.parametrize(("onset", "cautioned"), [("acute", True), (None, True), ("chronic", False)])
def test_an_unknown_onset_counts_as_acute_against_a_beta_blocker(onset, cautioned):
    found = judged("esmolol", ar_grade="severe", ar_onset=onset)
    assert bool(found.cautions) is cautioned
    assert ("G-34" in found.statements) is cautioned
    assert found.reasons == ()


def test_no_leak_speaks_against_nothing():
    found = judged("va_ecmo", ar_grade="none")
    assert found.reasons == found.cautions == found.unknown == ()
    assert judged("va_ecmo", ar_grade=None).unknown == ("ar.severity",)


def test_statements_of_every_reason_exist():
    known = load_statements()
    for one in screen(PatientFacts()).reasons:
        assert set(one.rule.statements) <= set(known)


def test_the_rules_stop_where_the_text_says():
    """A change of the one has to change the other: the proposal of X-02 is what the rules do."""
    right = {
        ("none", "acute"): "none_found", ("trace", "acute"): "none_found", ("mild", "chronic"): "caution",
        ("mild", "acute"): "contraindicated", ("moderate", "chronic"): "contraindicated",
        ("moderate_severe", "chronic"): "contraindicated", ("severe", "chronic"): "contraindicated",
    }  # fmt: skip
    assert {case: screen(clear_but(ar_grade=case[0], ar_onset=case[1])).verdict for case in right} == right
    said = " ".join(load_statements()["X-02"].text.clinician.split())
    assert "from moderate on, and from mild on if acute, contraindicated; mild and chronic, caution" in said
