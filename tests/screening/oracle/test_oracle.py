"""The oracle clears what is clear and nothing that is open, and the comparison finds a product that is wrong."""

import copy
import json
from pathlib import Path

import pytest
import yaml

from diastole.knowledge.rules import rules
from tests.screening.oracle import compare
from tests.screening.oracle.codes import BOUNDS
from tests.screening.oracle.compare import is_too_quiet, smallest, table
from tests.screening.oracle.generator import CHANGES, CLEAR_SHEET, ICD, LOINC, NOW, SCT, STATUS, case
from tests.screening.oracle.judging import ASKED, DENIED, QUIET, STALE, opinion
from tests.screening.oracle.quantities import grades_of_quantity
from tests.screening.oracle.times import read_time

CASES = Path(__file__).parents[1] / "shared_cases"
TEXT = Path(rules.__file__).parent
SHEET = yaml.safe_load((CASES / "facts_clear.yaml").read_text(encoding="utf-8"))["facts"]
FRESH = "2026-11-24T09:00:00Z"


def concept(system, code):
    return {"coding": [{"system": system, "code": code}]}


def clean():
    grade = {
        "resourceType": "Observation", "id": "g", "status": "final", "code": concept(SCT, "60234000"),
        "effectiveDateTime": FRESH, "valueCodeableConcept": {"text": "none"}, "subject": {"reference": "Patient/p1"},
    }  # fmt: skip
    echo = {
        "resourceType": "Procedure", "id": "t", "status": "completed", "code": concept(SCT, "433236007"),
        "performedDateTime": FRESH, "subject": {"reference": "Patient/p1"},
    }  # fmt: skip
    patient = {"resourceType": "Patient", "id": "p1"}
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in (patient, grade, echo)],
    }


def condition(system, code, clinical="active", certainty="confirmed", **more):
    return {
        "resourceType": "Condition", "id": "c", "code": concept(system, code),
        "clinicalStatus": concept(STATUS + "clinical", clinical),
        "verificationStatus": concept(STATUS + "ver-status", certainty), **more,
    }  # fmt: skip


def measured(code, value, unit, **more):
    return {
        "resourceType": "Observation", "id": "m", "status": "final", "code": concept(LOINC, code),
        "effectiveDateTime": FRESH, "valueQuantity": {"value": value, "unit": unit, **more},
    }  # fmt: skip


def floor(*added, sheet=None, **changed):
    """Return the opinion on the clean patient, with resources added and parts of the grade changed."""
    bundle = clean()
    bundle["entry"] += [{"resource": one} for one in added]
    bundle["entry"][1]["resource"] |= changed
    return opinion(bundle, SHEET | (sheet or {}), NOW).floor


@pytest.mark.parametrize(
    ("names", "right"),
    [
        (("10-time-fields/[abeghjk]*", "11-merge-facts-file/[ghijk]*", "02-date-precision/[abdj]*"), "data_needed"),
        (("04-history-versions/[aceg]*", "05-abatement/[ace]*", "06-bundle-shapes/[lmno]_*"), "data_needed"),
        (("09-grade-spelling/a1[56]*", "09-grade-spelling/b[589]*", "07-one-bad-resource/[de]*"), "data_needed"),
        (("24-repeated-measurements/*", "03-versioned-reference/*", "04-history-versions/[bdf]*"), "contraindicated"),
        (("08-units-ucum/[abcdefg]_*", "08-units-ucum/za_*", "06-bundle-shapes/[abcijk]_*"), "contraindicated"),
        (("07-one-bad-resource/[abcf]*", "09-grade-spelling/a0[01]*", "09-grade-spelling/c[123]_*"), "contraindicated"),
        (("11-merge-facts-file/f*",), "caution"),
        (("09-grade-spelling/a0[678]*",), "none_found"),
    ],
)
def test_the_shared_cases(names, right):
    found = [path for name in names for path in CASES.glob(f"{name}.json")]
    assert len(found) >= len(names)
    for path in found:
        given = opinion(json.loads(path.read_text(encoding="utf-8")), SHEET, NOW)
        assert given.floor == right, (path.name, given.reasons)


