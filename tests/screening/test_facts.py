from datetime import UTC, datetime, timedelta

import pytest

from diastole.errors import InputError
from diastole.knowledge.rules.fact_definitions import fact_kind, parse_vocabulary, vocabulary
from diastole.knowledge.rules.facts import Finding, WrittenQuantity
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.rules.times import instant
from diastole.knowledge.screening.admission import admit
from diastole.knowledge.screening.fact_sheet import read_facts, read_sheet

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def taken(name, value, unit="", hours=None):
    given = WrittenQuantity(value, unit) if unit else value
    time = None if hours is None else instant(NOW - timedelta(hours=hours))
    return admit(name, given, source="test", time=time, now=NOW)


@pytest.mark.parametrize(
    ("name", "value", "unit", "inside"),
    [
        ("ar.vena_contracta", 0.7, "cm", 0.7),
        ("ar.vena_contracta", 7, "mm", 0.7),
        ("ar.eroa", 35, "mm2", 0.35),
        ("ar.eroa", 0.35, "cm2", 0.35),
        ("ar.regurgitant_fraction", 0.45, "1", 45),
        ("ar.regurgitant_fraction", 45, "%", 45),
        ("ar.pressure_half_time", 0.18, "s", 180),
        ("ar.regurgitant_volume", 62, "ml", 62),
        ("heart_rate", 2, "/s", 120),
        ("echo.age", 90, "min", 1.5),
    ],
)
def test_units(name, value, unit, inside):
    assert taken(name, value, unit).value == pytest.approx(inside)


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("ar.vena_contracta", 0.7, "mm"),  # meant as cm
        ("ar.vena_contracta", 7, "cm"),  # meant as mm
        ("ar.eroa", 0.3, "mm²"),
        ("ar.eroa", 30, "cm²"),
        ("ar.regurgitant_fraction", 0.45, "%"),
        ("ar.regurgitant_fraction", 45, "1"),
        ("ar.pressure_half_time", 180, "s"),
        ("ar.regurgitant_volume", 0.06, "mL"),
        ("ar.vena_contracta", -0.7, "cm"),
        ("ar.vena_contracta", 0, "cm"),
        ("heart_rate", 2, "/min"),
    ],
)
def test_an_implausible_value_is_unknown_with_a_reason(name, value, unit):
    found = taken(name, value, unit)
    assert found.value is None
    assert "implausible" in found.reason
    assert f"{value:g} {unit}" in found.reason


@pytest.mark.parametrize("unit", ["m", "inch", "cm²", "1", "µm", "cm/s", "<b>", "c" * 5000])
def test_a_unit_that_is_not_accepted_makes_it_unknown(unit):
    found = taken("ar.vena_contracta", 0.7, unit)
    assert found.value is None
    assert "the unit is not accepted; accepted are cm, mm" in found.reason
    assert len(found.reason) < 200


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), True])
def test_what_is_no_number(value):
    assert taken("ar.vena_contracta", value, "cm").value is None


@pytest.mark.parametrize(
    ("name", "given"),
    [("ar.grade", "awful"), ("ar.grade", 3), ("echo.done", "yes"), ("echo.done", 1), ("ar.eroa", 0.3)],
)
def test_a_value_of_the_wrong_kind_is_unknown(name, given):
    found = admit(name, given, source="test")
    assert found.value is None
    assert found.reason


def test_stale():
    limit = fact_kind("ar.grade").stale_after
    assert taken("ar.grade", "none", hours=limit).value == "none"
    old = taken("ar.grade", "none", hours=limit + 1)
    assert old.value is None
    assert old.reason == "stale: 73 h old, counts for 72 h"


def test_what_does_not_age():
    assert taken("aortic_dissection", "present", hours=100_000).value == "present"


def test_the_future_is_not_believed():
    assert taken("ar.grade", "none", hours=-1).value is None
    assert "in the future" in taken("aortic_dissection", "absent", hours=-1).reason
    assert taken("ar.grade", "none", hours=-0.02).value == "none"


def test_an_unknown_fact_is_an_error():
    with pytest.raises(InputError, match=r"'ar\.grad' is not a fact\. Did you mean 'ar\.grade'"):
        admit("ar.grad", "mild", source="test")


def finding(value, hours=None, reason=""):
    return Finding(
        "ar.grade",
        value,
        f"Observation/{value}",
        reason,
        None if hours is None else instant(NOW - timedelta(hours=hours)),
    )


def test_equal_values_agree():
    assert merged([finding("mild", 1), finding("mild")])["ar.grade"].value == "mild"


