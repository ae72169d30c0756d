import re
from datetime import timedelta

import pytest

from diastole.errors import InputError
from diastole.knowledge.rules.fact_definitions import fact_kind, parse_vocabulary, vocabulary
from diastole.knowledge.rules.facts import Finding, WrittenQuantity
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.rules.times import instant
from diastole.knowledge.screening.admission import admit
from diastole.knowledge.screening.fact_sheet import read_facts, read_sheet
from tests.screening.bundles import NOW


def ago(hours):
    return None if hours is None else instant(NOW - timedelta(hours=hours))


def taken(name, value, unit="", hours=None):
    return admit(name, WrittenQuantity(value, unit) if unit else value, source="test", time=ago(hours), now=NOW)


@pytest.mark.parametrize(
    ("name", "value", "unit", "inside"),
    [
        ("ar.vena_contracta", 0.7, "cm", 0.7), ("ar.vena_contracta", 7, "mm", 0.7), ("ar.eroa", 35, "mm2", 0.35),
        ("ar.eroa", 0.35, "cm2", 0.35), ("ar.regurgitant_fraction", 0.45, "1", 45),
        ("ar.regurgitant_fraction", 45, "%", 45), ("ar.pressure_half_time", 0.18, "s", 180),
        ("ar.regurgitant_volume", 62, "ml", 62), ("heart_rate", 2, "/s", 120), ("echo.age", 90, "min", 1.5),
        # implausible: a number meant in another unit, below zero, or zero
        ("ar.vena_contracta", 0.7, "mm", None), ("ar.vena_contracta", 7, "cm", None), ("ar.eroa", 0.3, "mm²", None),
        ("ar.eroa", 30, "cm²", None), ("ar.regurgitant_fraction", 0.45, "%", None),
        ("ar.regurgitant_fraction", 45, "1", None), ("ar.pressure_half_time", 180, "s", None),
        ("ar.regurgitant_volume", 0.06, "mL", None), ("ar.vena_contracta", -0.7, "cm", None),
        ("ar.vena_contracta", 0, "cm", None), ("heart_rate", 2, "/min", None),
    ],
)  # fmt: skip
def test_a_quantity_is_converted_or_implausible(name, value, unit, inside):
    found = taken(name, value, unit)
    assert found.value == (inside and pytest.approx(inside))
    if inside is None:
        assert "implausible" in found.reason
        assert f"{value:g} {unit}" in found.reason


@pytest.mark.parametrize("unit", ["m", "inch", "cm²", "1", "µm", "cm/s", "<b>", "c" * 5000])
def test_a_unit_that_is_not_accepted_makes_it_unknown(unit):
    found = taken("ar.vena_contracta", 0.7, unit)
    assert found.value is None
    assert "the unit is not accepted; accepted are cm, mm" in found.reason
    assert len(found.reason) < 200


