"""Denials: smaller than they look, twice denied, or too old. What they do not deny is asked for.

Each is judged beside a patient in whom the echocardiography found no leak, and a sheet that says nothing of the one
fact that is denied, so that "none found" means that the denial counted.
"""

from pathlib import Path

import pytest

from diastole.knowledge.fhir.bundle_facts import bundle_facts
from diastole.knowledge.rules.fact_definitions import parse_vocabulary, vocabulary
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.fact_sheet import read_facts, read_sheet
from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import (
    ECHO_REPORT,
    ICD,
    NOW,
    SCT,
    TODAY,
    bundle,
    concept,
    condition,
    graded,
    observation,
)  # fmt: skip

SHEET = read_sheet(Path(__file__).parent / "shared_cases" / "facts_clear.yaml", NOW)
LEAK, DISSECTION, ANEURYSM, SEPSIS, PAD = "60234000", "308546005", "67362008", "91302008", "840580004"
NO_LEAK = observation(LEAK, system=SCT, valueCodeableConcept=concept(SCT, "260413007"))
SEVERE = concept(SCT, "24484000")


def refuted(code, *displays, text=None, **more):
    coded = concept(SCT, code)
    for one, display in zip(coded["coding"], displays, strict=False):
        one["display"] = display
    return condition(code, certainty="refuted") | {"code": coded | ({"text": text} if text else {})} | more


def judged(fact, *more, leak=NO_LEAK):
    record = bundle_facts(bundle(*([leak] if leak else []), ECHO_REPORT, *more), "bundle.json", NOW)
    return screen(merged([*record.facts, *SHEET.without(fact)])), record


WHOLE = [
    (DISSECTION, "aortic_dissection", {}),
    (DISSECTION, "aortic_dissection", {"text": "Aortendissektion"}),
    (DISSECTION, "aortic_dissection", {"text": "Dissection of aorta (disorder)"}),
    (DISSECTION, "aortic_dissection", {"bodySite": [{"text": "Aortic structure"}]}),
    (DISSECTION, "aortic_dissection", {"onsetDateTime": "2026-11-24", "recorder": {"reference": "Practitioner/1"}}),
    (DISSECTION, "aortic_dissection", {"text": "Aortic dissection", "note": []}),
    (ANEURYSM, "aortic_aneurysm", {"text": "Aortic aneurysm"}),
    (SEPSIS, "sepsis", {"text": "Sepsis"}),
    (PAD, "peripheral_arterial_disease", {"text": "Peripheral arterial disease"}),
]
PARTS = [
    (DISSECTION, "aortic_dissection", {"bodySite": [{"text": "Ascending aorta"}]}),
    (DISSECTION, "aortic_dissection", {"bodySite": [concept(SCT, "54247002")]}),
    (DISSECTION, "aortic_dissection", {"text": "Type A aortic dissection"}),
    (DISSECTION, "aortic_dissection", {"text": "Aortendissektion Stanford A"}),
    (DISSECTION, "aortic_dissection", {"note": [{"text": "not type A; type B remains"}]}),
    (DISSECTION, "aortic_dissection", {"extension": [{"url": "urn:site", "valueString": "ascending"}]}),
    (DISSECTION, "aortic_dissection", {"stage": [{"summary": {"text": "type A"}}]}),
    (ANEURYSM, "aortic_aneurysm", {"text": "Thoracic aortic aneurysm"}),
    (ANEURYSM, "aortic_aneurysm", {"text": "Ruptured aortic aneurysm"}),
    (ANEURYSM, "aortic_aneurysm", {"text": "Bauchaortenaneurysma"}),
    (DISSECTION, "aortic_dissection", {"text": "Aortenbogendissektion"}),
    (ANEURYSM, "aortic_aneurysm", {"severity": SEVERE}),
    (SEPSIS, "sepsis", {"severity": SEVERE}),
    (SEPSIS, "sepsis", {"text": "Urosepsis"}),
    (PAD, "peripheral_arterial_disease", {"bodySite": [{"text": "left leg"}]}),
    (PAD, "peripheral_arterial_disease", {"severity": SEVERE}),
]