@pytest.mark.parametrize("hours", [(1, 1), (1, 1.9), (None, 1), (None, None)])
def test_contradictory_values_are_unknown_with_both_shown(hours):
    for first, second in (("mild", "severe"), ("severe", "mild")):
        found = merged([finding(first, hours[0]), finding(second, hours[1])])["ar.grade"]
        assert found.value is None
        assert found.reason.startswith("contradictory: ")
        assert "mild (Observation/mild" in found.reason
        assert "severe (Observation/severe" in found.reason


def test_the_clearly_newer_value_counts():
    assert merged([finding("mild", 5), finding("severe", 2)])["ar.grade"].value == "severe"
    assert merged([finding("mild", 2), finding("severe", 5)])["ar.grade"].value == "mild"


def test_the_newest_of_three_must_be_newer_than_each_other_value():
    assert merged([finding("mild", 9), finding("severe", 2), finding("moderate", 2.5)])["ar.grade"].value is None


def test_a_newer_finding_that_cannot_be_believed_takes_the_older_one_away():
    found = merged([finding("none", 5), finding(None, 2, "its status is preliminary")])["ar.grade"]
    assert found.value is None
    assert "preliminary" in found.reason
    assert "beside that none" in found.reason


def test_an_unknown_takes_nothing_away_from_what_is_clearly_newer():
    assert merged([finding("none", 2), finding(None, 5, "its status is preliminary")])["ar.grade"].value == "none"


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
        ("facts:\n  inr: 3..1\n", "'3..1' is not a number with a unit"),
        ("facts:\n  inr: 2.5.1\n", "'2.5.1' is not a number with a unit"),
        ("facts:\n  ar.eroa: 0..3 cm2\n", "'0..3 cm2' is not a number with a unit"),
        ("facts:\n  echo.done: perhaps\n", "neither true nor false"),
        ("facts:\n  ar.measured_grade: mild\n", "follows from other facts"),
        ("facts:\n  ar.grade: {value: mild, time: yesterday}\n", "is not a time"),
        ("facts:\n  ar.grade: {value: mild, when: now}\n", "needs 'value'"),
        ("facts:\n  ar.grade: mild\n  ar.grade: severe\n", "stands twice"),
        ("ar.grade: mild\n", "needs the block 'facts'"),
        ("facts: mild\n", "needs the block 'facts'"),
        ("", "is empty"),
    ],
)  # fmt: skip
def test_a_bad_sheet_is_refused(tmp_path, text, said):
    path = tmp_path / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_sheet(path, NOW)


def test_no_sheet(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_sheet(tmp_path / "none.yaml", NOW)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("True", True), ("false", False)])
def test_flags(text, value):
    assert read_facts({"echo.done": text}, "test")["echo.done"].value is value


def test_a_text_with_a_nan_is_no_quantity():
    with pytest.raises(InputError, match="not a number"):
        read_facts({"ar.eroa": "nan cm²"}, "test")


def test_the_vocabulary_is_consistent():
    for kind in vocabulary().values():
        assert kind.title
        if kind.unit:
            assert kind.unit in kind.accepted
            assert kind.least < kind.most


@pytest.mark.parametrize(
    "record",
    [
        "{title: x}",
        "{title: x, unit: cm, flag: true}",
        "{unit: cm}",
        "{title: x, unit: cm}",
        "{title: x, flag: true, bad: 1}",
        "3",
    ],
)
def test_a_broken_fact_is_refused(record):
    with pytest.raises(InputError, match=r"fact_definitions.yaml, a\.b: "):
        parse_vocabulary(f"words: {{finding: [absent, present]}}\nfacts:\n  a.b: {record}\n")


def test_unknown_in_several_places_keeps_every_reason():
    found = merged([finding(None, 1, "stale"), finding(None, 2, "only suspected")])["ar.grade"]
    assert found.value is None
    assert "stale" in found.reason
    assert "only suspected" in found.reason


def test_an_undated_unknown_does_not_lose_to_a_none():
    """It did: what could not be read may contradict what could."""
    found = merged([finding(None, None, "the status is not understood"), finding("none")])["ar.grade"]
    assert found.value is None
    assert found.lost


def test_without_a_moment_nothing_ages():
    assert admit("ar.grade", "none", source="test", time=instant(NOW)).value == "none"


def test_the_first_reason_stays():
    assert "implausible" in taken("ar.vena_contracta", 7, "cm", hours=1000).reason


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("echo.done", True, "yes"),
        ("echo.done", False, "no"),
        ("ar.grade", "moderate_severe", "moderate to severe"),
        ("ar.flow_reversal", "brief_early", "brief early"),
        ("ar.eroa", 0.123456, "0.1235 cm²"),
        ("heart_rate", 80.0, "80 /min"),
        ("ar.grade", None, "unknown (stale)"),
    ],
)
def test_values_in_words(name, value, said):
    assert Finding(name, value, reason="" if value is not None else "stale").said == said