def test_a_clean_patient_may_be_cleared():
    assert floor() == "none_found"
    assert (
        floor(measured("79960-1", 5, "mm2"), condition(ICD, "I10"), measured("777-3", 200, "10*3/uL") | {"id": "n"})
        == "none_found"
    )
    assert floor(condition(SCT, "308546005", certainty="refuted")) == "none_found"
    assert floor(condition(ICD, "I71.43", certainty="entered-in-error")) == "none_found"
    assert floor(condition(ICD, "A41.9", clinical="resolved")) == "none_found"


@pytest.mark.parametrize(
    "resource",
    [
        condition(ICD, "I71.43"),
        condition(ICD, "R65.21"),
        condition(ICD, "I35.1"),
        condition(SCT, "838546001"),
        condition(ICD, "I70.222"),
        condition("urn:local", "AO"),
        condition(SCT, "999000123103"),
        condition(ICD, "I10", clinical="A") | {"code": {"text": "Aortic dissection"}},
        condition(SCT, "308546005") | {"clinicalStatus": {"text": "Active"}},
        condition(SCT, "308546005", abatementDateTime="2019"),
        measured("79960-1", 35, "mm2"),
        measured("79960-1", 5, "furlong"),
        measured("79960-1", "5", "mm2"),
        measured("79960-1", 5, "mm2", comparator=">"),
        measured("777-3", 200, "furlong"),
        measured("99999-9", 1, "mm"),
        {"resourceType": "Flag", "status": "active", "code": concept(ICD, "I71.43")},
        {"resourceType": "Encounter", "status": "finished", "reasonCode": [concept(SCT, "308546005")]},
        {"resourceType": "Encounter", "status": "finished", "contained": [condition(SCT, "308546005")]},
        {"resourceType": "Bundle", "entry": [{"resource": condition(SCT, "308546005")}]},
        {"resourceType": "Bundle", "entry": [], "link": [{"relation": "next"}]},
        {"resourceType": "Parameters", "parameter": [{"part": [{"resource": condition(SCT, "308546005")}]}]},
        {"resourceType": "Patient", "id": "p2"},
        {},
        None,
    ],
)
def test_what_is_on_record_beside_a_clean_patient_keeps_it_open(resource):
    assert QUIET.index(floor(resource)) >= QUIET.index("data_needed")


def test_a_measured_value_cautions_against_a_sheet():
    assert floor(measured("777-3", 8, "10*3/uL")) == "caution"
    assert floor(measured("8867-4", 150, "/min")) == "caution"


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "entered-in-error"},
        {"status": "preliminary"},
        {"effectiveDateTime": "2026-11-20"},
        {"effectiveDateTime": "2026"},
        {"effectiveDateTime": "24.11.2026"},
        {"effectiveDateTime": "2026-11-27"},
        {"valueCodeableConcept": {"text": "not severe"}},
        {"valueCodeableConcept": concept(SCT, "24484000") | {"text": "none"}},
        {"dataAbsentReason": {"text": "unknown"}},
        {"valueCodeableConcept": {"text": "yes"}},
        {"modifierExtension": [{"url": "urn:not"}]},
        {"focus": [{"reference": "RelatedPerson/mother"}]},
        {"subject": {"reference": "Device/d"}},
    ],
)
def test_a_grade_that_does_not_clear(changed):
    assert floor(**changed) == "data_needed"


@pytest.mark.parametrize("fact", [name for name in ASKED if name != "ar.grade"])
def test_each_fact_is_needed_and_a_sheet_does_not_overrule_the_record(fact):
    assert opinion(clean(), {name: value for name, value in SHEET.items() if name != fact}, NOW).floor == "data_needed"
    assert floor(sheet={fact: None}) == "data_needed"
    assert floor(sheet={"ar.grade": "mild"}) == "data_needed"