@pytest.mark.parametrize(("code", "fact", "more"), WHOLE)
def test_what_is_refuted_whole_is_denied(code, fact, more):
    found, record = judged(fact, refuted(code, **more))
    assert record.facts[fact].value in ("absent", "none")
    assert found.verdict == "none_found"


@pytest.mark.parametrize(("code", "fact", "more"), PARTS)
def test_a_site_form_or_degree_that_is_refuted_denies_that_only(code, fact, more):
    found, record = judged(fact, refuted(code, **more))
    assert record.facts[fact].value is None
    assert any("one form" in note for note in record.notes)
    assert found.verdict == "data_needed"


@pytest.mark.parametrize(
    "more",
    [{"severity": SEVERE}, {"text": "Severe aortic regurgitation"}, {"text": "Acute AR"}, {"text": "Paravalvular AR"}],
)
def test_a_leak_of_one_degree_that_is_refuted_is_no_grade(more):
    found, record = judged("ar.grade", refuted(LEAK, **more), leak=None)
    assert record.facts["ar.grade"].value is None
    assert found.verdict == "data_needed"
    assert judged("ar.grade", refuted(LEAK, text="Aortic valve regurgitation"), leak=None)[0].verdict == "none_found"


def test_a_second_code_of_one_form_narrows_what_is_refuted():
    both = {"coding": [*concept(SCT, DISSECTION)["coding"], *concept(ICD, "I71.010")["coding"]]}
    found, _ = judged("aortic_dissection", condition(DISSECTION, certainty="refuted") | {"code": both})
    assert found.verdict == "data_needed"


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True), ({"bodySite": {"text": "Aorta"}}, True), ({"method": {"text": "CT angiography"}}, True),
        ({"bodySite": {"text": "ascending aorta only"}}, False), ({"note": [{"text": "type B remains"}]}, False),
        ({"code": concept(SCT, DISSECTION) | {"text": "Dissection of the arch"}}, False),
        ({"code": concept(SCT, DISSECTION) | {"text": "No aortic dissection"}}, False),
    ],
)  # fmt: skip
def test_an_observation_denies_no_more_than_it_names(more, counts):
    denied = observation(DISSECTION, system=SCT, valueBoolean=False) | more
    found, record = judged("aortic_dissection", denied)
    assert record.facts["aortic_dissection"].value == ("absent" if counts else None)
    assert found.verdict == ("none_found" if counts else "data_needed")


def test_a_component_denies_no_more_than_the_site_of_the_whole():
    part = {"code": concept(SCT, DISSECTION), "valueBoolean": False}
    scan = {
        "resourceType": "Observation", "status": "final", "code": {"text": "Scan"}, "effectiveDateTime": TODAY,
        "bodySite": {"text": "arch"}, "component": [part],
    }  # fmt: skip
    assert judged("aortic_dissection", scan)[1].facts["aortic_dissection"].value is None


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True), ({"bodySite": {"text": "Aortic valve"}}, True), ({"note": [{"text": "Seen by Dr Ho"}]}, True),
        ({"code": concept(SCT, LEAK) | {"text": "AR by colour Doppler"}}, True),
        ({"code": concept(SCT, LEAK) | {"text": "Acute aortic regurgitation"}}, False),
        ({"code": concept(SCT, LEAK) | {"text": "Severe aortic regurgitation"}}, False),
        ({"code": concept(SCT, LEAK) | {"text": "Paravalvular regurgitation"}}, False),
        ({"bodySite": {"text": "non-coronary cusp"}}, False),
    ],
)  # fmt: skip
def test_a_leak_that_was_not_seen_in_one_form_is_not_none(more, counts):
    found, record = judged("ar.grade", leak=NO_LEAK | more)
    assert record.facts["ar.grade"].value == ("none" if counts else None)
    assert found.verdict == ("none_found" if counts else "data_needed")


