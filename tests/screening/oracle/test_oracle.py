"""The oracle clears what is clear and nothing that is open, and the comparison finds a product that is wrong."""

import copy
import json
from pathlib import Path

import pytest
import yaml

from diastole.knowledge.rules import rules
from tests.screening import bundles
from tests.screening.bundles import DISSECTION, LEAK, NOW, bundle_of, concept, observation, procedure
from tests.screening.clean_record import MINE, PATIENT, RECORDS
from tests.screening.oracle import compare
from tests.screening.oracle.codes import BOUNDS
from tests.screening.oracle.compare import is_too_quiet, smallest, table
from tests.screening.oracle.generator import CHANGES, CLEAR_SHEET, case
from tests.screening.oracle.judging import ASKED, DENIED, QUIET, STALE, opinion
from tests.screening.oracle.quantities import grades_of_quantity
from tests.screening.oracle.times import read_time

TEXT = Path(rules.__file__).parent
SHEET = yaml.safe_load((RECORDS / "facts_clear.yaml").read_text(encoding="utf-8"))["facts"]
FRESH = "2026-11-24T09:00:00Z"


def clean():
    grade = observation(LEAK, time=FRESH, valueCodeableConcept={"text": "none"}, id="g", **MINE)
    echo = procedure("433236007", time=FRESH, id="t", **MINE)
    return bundle_of([{"resource": one} for one in (PATIENT, grade, echo)])


def condition(code, **more):
    """Return a condition without a time."""
    return {key: node for key, node in bundles.condition(code, **more).items() if key != "recordedDate"} | {"id": "c"}


def measured(code, value, unit, **more):
    said = {"value": value, "unit": unit, **more}
    return observation(code, time=FRESH, valueQuantity=said, id="m")


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
    found = [path for name in names for path in RECORDS.glob(f"{name}.json")]
    assert len(found) >= len(names)
    for path in found:
        given = opinion(json.loads(path.read_text(encoding="utf-8")), SHEET, NOW)
        assert given.floor == right, (path.name, given.reasons)


def test_a_clean_patient_may_be_cleared():
    assert floor() == "none_found"
    platelets = measured("777-3", 200, "10*3/uL") | {"id": "n"}
    assert floor(measured("79960-1", 5, "mm2"), condition("I10"), platelets) == "none_found"
    assert floor(condition(DISSECTION, certainty="refuted")) == "none_found"
    assert floor(condition("I71.43", certainty="entered-in-error")) == "none_found"
    assert floor(condition("A41.9", clinical="resolved")) == "none_found"


def with_reason(**more):
    return {"resourceType": "Encounter", "status": "finished", **more}


@pytest.mark.parametrize(
    "resource",
    [
        *map(condition, ("I71.43", "R65.21", "I35.1", "838546001", "I70.222", "999000123103")),
        condition("AO", system="urn:local"), condition("I10", clinical="A") | {"code": {"text": "Aortic dissection"}},
        condition(DISSECTION) | {"clinicalStatus": {"text": "Active"}}, condition(DISSECTION, abatementDateTime="2019"),
        measured("79960-1", 35, "mm2"), measured("79960-1", 5, "furlong"), measured("79960-1", "5", "mm2"),
        measured("79960-1", 5, "mm2", comparator=">"), measured("777-3", 200, "furlong"), measured("99999-9", 1, "mm"),
        {"resourceType": "Flag", "status": "active", "code": concept("I71.43")},
        with_reason(reasonCode=[concept(DISSECTION)]), with_reason(contained=[condition(DISSECTION)]),
        bundle_of([{"resource": condition(DISSECTION)}]), bundle_of([], link=[{"relation": "next"}]),
        {"resourceType": "Parameters", "parameter": [{"part": [{"resource": condition(DISSECTION)}]}]},
        {"resourceType": "Patient", "id": "p2"}, {}, None,
    ],
)  # fmt: skip
def test_what_is_on_record_beside_a_clean_patient_keeps_it_open(resource):
    assert QUIET.index(floor(resource)) >= QUIET.index("data_needed")


def test_a_measured_value_cautions_against_a_sheet():
    assert floor(measured("777-3", 8, "10*3/uL")) == "caution"
    assert floor(measured("8867-4", 150, "/min")) == "caution"


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "entered-in-error"}, {"status": "preliminary"}, {"dataAbsentReason": {"text": "unknown"}},
        *({"effectiveDateTime": time} for time in ("2026-11-20", "2026", "24.11.2026", "2026-11-27")),
        *({"valueCodeableConcept": said} for said in (
            {"text": "not severe"}, {"text": "yes"}, concept("24484000", text="none"))),
        {"modifierExtension": [{"url": "urn:not"}]}, {"focus": [{"reference": "RelatedPerson/mother"}]},
        {"subject": {"reference": "Device/d"}},
    ],
)  # fmt: skip
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
    rules_of_text = yaml.safe_load((TEXT / "rules.yaml").read_text(encoding="utf-8"))
    said = str(rules_of_text)
    assert {name for name, fact in vocabulary.items() if "denied_for" in fact and f"'{name}'" in said} <= set(DENIED)
    asking = [rule for rule in rules_of_text["rules"] if rule["if_unknown"] != "skip"]
    needed = {name for name in vocabulary if any(f"'{name}'" in str(rule["when"]) for rule in asking)}
    elsewhere = {
        "ar.onset", "ar.measured_grade", "ar.measurements_conflict", "ar.flow_reversal", "ar.angiographic_grade",
        "echo.done", "echo.age", "aortic_valve.assessed", "balloon.in_place", "record.unread", *BOUNDS,
    }  # fmt: skip
    assert needed - elsewhere == set(ASKED)


@pytest.mark.parametrize(
    ("value", "unit", "grades"),
    [(0.2, "cm", {"mild"}), (2, "mm", {"mild"}), (0.3, "cm", {"mild", "moderate", "moderate_severe", "severe"}),
     (0.7, "cm", {"severe"}), (7, "mm{at rest}", {"severe"})],
)  # fmt: skip
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
    harmful.bundle["entry"] += [{"resource": condition("I71.43")}, {"resource": condition("I10") | {"id": "x"}}]
    before = copy.deepcopy(harmful.bundle)
    small = smallest(harmful, tmp_path)
    assert harmful.bundle == before
    assert [entry["resource"]["id"] for entry in small.bundle["entry"]] == ["g", "t", "c"]