def test_limits_lie_where_the_text_says():
    vocabulary = yaml.safe_load((TEXT / "fact_definitions.yaml").read_text(encoding="utf-8"))["facts"]
    for name in BOUNDS.keys() & vocabulary.keys() - {"platelets", "inr"}:
        assert tuple(vocabulary[name]["plausible"]) == BOUNDS[name], name
    for name, hours in STALE.items():
        assert vocabulary[name]["stale_after"] == hours, name
    assert {name: vocabulary[name].get("denied_for") for name in DENIED} == DENIED
    text = (TEXT / "rules.yaml").read_text(encoding="utf-8")
    denied = {name for name, fact in vocabulary.items() if "denied_for" in fact}
    assert {name for name in denied if f"'{name}'" in str(yaml.safe_load(text))} <= set(DENIED)
    asking = [rule for rule in yaml.safe_load(text)["rules"] if rule["if_unknown"] != "skip"]
    needed = {name for name in vocabulary if any(f"'{name}'" in str(rule["when"]) for rule in asking)}
    elsewhere = {
        "ar.onset",
        "ar.measured_grade",
        "ar.measurements_conflict",
        "ar.flow_reversal",
        "ar.angiographic_grade",
    }
    elsewhere |= {"echo.done", "echo.age", "aortic_valve.assessed", "balloon.in_place", "record.unread", *BOUNDS}
    assert needed - elsewhere == set(ASKED)


@pytest.mark.parametrize(
    ("value", "unit", "grades"),
    [
        (0.2, "cm", {"mild"}),
        (2, "mm", {"mild"}),
        (0.3, "cm", {"mild", "moderate", "moderate_severe", "severe"}),
        (0.7, "cm", {"severe"}),
        (7, "mm{at rest}", {"severe"}),
    ],
)
def test_measured_grades(value, unit, grades):
    found = grades_of_quantity("ar.vena_contracta", {"value": value, "unit": unit})
    assert found is not None
    assert grades >= found
    assert ("mild" in found) == ("mild" in grades)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2026-11-24T12:00:00Z", 0), ("2026-11-24T12:00Z", 1 / 60), ("2026-11-24", 50), ("2026-11-24T12:00:00", 26)],
)
def test_a_time_is_as_long_as_it_is_unsure(text, hours):
    span = read_time(text)
    assert (span.last - span.first).total_seconds() / 3600 == pytest.approx(hours)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-11-31", "24.11.2026", "2026-11-24T25:00:00Z", 2026, None, "2026-W48"]
)
def test_what_is_no_time(text):
    assert read_time(text) is None


def test_the_generator_repeats_itself_and_reaches_everything():
    cases = [case(5, number) for number in range(1500)]
    assert case(5, 77) == cases[77]
    assert case(6, 77) != cases[77]
    assert {name for one in cases for name in one.changes} == {change.__name__ for change in CHANGES}
    floors = [opinion(one.bundle, one.sheet, NOW).floor for one in cases]
    assert all(floors.count(verdict) > 20 for verdict in QUIET)
    assert 0.15 < floors.count("none_found") / len(cases) < 0.6


def test_a_product_that_clears_everyone_is_caught_and_its_case_shrinks(monkeypatch, tmp_path):
    monkeypatch.setattr(compare, "verdict_of", lambda bundle, sheet, folder: "none_found")
    judged = [compare.judge(case(5, number), number, tmp_path) for number in range(300)]
    wrong = [one for one in judged if is_too_quiet(one.product, one.oracle.floor)]
    assert len(wrong) > 100
    assert sum(table(judged).values()) == 300
    harmful = case(5, 0)._replace(bundle=clean(), sheet=dict(CLEAR_SHEET))
    harmful.bundle["entry"] += [
        {"resource": condition(ICD, "I71.43")},
        {"resource": condition(ICD, "I10") | {"id": "x"}},
    ]
    before = copy.deepcopy(harmful.bundle)
    small = smallest(harmful, tmp_path)
    assert harmful.bundle == before
    assert [entry["resource"]["id"] for entry in small.bundle["entry"]] == ["g", "t", "c"]
