"""Denials: smaller than they look, twice denied, or too old. What they do not deny is asked for.

Each is judged beside a patient in whom the echocardiography found no leak, and a sheet that says nothing of the one
fact that is denied, so that "none found" means that the denial counted.
"""

import pytest

from diastole.knowledge.rules.fact_definitions import parse_vocabulary, vocabulary
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.fact_sheet import read_facts
from diastole.knowledge.screening.verdict import screen
from tests.screening import clean_record
from tests.screening.bundles import (
    ANEURYSM,
    DISSECTION,
    LEAK,
    NOW,
    PAD,
    SEPSIS,
    TODAY,
    bundle_of,
    coding,
    concept,
    condition,
    graded,
    observation,
)  # fmt: skip
from tests.screening.clean_record import NO_LEAK, SHEET, clean, facts

SEVERE = concept("24484000")
FACTS = {
    DISSECTION: "aortic_dissection", ANEURYSM: "aortic_aneurysm", SEPSIS: "sepsis", PAD: "peripheral_arterial_disease",
    LEAK: "ar.grade",
}  # fmt: skip


def refuted(code, /, *, text=None, **more):
    return condition(code, certainty="refuted") | {"code": concept(code, **({"text": text} if text else {}))} | more


def judged(fact, *more, leak=NO_LEAK):
    """Return the verdict on the clean record with more resources, where the sheet does not say one fact."""
    return clean_record.judged(bundle_of(clean(*more, leak=leak)), SHEET.without(fact))


WHOLE = [
    *((DISSECTION, more) for more in (
        {}, {"text": "Aortendissektion"}, {"text": "Dissection of aorta (disorder)"},
        {"bodySite": [{"text": "Aortic structure"}]}, {"text": "Aortic dissection", "note": []},
        {"onsetDateTime": "2026-11-24", "recorder": {"reference": "Practitioner/1"}})),
    (ANEURYSM, {"text": "Aortic aneurysm"}), (SEPSIS, {"text": "Sepsis"}),
    (PAD, {"text": "Peripheral arterial disease"}), (LEAK, {"text": "Aortic valve regurgitation"}),
]  # fmt: skip
PARTS = [
    *((DISSECTION, more) for more in (
        {"bodySite": [{"text": "Ascending aorta"}]}, {"bodySite": [concept("54247002")]},
        *({"text": text} for text in (
            "Type A aortic dissection", "Aortendissektion Stanford A", "Aortenbogendissektion")),
        {"note": [{"text": "not type A; type B remains"}]}, {"stage": [{"summary": {"text": "type A"}}]},
        {"extension": [{"url": "urn:site", "valueString": "ascending"}]},
        {"code": {"coding": [coding(DISSECTION), coding("I71.010")]}})),
    (ANEURYSM, {"text": "Thoracic aortic aneurysm"}), (ANEURYSM, {"text": "Ruptured aortic aneurysm"}),
    (ANEURYSM, {"text": "Bauchaortenaneurysma"}), (ANEURYSM, {"severity": SEVERE}), (SEPSIS, {"severity": SEVERE}),
    (SEPSIS, {"text": "Urosepsis"}), (PAD, {"bodySite": [{"text": "left leg"}]}), (PAD, {"severity": SEVERE}),
    (LEAK, {"severity": SEVERE}), (LEAK, {"text": "Severe aortic regurgitation"}), (LEAK, {"text": "Acute AR"}),
    (LEAK, {"text": "Paravalvular AR"}),
]  # fmt: skip
SEEN_WHOLE = [  # observations: of a dissection, and of a leak instead of the one that is not there
    *((DISSECTION, more) for more in ({}, {"bodySite": {"text": "Aorta"}}, {"method": {"text": "CT angiography"}})),
    *((LEAK, more) for more in (
        {}, {"bodySite": {"text": "Aortic valve"}}, {"note": [{"text": "Seen by Dr Ho"}]},
        {"code": concept(LEAK, text="AR by colour Doppler")})),
]  # fmt: skip
SEEN_IN_PART = [
    *((DISSECTION, more) for more in (
        {"bodySite": {"text": "ascending aorta only"}}, {"note": [{"text": "type B remains"}]},
        {"code": concept(DISSECTION, text="Dissection of the arch")},
        {"code": concept(DISSECTION, text="No aortic dissection")},
        {"code": {"text": "Scan"}, "bodySite": {"text": "arch"}, "valueBoolean": None,
         "component": [{"code": concept(DISSECTION), "valueBoolean": False}]})),
    *((LEAK, more) for more in (
        *({"code": concept(LEAK, text=text)} for text in (
            "Acute aortic regurgitation", "Severe aortic regurgitation", "Paravalvular regurgitation")),
        {"bodySite": {"text": "non-coronary cusp"}})),
]  # fmt: skip


def seen(code, more):
    """Return the observation that denies what a code means."""
    return (NO_LEAK if code == LEAK else observation(code, valueBoolean=False)) | more


@pytest.mark.parametrize(
    ("code", "denial", "counts"),
    [
        *((code, refuted(code, **more), True) for code, more in WHOLE),
        *((code, refuted(code, **more), False) for code, more in PARTS),
        *((code, seen(code, more), True) for code, more in SEEN_WHOLE),
        *((code, seen(code, more), False) for code, more in SEEN_IN_PART),
    ],
    ids=str,
)
def test_what_is_denied_in_part_denies_no_more_than_that(code, denial, counts):
    found, record = judged(FACTS[code], denial, leak=None if code == LEAK else NO_LEAK)
    assert found.verdict == ("none_found" if counts else "data_needed")
    assert record.facts[FACTS[code]].value in (("absent", "none") if counts else (None,))
    if denial["resourceType"] == "Condition":
        assert any("one form" in note for note in record.notes) != counts