@pytest.mark.parametrize(
    ("code", "twice"),
    [
        ({"text": "Absence of aortic regurgitation"}, True), ({"text": "Aorta without dissection"}, True),
        ({"coding": [{"system": SCT, "code": "57190000", "display": "No aortic dissection"}]}, True),
        ({"text": "Normal aorta"}, True), ({"text": "Aortendissektion ausgeschlossen"}, True),
        (concept(SCT, DISSECTION) | {"text": "No dissection"}, True), ({"text": "Keine Sepsis"}, True),
        ({"text": "Aortic aneurysm without rupture"}, False), ({"text": "Sepsis without shock"}, False),
        ({"text": "Nonrheumatic aortic insufficiency"}, False), ({"text": "Type A dissection"}, False),
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
        (observation(DISSECTION, system=SCT, valueBoolean=False, time=OLD), "aortic_dissection"),
        (observation(ANEURYSM, system=SCT, valueString="none", time="2024-03"), "aortic_aneurysm"),
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


@pytest.mark.parametrize(("name", "word", "hours"), DENIALS)
def test_a_dated_denial_of_a_sheet_grows_old_too(name, word, hours):
    def of(time):
        return read_facts({name: {"value": str(word).lower(), "time": time}}, "sheet", NOW)[name]

    assert of("2026-11-24T11:00Z").value == word
    assert of("2009-01-01").value is None
    assert of("2009-01-01").stale
    assert f"counts for {hours:g} h" in of("2009-01-01").reason


@pytest.mark.parametrize(
    ("name", "value"),
    [("aortic_dissection", "present"), ("peripheral_arterial_disease", "severe"), ("patient_refusal", "true"),
     ("balloon.in_place", "true"), ("descending_aortic_stent", "suspected"), ("ar.onset", "acute")],
)  # fmt: skip
def test_what_is_there_does_not_grow_old(name, value):
    found = read_facts({name: {"value": value, "time": OLD}}, "sheet", NOW)[name]
    assert found.value is not None


@pytest.mark.parametrize(
    ("age", "time", "hours"),
    [("2 h", "2026-11-24T10:00Z", 4), ("30 min", "2026-11-23T12:00Z", 24.5), ("2 h", "2026-11-24T12:03Z", 2)],
)
def test_an_age_grows_from_its_time_on(age, time, hours):
    found = read_facts({"echo.age": {"value": age, "time": time}}, "sheet", NOW)["echo.age"]
    assert found.value == pytest.approx(hours)


@pytest.mark.parametrize("time", ["2015-01-01", "2026-11-20", "2026-10", "0001"])
def test_an_age_of_long_ago_is_old(time):
    aged = read_facts({"echo.age": {"value": "2 h", "time": time}}, "sheet", NOW)
    echo = bundle_facts(bundle(NO_LEAK), "bundle.json", NOW).facts
    found = screen(merged([*echo, *SHEET.without("echo.age"), *aged]))
    assert found.verdict == "data_needed"
    assert any(reason.rule.id == "ECHO-STALE" for reason in found.reasons)


def test_an_age_of_the_future_is_not_believed():
    found = read_facts({"echo.age": {"value": "2 h", "time": "2027-01-01"}}, "sheet", NOW)["echo.age"]
    assert found.value is None
    assert "in the future" in found.reason


def test_a_denial_has_to_be_a_word_of_its_fact():
    text = "words: {finding: [absent, present]}\nfacts:\n  x: {title: x, words: finding, denied_for: {gone: 1}}\n"
    with pytest.raises(Exception, match="denied_for names gone"):
        parse_vocabulary(text)


def test_a_severe_leak_of_today_stands_beside_a_narrow_denial():
    found, _ = judged("ar.grade", graded("severe"), refuted(LEAK, text="Acute AR"), leak=None)
    assert found.verdict == "contraindicated"
