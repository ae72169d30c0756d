"""One record in every shape that FHIR comes in, and the parts of a bundle that say that there is more."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.fhir.bundle_facts import bundle_facts
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import (
    ECHO_REPORT,
    ICD,
    NOW,
    SCT,
    concept,
    condition,
    graded,
    observation,
    procedure,
)

PATIENT = {"resourceType": "Patient", "id": "p1"}
RECORD = [
    PATIENT,
    *(
        {"id": f"r{number}", "subject": {"reference": "Patient/p1"}, **one}
        for number, one in enumerate(
            [
                graded("moderate"),
                graded("severe"),
                observation("79948-6", 7, "mm"),
                observation("79960-1", 0.05, "cm2", time=None),
                condition("308546005"),
                condition("67362008", certainty="refuted"),
                ECHO_REPORT,
                procedure("33967"),
            ]
        )
    ),
]


def read(tree: object) -> PatientFacts:
    return bundle_facts(json.dumps(tree).encode(), "x.json", NOW).facts


def bundle(resources, **more):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources], **more}


def parameters(resources):
    return {"resourceType": "Parameters", "parameter": [{"name": "r", "resource": one} for one in resources]}


def deep(resources):
    parts = [{"name": "p", "part": [{"name": "r", "resource": one}]} for one in resources]
    return {"resourceType": "Parameters", "parameter": parts}


def half_and_half(resources):
    half = len(resources) // 2
    return bundle([*resources[:half], bundle(resources[half:], type="searchset")])


SHAPES = {
    "list": list,
    "nested": lambda resources: bundle([bundle(resources, type="searchset")]),
    "half and half": half_and_half,
    "a bundle for each": lambda resources: bundle([bundle([one]) for one in resources]),
    "parameters": lambda resources: bundle([parameters(resources)]),
    "parameters alone": parameters,
    "parts of parameters": lambda resources: bundle([deep(resources)]),
    "no wrapper": lambda resources: {"resourceType": "Bundle", "entry": resources},
    "contained in one contained": lambda resources: bundle(
        [{"resourceType": "Encounter", "id": "e", "contained": [
            {"resourceType": "Task", "id": "t", "contained": resources}]}]
    ),
    "contained": lambda resources: bundle([{"resourceType": "Encounter", "id": "e", "contained": resources}]),
    "responses": lambda resources: {
        "resourceType": "Bundle", "type": "batch-response",
        "entry": [{"resource": bundle([one], type="searchset"), "response": {"status": "200 OK"}} for one in resources],
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_record_says_the_same_in_every_shape(shape):
    plain, shaped = read(bundle(RECORD)), read(SHAPES[shape](RECORD))
    assert shaped.findings.keys() == plain.findings.keys()
    for one in plain:
        found = shaped[one.fact]
        assert (found.value, set(found.values), found.doubted) == (one.value, set(one.values), one.doubted)


def test_a_record_says_the_same_one_resource_a_line():
    lines = "\n".join(json.dumps(one) for one in RECORD).encode()
    assert bundle_facts(lines, "x.ndjson", NOW).facts == read(bundle(RECORD))
    assert bundle_facts(lines.replace(b"\n", b"\r\n\r\n"), "x.ndjson", NOW).facts == read(bundle(RECORD))


@given(st.integers(0, 2**32))
def test_a_record_says_the_same_in_every_order_and_twice(seed):
    chance = random.Random(seed)
    mixed = chance.sample(RECORD, len(RECORD)) + chance.choices(RECORD, k=3)
    assert read(bundle(mixed)) == read(bundle(RECORD))


@pytest.mark.parametrize(
    "more",
    [
        {"link": [{"relation": "next", "url": "x"}]},
        {"link": [{"relation": "self", "url": "x"}, {"relation": "previous", "url": "x"}]},
        {"link": {"relation": "next"}},
        {"link": ["next"]},
        {"total": 50},
        {"total": "many"},
    ],
)
def test_that_there_is_more_is_named_and_keeps_from_none_found(more):
    for tree in (bundle(RECORD, **more), bundle([bundle(RECORD, **more)]), bundle([bundle([], **more), *RECORD])):
        assert "what the others hold is unknown" in read(tree)["record.unread"].source


@pytest.mark.parametrize(
    "more",
    [
        {"link": [{"relation": "self", "url": "x"}]},
        {"total": len(RECORD)},
        {"link": []},
        {"total": 0},
    ],
)
def test_a_whole_answer_is_whole(more):
    assert "record.unread" not in read(bundle(RECORD, **more)).findings


def test_an_entry_whose_answer_is_an_error_is_named_also_with_a_resource():
    tree = {"resourceType": "Bundle", "entry": [{"resource": graded("mild"), "response": {"status": "410 Gone"}}]}
    assert "410 Gone" in read(tree)["record.unread"].source
    assert read(tree)["ar.grade"].value == "mild"


def test_what_came_along_with_an_answer_is_not_counted_as_found():
    along = {"resource": PATIENT, "search": {"mode": "include"}}
    tree = {"resourceType": "Bundle", "type": "searchset", "total": 2, "entry": [along, {"resource": graded("mild")}]}
    assert "1 of 2 entries are here" in read(tree)["record.unread"].source


@pytest.mark.parametrize(("severity", "named"), [("error", True), ("fatal", True), ("warning", False)])
def test_a_query_that_failed_leaves_unknown_what_it_would_have_found(severity, named):
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": "processing"}]}
    assert ("record.unread" in read(bundle([*RECORD, outcome])).findings) is named


@pytest.mark.parametrize("kind", ["Composition", "AllergyIntolerance", "ClinicalImpression", "Sketch", "Basic"])
def test_a_kind_that_is_not_read_is_named(kind):
    assert f"a {kind} is not read here" in read(bundle([{"resourceType": kind, "id": "x"}]))["record.unread"].source


@pytest.mark.parametrize("kind", ["Practitioner", "Coverage", "MedicationRequest", "Provenance", "FamilyMemberHistory"])
def test_a_kind_that_is_known_not_to_matter_says_nothing(kind):
    assert read(bundle([{"resourceType": kind, "id": "x"}])).findings == {}


@pytest.mark.parametrize(
    "where",
    [
        {"resourceType": "Encounter", "reasonCode": [concept(SCT, "308546005")]},
        {"resourceType": "MedicationRequest", "reasonCode": [concept(ICD, "I71.00")]},
        {"resourceType": "ServiceRequest", "status": "active", "reasonCode": [concept(SCT, "67362008")]},
        {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "X-ray"},
         "conclusionCode": [concept(SCT, "91302008")]},
        {**observation("2345-7", 5, "mmol/L"), "interpretation": [concept(SCT, "308546005")]},
        {**condition("195967001"), "evidence": [{"code": [concept(SCT, "308546005")]}]},
        {**condition("195967001"), "stage": [{"summary": concept(SCT, "91302008")}]},
        {"resourceType": "Procedure", "status": "completed", "code": {"text": "Visit"},
         "complication": [concept(SCT, "308546005")]},
    ],
)  # fmt: skip
def test_what_rules_ask_is_named_where_only_a_reason_says_it(where):
    assert "which is not read here" in read(bundle([where]))["record.unread"].source


def test_a_condition_that_names_itself_again_hides_nothing():
    again = {**condition("308546005"), "evidence": [{"code": [concept(SCT, "308546005")]}]}
    assert "record.unread" not in read(bundle([again])).findings


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"conclusion": "Severe aortic regurgitation."}, True),
        ({"note": [{"text": "The leak is severe after all"}]}, True),
        ({"conclusion": "Good pictures."}, False),
        ({"note": [{"text": "Done at the bedside"}]}, False),
    ],
)
def test_words_that_may_say_what_rules_ask_are_named(more, named):
    assert ("record.unread" in read(bundle([{**ECHO_REPORT, "id": "e", **more}])).findings) is named


def test_a_leak_of_the_mitral_valve_is_a_reason_for_a_pump_not_against_it():
    order = {"resourceType": "ServiceRequest", "status": "active", "code": concept(SCT, "1"),
             "reasonCode": [concept(SCT, "48724000")]}  # fmt: skip
    assert "record.unread" not in read(bundle([order])).findings


@pytest.mark.parametrize(
    "subject",
    [
        "Patient/p1", "Patient/p1/_history/7", "http://ehr.org/fhir/Patient/p1", "https://EHR.org/fhir/Patient/p1/",
        "http://ehr.org/fhir/Patient/p1/_history/2", "urn:uuid:AB", "urn:uuid:ab", "#p", "Patient?identifier=x|1",
    ],
)  # fmt: skip
def test_a_patient_is_one_however_referred_to(subject):
    tree = {
        "resourceType": "Bundle",
        "entry": [
            {"fullUrl": "urn:uuid:ab", "resource": {**PATIENT, "identifier": [{"system": "x", "value": "1"}]}},
            {"resource": {"id": "a", **graded("severe"), "subject": {"reference": subject}}},
            {"resource": {"id": "b", **procedure("33967"), "subject": {"reference": "Patient/p1"}}},
        ],
    }
    found = read(tree)
    assert found["ar.grade"].value == "severe"
    assert "record.unread" not in found.findings


@pytest.mark.parametrize("subject", ["Patient/p2", "http://ehr.org/fhir/Patient/p2/_history/1", "urn:uuid:cd"])
def test_two_patients_are_refused_however_referred_to(subject):
    with pytest.raises(InputError, match="2 patients"):
        read(bundle([PATIENT, {**graded("severe"), "subject": {"reference": subject}}]))


@pytest.mark.parametrize("subject", ["Device/d", "Location/icu", "Group/g", "http://ehr.org/fhir/Device/d/_history/1"])
def test_what_is_about_something_else_says_nothing_of_the_patient_and_is_named(subject):
    found = read(bundle([PATIENT, {"id": "x", **graded("mild"), "subject": {"reference": subject}}]))
    assert found["ar.grade"].reason == "not given"
    assert "it is about" in found["record.unread"].source
    noise = observation("2345-7", 5, "mmol/L") | {"subject": {"reference": subject}}
    assert read(bundle([PATIENT, noise])).findings == {}


def test_two_spellings_of_a_patient_keep_from_none_found_and_hide_no_alarm():
    tree = bundle([PATIENT, {**graded("severe"), "subject": {"reference": "Patient/P1"}}])
    assert "may be two" in read(tree)["record.unread"].source
    assert screen(read(tree)).verdict == "contraindicated"