@pytest.mark.parametrize(
    ("code", "twice"),
    [
        ({"text": "Absence of aortic regurgitation"}, True), ({"text": "Aorta without dissection"}, True),
        ({"coding": [coding("57190000", display="No aortic dissection")]}, True), ({"text": "Normal aorta"}, True),
        ({"text": "Aortendissektion ausgeschlossen"}, True), (concept(DISSECTION, text="No dissection"), True),
        ({"text": "Keine Sepsis"}, True), ({"text": "Aortic aneurysm without rupture"}, False),
        ({"text": "Sepsis without shock"}, False), ({"text": "Nonrheumatic aortic insufficiency"}, False),
        ({"text": "Type A dissection"}, False),
    ],
)  # fmt: skip
def test_what_denies_by_itself_and_is_refuted_may_be_there(code, twice):
    found, record = judged("", condition("x", certainty="refuted") | {"code": code})
    assert found.verdict == ("data_needed" if twice else "none_found")
    assert any("denies by itself" in note for note in record.notes) == twice


OLD = "2009-01-01"
DENIALS = [(name, word, hours) for name, kind in vocabulary().items() for word, hours in kind.denied_for]


@pytest.mark.parametrize(
    ("old", "fact"),
    [
        (condition(DISSECTION, certainty="refuted", time=OLD), "aortic_dissection"),
        (condition(ANEURYSM, certainty="refuted", time="2024"), "aortic_aneurysm"),
        (condition(PAD, certainty="refuted", time=OLD), "peripheral_arterial_disease"),
        (condition(DISSECTION, certainty="refuted", time=OLD) | {"onsetDateTime": TODAY}, "aortic_dissection"),
        (observation(DISSECTION, valueBoolean=False, time=OLD), "aortic_dissection"),
        (observation(ANEURYSM, valueString="none", time="2024-03"), "aortic_aneurysm"),
    ],
)
def test_a_denial_grows_old(old, fact):
    found, record = judged(fact, old)
    assert record.facts[fact].value is None
    assert "stale: '" in record.facts[fact].reason
    assert found.verdict == "data_needed"
    assert judged("", old)[0].verdict == "none_found"  # what a sheet denies now, an old denial agrees with


def test_a_denial_without_a_time_may_be_old():
    undated = {key: value for key, value in refuted(DISSECTION).items() if key != "recordedDate"}
    found, record = judged("aortic_dissection", undated)
    assert record.facts["aortic_dissection"].doubted
    assert found.verdict == "data_needed"


def test_an_old_denial_neither_hides_what_is_there_nor_agrees_with_it():
    old = condition(DISSECTION, certainty="refuted", time=OLD)
    assert judged("aortic_dissection", old, condition(DISSECTION))[0].verdict == "contraindicated"
    assert judged("aortic_dissection", old, condition(DISSECTION, time="2005"))[0].verdict == "contraindicated"


def of_sheet(name, value, time):
    """Return a dated fact of a sheet."""
    return read_facts({name: {"value": value, "time": time}}, "sheet", NOW)[name]


@pytest.mark.parametrize(("name", "word", "hours"), DENIALS)
def test_a_dated_denial_of_a_sheet_grows_old_too(name, word, hours):
    said = str(word).lower()
    assert of_sheet(name, said, "2026-11-24T11:00Z").value == word
    old = of_sheet(name, said, OLD)
    assert old.value is None
    assert old.stale
    assert f"counts for {hours:g} h" in old.reason


@pytest.mark.parametrize(
    ("name", "value"),
    [("aortic_dissection", "present"), ("peripheral_arterial_disease", "severe"), ("patient_refusal", "true"),
     ("balloon.in_place", "true"), ("descending_aortic_stent", "suspected"), ("ar.onset", "acute")],
)  # fmt: skip
def test_what_is_there_does_not_grow_old(name, value):
    assert of_sheet(name, value, OLD).value is not None


@pytest.mark.parametrize(
    ("age", "time", "hours"),
    [("2 h", "2026-11-24T10:00Z", 4), ("30 min", "2026-11-23T12:00Z", 24.5), ("2 h", "2026-11-24T12:03Z", 2)],
)
def test_an_age_grows_from_its_time_on(age, time, hours):
    assert of_sheet("echo.age", age, time).value == pytest.approx(hours)


@pytest.mark.parametrize("time", ["2015-01-01", "2026-11-20", "2026-10", "0001"])
def test_an_age_of_long_ago_is_old(time):
    found = screen(merged([*facts(NO_LEAK), *SHEET.without("echo.age"), of_sheet("echo.age", "2 h", time)]))
    assert found.verdict == "data_needed"
    assert any(reason.rule.id == "ECHO-STALE" for reason in found.reasons)


def test_an_age_of_the_future_is_not_believed():
    found = of_sheet("echo.age", "2 h", "2027-01-01")
    assert found.value is None
    assert "in the future" in found.reason


def test_a_denial_has_to_be_a_word_of_its_fact():
    text = "words: {finding: [absent, present]}\nfacts:\n  x: {title: x, words: finding, denied_for: {gone: 1}}\n"
    with pytest.raises(Exception, match="denied_for names gone"):
        parse_vocabulary(text)


def test_a_severe_leak_of_today_stands_beside_a_narrow_denial():
    found, _ = judged("ar.grade", graded("severe"), refuted(LEAK, text="Acute AR"), leak=None)
    assert found.verdict == "contraindicated"
