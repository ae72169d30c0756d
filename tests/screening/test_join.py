"""The join of findings: its algebra, and that what is unknown is never quieter than what is known."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.knowledge.rules.conditions import Leaf, judge
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.facts import SAID_UNKNOWN, Finding, PatientFacts, WrittenQuantity
from diastole.knowledge.rules.joining import CLEARLY_NEWER, merged
from diastole.knowledge.rules.times import UNDATED, When, instant, read_when
from diastole.knowledge.screening.admission import admit
from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import NOW
from tests.screening.cases import clear_but, values

FACTS = ("ar.grade", "aortic_dissection", "peripheral_arterial_disease", "ar.eroa", "heart_rate", "balloon.in_place")
ALARMS = {  # a question whose answer "no" calms
    "ar.grade": Leaf("ar.grade", "in", ("moderate", "moderate_severe", "severe")),
    "aortic_dissection": Leaf("aortic_dissection", "in", ("suspected", "present")),
    "peripheral_arterial_disease": Leaf("peripheral_arterial_disease", "eq", "severe"),
    "ar.eroa": Leaf("ar.eroa", "ge", 0.10),
    "heart_rate": Leaf("heart_rate", "gt", 130.0),
    "balloon.in_place": Leaf("balloon.in_place", "eq", True),
}


def times() -> st.SearchStrategy[When | None]:
    """No time, moments some of which are close together, days, and what lasts still."""
    moments = st.integers(0, 8).map(lambda hours: instant(NOW - timedelta(hours=hours / 2)))
    written = st.sampled_from(["2026-11-24", "2026-11", "2026-11-23"]).map(read_when)
    return st.one_of(st.none(), moments, written, moments.map(When.lasting), st.just(UNDATED))


@st.composite
def findings(draw, name: str) -> Finding:
    """Known, unknown, and doubted findings, and those that only deny a value."""
    kind, source = fact_kind(name), draw(st.sampled_from("abcd"))
    time = draw(times())
    what = draw(st.sampled_from(("known", "known", "unread", "doubted", "denies", "stale", "null")))
    value = draw(values(kind))
    if what == "known":
        return Finding(name, value, source, "", time)
    if what == "doubted":
        return Finding(name, None, source, "may be old", time, (value,), doubted=True)
    if what == "denies" and kind.words:
        return Finding(name, None, source, "how much is not said", time, denies=(kind.words[0],))
    if what == "null":
        return Finding(name, None, source, SAID_UNKNOWN, time, silent=True)
    return Finding(name, None, source, "too old" if what == "stale" else "not read", time, stale=what == "stale")


def several() -> st.SearchStrategy[list[Finding]]:
    return st.sampled_from(FACTS).flatmap(lambda name: st.lists(findings(name), min_size=1, max_size=6))


def answer(facts: PatientFacts, leaf: Leaf) -> bool | None:
    return judge(leaf, facts).result


@given(several(), st.integers(0, 2**32))
def test_the_join_does_not_depend_on_order_grouping_or_repetition(found, seed):
    """Associative, commutative and idempotent: any way to join the same findings gives the same facts."""
    whole = merged(found)
    chance = random.Random(seed)
    shuffled = chance.sample(found, len(found)) + chance.choices(found, k=2)
    cut = chance.randint(0, len(shuffled))
    left, right = merged(shuffled[:cut]), merged(shuffled[cut:])
    assert merged([*left, *right]) == whole
    assert merged([*right, *left]) == whole
    assert merged([*whole, *whole]) == whole
    assert merged([*whole, *left]) == whole


def test_findings_that_read_alike_join_in_one_way():
    """They differ in a time that is not given. Two land in one place of a set for some of these sources."""
    for source in map(str, range(200)):
        old = Finding("ar.grade", None, source, "too old", UNDATED, stale=True)
        rest = [replace(old, time=None), Finding("ar.grade", "none", "a")]
        assert merged([old, *rest]) == merged([*rest, old])


@given(st.sampled_from(FACTS).flatmap(lambda name: st.tuples(st.lists(findings(name), min_size=1), findings(name))))
def test_an_unknown_never_loses_to_a_denial(given_findings):
    """Whatever else is found: beside an unknown that nothing known has clearly replaced no answer calms."""
    found, unknown = given_findings
    unknown = Finding(unknown.fact, None, unknown.source, "not read", unknown.time)
    starts = [one.time.earliest for one in found if one.value is not None and one.time]
    replaced = unknown.time is not None and any(start > unknown.time.latest for start in starts)
    if not replaced:
        assert answer(merged([*found, unknown]), ALARMS[unknown.fact]) is not False


@given(several(), st.data())
def test_a_denial_silences_nothing_that_it_is_not_clearly_newer_than(found, data):
    """A sheet without a time, or anything of the same hour, turns no alarm and no question into a "no"."""
    name = found[0].fact
    leaf, kind = ALARMS[name], fact_kind(name)
    before = answer(merged(found), leaf)
    calm = data.draw(
        values(kind).filter(lambda value: answer(PatientFacts({name: Finding(name, value)}), leaf) is False)
    )
    latest = max((one.time.latest for one in found if one.time), default=None)
    times = [None] if kind.vital or latest is None or latest > NOW else [None, instant(latest + CLEARLY_NEWER)]
    denial = Finding(name, calm, "sheet", "", data.draw(st.sampled_from(times)))
    sure = {
        one: answer(PatientFacts({name: replace(one, doubted=False)}), leaf)
        for one in found
        if not one.denies and not one.silent
    }
    others = [one for one, calms in sure.items() if calms is not False]
    if before is not False and others:  # and not only old denials, which a new one may renew
        assert answer(merged([*found, denial]), leaf) is not False


@given(several())
def test_a_known_fact_is_said_by_what_is_known(found):
    """A join invents nothing: a value that is known was known before, and every rule reads all that stands like it."""
    joined = merged(found)[found[0].fact]
    if joined.value is not None:
        assert joined.value in {value for one in found for value in one.values}
        assert any(one.value is not None for one in found)


def known(name: str, value: object, source: str = "a", hours: float | None = None) -> Finding:
    return Finding(name, value, source, "", None if hours is None else instant(NOW - timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("name", "one", "other", "agree"),
    [
        ("ar.regurgitant_volume", 62.0, 68.0, True), ("ar.regurgitant_volume", 58.0, 62.0, False),
        ("ar.eroa", 0.35, 0.352, True), ("ar.eroa", 0.29, 0.30, False),
        ("ar.vena_contracta", 0.68, 0.72, True), ("ar.vena_contracta", 0.12, 0.29, True),
        ("ar.grade", "none", "trace", True), ("ar.grade", "trace", "mild", False),
        ("ar.grade", "moderate", "severe", False), ("peripheral_arterial_disease", "mild", "moderate", True),
        ("aortic_dissection", "suspected", "present", True), ("aortic_dissection", "absent", "suspected", False),
        ("coagulopathy", "none", "moderate", True), ("coagulopathy", "moderate", "severe", False),
        ("balloon.in_place", True, False, False),
    ],
)  # fmt: skip
def test_values_agree_where_every_rule_reads_them_alike_and_else_contradict_each_other(name, one, other, agree):
    found = merged([known(name, one), known(name, other, "b")])[name]
    assert (found.value in (one, other)) == agree
    if agree:
        assert set(found.values) == {one, other}
        assert found.source == "a, b"
    else:
        assert found.value is None
        assert found.reason.startswith("contradictory: ")


NULL = Finding("ar.grade", None, "sheet", SAID_UNKNOWN, silent=True)
UNREAD = Finding("ar.grade", None, "b", "its status is preliminary")
SOME = Finding("ar.grade", None, "b", "recorded, the severity is not given", denies=("none", "trace"))
FAST = admit("heart_rate", WrittenQuantity(150, "furlong"), source="Observation/1")
WIDE = admit("ar.vena_contracta", WrittenQuantity(7, "cm"), source="Observation/1")


def grades(*values):
    return [known("ar.grade", value, str(number)) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        (grades("moderate", "severe"), "contraindicated"),  # which of both is open, the contraindication is not
        (grades("mild", "severe"), "data_needed"), ([*grades("severe"), UNREAD], "contraindicated"),
        ([*grades("mild"), UNREAD], "data_needed"), ([*grades("none"), UNREAD], "data_needed"),
        (grades("none"), "none_found"),
        ([*grades("none"), FAST], "data_needed"),  # a caution kept silent on a fast rate in an unreadable unit
        ([*grades("none"), WIDE], "data_needed"),
    ],
)  # fmt: skip
def test_what_contradicts_or_is_unread_alarms_where_all_of_it_does_and_never_calms(findings, verdict):
    assert screen(merged([*clear_but(ar_grade=None), *findings])).verdict == verdict


@pytest.mark.parametrize(
    ("findings", "value"),
    [
        ([*grades("mild"), SOME], "mild"), ([*grades("none"), SOME], None), ([*grades("trace"), SOME], None),
        ([*grades("none"), NULL], "none"), ([NULL, UNREAD, *grades("none")], None), ([NULL], None),
    ],
)  # fmt: skip
def test_a_leak_of_unknown_severity_denies_none_and_a_null_of_a_person_says_nothing(findings, value):
    found = merged(findings)["ar.grade"]
    assert found.value == value
    assert found.unresolved == (value is None and findings != [NULL])


def test_of_vital_signs_the_newest_counts_however_close():
    rates = [known("heart_rate", 80.0 + number, str(number), number / 60) for number in range(60)]
    assert merged(rates)["heart_rate"].value == 80.0
    at_once = [known("heart_rate", 80.0, "a", 1), known("heart_rate", 150.0, "b", 1)]
    assert merged(at_once)["heart_rate"].value is None


@pytest.mark.parametrize(
    ("written", "value"),
    [("2026-11-22T12:00:00Z", "none"), ("2026-11-23", "none"), ("2026-11", None), ("2026", None), ("2015", None),
     ("2026-11-21T11:00:00Z", None), ("2026-11-21", None), ("2027", None)],
)  # fmt: skip
def test_a_denial_counts_only_if_it_cannot_be_too_old(written, value):
    assert admit("ar.grade", "none", source="a", time=read_when(written), now=NOW).value == value


@pytest.mark.parametrize(("written", "alarms"), [("2026-11", True), ("2026", True), ("2026-09", None), ("2015", None)])
def test_an_alarm_counts_as_long_as_it_may_be_new_enough(written, alarms):
    found = admit("ar.grade", "severe", source="a", time=read_when(written), now=NOW)
    assert found.value is None
    assert answer(PatientFacts({"ar.grade": found}), ALARMS["ar.grade"]) is alarms


@pytest.mark.parametrize("written", ["2026-11-25", "2026-11-24", "2026-11-25T01:00:00+14:00", "2026-12-31T23:59:60Z"])
def test_only_what_lies_wholly_ahead_is_of_the_future(written):
    """It is noon of the 24th in UTC, and the 25th in the east."""
    found = admit("ar.grade", "severe", source="a", time=read_when(written), now=NOW)
    assert ("in the future" in found.reason) is (datetime(2026, 12, 1, tzinfo=UTC) < read_when(written).earliest)


def test_what_is_found_at_an_unknown_hour_of_a_day_is_not_beaten_by_an_hour_of_it():
    day = Finding("ar.grade", "severe", "a", "", read_when("2026-11-24"))
    hour = Finding("ar.grade", "none", "b", "", read_when("2026-11-24T06:00:00Z"))
    assert merged([day, hour])["ar.grade"].value is None
    later = Finding("ar.grade", "none", "b", "", read_when("2026-11-25T14:00:00Z"))
    assert merged([day, later])["ar.grade"].value == "none"


def test_a_stale_measurement_does_not_take_a_severe_one_away():
    severe = admit("ar.eroa", WrittenQuantity(0.35, "cm2"), source="sheet")
    stale = admit("ar.eroa", WrittenQuantity(0.05, "cm2"), source="record", time=read_when("2025"), now=NOW)
    joined = merged([severe, stale])["ar.eroa"]
    assert joined.values == (0.35,)
    assert not joined.stale
    assert screen(clear_but(ar_grade="trace").with_(joined)).verdict != "none_found"