@pytest.mark.parametrize(
    ("name", "value", "unit", "said"),
    [
        *(("ar.vena_contracta", float(value), "cm", "not a finite number") for value in ("nan", "inf", "-inf")),
        ("ar.vena_contracta", True, "cm", "not a finite number"), ("ar.eroa", 0.3, "", "not a finite number"),
        ("ar.grade", "awful", "", "none of"), ("ar.grade", 3, "", "none of"), ("echo.done", "yes", "", "neither true"),
        ("echo.done", 1, "", "neither true"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_unknown(name, value, unit, said):
    found = taken(name, value, unit)
    assert found.value is None
    assert said in found.reason


@pytest.mark.parametrize(
    ("name", "value", "hours", "said"),
    [
        ("ar.grade", "none", fact_kind("ar.grade").stale_after, ""), ("ar.grade", "none", -0.02, ""),
        ("ar.grade", "none", 73, "stale: 73 h old, counts for 72 h"), ("ar.grade", "none", -1, "in the future"),
        ("aortic_dissection", "present", 100_000, ""), ("aortic_dissection", "absent", -1, "in the future"),
    ],
)  # fmt: skip
def test_what_is_too_old_or_of_the_future_is_unknown(name, value, hours, said):
    found = taken(name, value, hours=hours)
    assert found.value == (None if said else value)
    assert said in found.reason


def test_without_a_moment_nothing_ages_and_the_first_reason_stays():
    assert admit("ar.grade", "none", source="test", time=instant(NOW)).value == "none"
    assert "implausible" in taken("ar.vena_contracta", 7, "cm", hours=1000).reason


def test_an_unknown_fact_is_an_error():
    with pytest.raises(InputError, match=r"'ar\.grad' is not a fact\. Did you mean 'ar\.grade'"):
        admit("ar.grad", "mild", source="test")


def joined(*given):
    """Return the grade that findings say together, each a value, its age in hours and a reason."""
    findings = [
        Finding("ar.grade", value, f"Observation/{value}", "".join(reason), ago(hours))
        for value, hours, *reason in given
    ]
    return merged(findings)["ar.grade"]


PRELIMINARY = (None, 2, "its status is preliminary")


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ([("mild", 1), ("mild", None)], "mild"), ([("mild", 5), ("severe", 2)], "severe"),
        ([("mild", 2), ("severe", 5)], "mild"), ([("mild", 9), ("severe", 2), ("moderate", 2.5)], None),
        ([("none", 5), PRELIMINARY], None), ([("none", 2), (None, 5, "its status is preliminary")], "none"),
        ([(None, None, "the status is not understood"), ("none", None)], None),
    ],
)  # fmt: skip
def test_the_clearly_newer_value_counts_and_an_unknown_loses_to_nothing_else(given, value):
    assert joined(*given).value == value
    assert joined(*given).unresolved == (value is None)


@pytest.mark.parametrize("hours", [(1, 1), (1, 1.9), (None, 1), (None, None)])
def test_contradictory_values_are_unknown_with_both_shown(hours):
    for first, second in (("mild", "severe"), ("severe", "mild")):
        found = joined((first, hours[0]), (second, hours[1]))
        assert found.value is None
        for said in ("contradictory: ", "mild (Observation/mild", "severe (Observation/severe"):
            assert said in found.reason


def test_every_reason_and_what_stands_beside_it_is_kept():
    assert "preliminary" in joined(("none", 5), PRELIMINARY).reason
    assert "beside that none" in joined(("none", 5), PRELIMINARY).reason
    both = joined((None, 1, "stale"), (None, 2, "only suspected")).reason
    assert "stale" in both
    assert "only suspected" in both


def test_a_sheet(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(
        "facts:\n  ar.grade: {value: mild, time: 2026-11-24T10:00Z, source: report 12}\n"
        "  ar.vena_contracta: 2.5 mm\n  echo.done: true\n  ar.eroa: 3 mm\n",
        encoding="utf-8",
    )
    facts = read_sheet(path, NOW)
    assert facts["ar.grade"].value == "mild"
    assert facts["ar.grade"].source == "report 12"
    assert facts["ar.vena_contracta"].value == pytest.approx(0.25)
    assert facts["echo.done"].value is True
    assert facts["ar.eroa"].value is None
    assert facts["ar.onset"].reason == "not given"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("facts:\n  ar.grad: mild\n", "'ar.grad' is not a fact"),
        ("facts:\n  ar.grade: awful\n", "'awful' is none of"),
        ("facts:\n  ar.eroa: large\n", "'large' is not a number with a unit"),
        ("facts:\n  ar.eroa: nan cm²\n", "'nan cm²' is not a number with a unit"),
        ("facts:\n  inr: 3..1\n", "'3..1' is not a number with a unit"),
        ("facts:\n  inr: 2.5.1\n", "'2.5.1' is not a number with a unit"),
        ("facts:\n  ar.eroa: 0..3 cm2\n", "'0..3 cm2' is not a number with a unit"),
        ("facts:\n  echo.done: perhaps\n", "neither true nor false"),
        ("facts:\n  ar.measured_grade: mild\n", "follows from other facts"),
        ("facts:\n  ar.grade: {value: mild, time: yesterday}\n", "is not a time"),
        ("facts:\n  ar.grade: {value: mild, when: now}\n", "needs 'value'"),
        ("facts:\n  ar.grade: mild\n  ar.grade: severe\n", "is given twice"),
        ("ar.grade: mild\n", "needs the block 'facts'"),
        ("facts: mild\n", "needs the block 'facts'"),
        ("", "is empty"),
    ],
)  # fmt: skip
def test_a_bad_sheet_is_refused(tmp_path, text, said):
    path = tmp_path / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)):
        read_sheet(path, NOW)


def test_no_sheet(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_sheet(tmp_path / "none.yaml", NOW)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("True", True), ("false", False)])
def test_flags(text, value):
    assert read_facts({"echo.done": text}, "test")["echo.done"].value is value


def test_the_vocabulary_is_consistent():
    for kind in vocabulary().values():
        assert kind.title
        if kind.unit:
            assert kind.unit in kind.accepted
            assert kind.least < kind.most


@pytest.mark.parametrize(
    "record",
    ["{title: x}", "{title: x, unit: cm, flag: true}", "{unit: cm}", "{title: x, unit: cm}", "3",
     "{title: x, flag: true, bad: 1}"],
)  # fmt: skip
def test_a_broken_fact_is_refused(record):
    with pytest.raises(InputError, match=r"fact_definitions.yaml, a\.b: "):
        parse_vocabulary(f"words: {{finding: [absent, present]}}\nfacts:\n  a.b: {record}\n")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("echo.done", True, "yes"), ("echo.done", False, "no"), ("ar.grade", "moderate_severe", "moderate to severe"),
        ("ar.flow_reversal", "brief_early", "brief early"), ("ar.eroa", 0.123456, "0.1235 cm²"),
        ("heart_rate", 80.0, "80 /min"), ("ar.grade", None, "unknown (stale)"),
    ],
)  # fmt: skip
def test_values_in_words(name, value, said):
    assert Finding(name, value, reason="" if value is not None else "stale").in_words == said
