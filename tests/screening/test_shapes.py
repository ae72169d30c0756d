"""One record in every shape that FHIR comes in, and the parts of a bundle that say that there is more."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.screening.verdict import screen
from tests.screening import clean_record
from tests.screening.bundles import (
    ANEURYSM,
    DISSECTION,
    ECHO_REPORT,
    SEPSIS,
    bundle,
    bundle_of,
    concept,
    condition,
    graded,
    observation,
    procedure,
    report,
)  # fmt: skip
from tests.screening.clean_record import MINE, PATIENT

WIDTHS = (observation("79948-6", 7, "mm"), observation("79960-1", 0.05, "cm2", time=None))
CONDITIONS = (condition(DISSECTION), condition(ANEURYSM, certainty="refuted"))
FOUND = (graded("moderate"), graded("severe"), *WIDTHS, *CONDITIONS, ECHO_REPORT, procedure("33967"))
RECORD = [PATIENT, *({"id": f"r{number}", **MINE, **one} for number, one in enumerate(FOUND))]


def read(tree: object) -> PatientFacts:
    return clean_record.read(tree).facts


def parameters(resources):
    return {"resourceType": "Parameters", "parameter": [{"name": "r", "resource": one} for one in resources]}


def deep(resources):
    parts = [{"name": "p", "part": [{"name": "r", "resource": one}]} for one in resources]
    return {"resourceType": "Parameters", "parameter": parts}


def holding(resources, kind="Encounter"):
    return {"resourceType": kind, "id": kind, "contained": resources}


SHAPES = {
    "list": list,
    "nested": lambda resources: bundle(bundle(*resources, type="searchset")),
    "half and half": lambda resources: bundle(*resources[:4], bundle(*resources[4:], type="searchset")),
    "a bundle for each": lambda resources: bundle(*map(bundle, resources)),
    "parameters": lambda resources: bundle(parameters(resources)),
    "parameters alone": parameters,
    "parts of parameters": lambda resources: bundle(deep(resources)),
    "no wrapper": bundle_of,
    "contained": lambda resources: bundle(holding(resources)),
    "contained in one contained": lambda resources: bundle(holding([holding(resources, "Task")])),
    "responses": lambda resources: bundle_of(
        [{"resource": bundle(one, type="searchset"), "response": {"status": "200 OK"}} for one in resources],
        type="batch-response",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_record_says_the_same_in_every_shape(shape):
    plain, shaped = read(bundle(*RECORD)), read(SHAPES[shape](RECORD))
    assert shaped.findings.keys() == plain.findings.keys()
    for one in plain:
        found = shaped[one.fact]
        assert (found.value, set(found.values), found.doubted) == (one.value, set(one.values), one.doubted)


def test_a_record_says_the_same_one_resource_a_line():
    lines = "\n".join(json.dumps(one) for one in RECORD).encode()
    assert read(lines) == read(bundle(*RECORD))
    assert read(lines.replace(b"\n", b"\r\n\r\n")) == read(bundle(*RECORD))


@given(st.integers(0, 2**32))
def test_a_record_says_the_same_in_every_order_and_twice(seed):
    chance = random.Random(seed)
    mixed = chance.sample(RECORD, len(RECORD)) + chance.choices(RECORD, k=3)
    assert read(bundle(*mixed)) == read(bundle(*RECORD))


def unread(tree: object) -> str:
    """Return what of a record is named as not understood."""
    return read(tree)["record.unread"].source


@pytest.mark.parametrize(
    "more",
    [
        {"link": [{"relation": "next", "url": "x"}]}, {"link": {"relation": "next"}}, {"link": ["next"]},
        {"link": [{"relation": "self", "url": "x"}, {"relation": "previous", "url": "x"}]}, {"total": 50},
        {"total": "many"},
    ],
)  # fmt: skip
def test_that_there_is_more_is_named_and_keeps_from_none_found(more):
    for tree in (bundle(*RECORD, **more), bundle(bundle(*RECORD, **more)), bundle(bundle(**more), *RECORD)):
        assert "what the others hold is unknown" in unread(tree)


def outcome(severity):
    return {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": "processing"}]}


def order(kind="ServiceRequest", *, code=None, **more):
    return {"resourceType": kind, "status": "active", **({"code": code} if code else {}), **more}


GONE = bundle_of([{"resource": graded("mild"), "response": {"status": "410 Gone"}}])
ALONG = {"resource": PATIENT, "search": {"mode": "include"}}
ONLY_A_REASON = [
    order("Encounter", reasonCode=[concept(DISSECTION)]), order("MedicationRequest", reasonCode=[concept("I71.00")]),
    order(reasonCode=[concept(ANEURYSM)]),
    {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "X-ray"},
     "conclusionCode": [concept(SEPSIS)]},
    observation("2345-7", 5, "mmol/L", interpretation=[concept(DISSECTION)]),
    condition("195967001", evidence=[{"code": [concept(DISSECTION)]}]),
    condition("195967001", stage=[{"summary": concept(SEPSIS)}]),
    order("Procedure", status="completed", code={"text": "Visit"}, complication=[concept(DISSECTION)]),
]  # fmt: skip
NAMED = [  # what is said of it, what is read
    *(("which is not read here", bundle(one)) for one in ONLY_A_REASON),
    *((f"a {kind} is not read here", bundle({"resourceType": kind, "id": "x"})) for kind in (
        "Composition", "AllergyIntolerance", "ClinicalImpression", "Sketch", "Basic")),
    ("is not read", bundle(report(conclusion="Severe aortic regurgitation."))),
    ("is not read", bundle(report(note=[{"text": "The leak is severe after all"}]))),
    ("410 Gone", GONE),
    ("1 of 2 entries are here", bundle_of([ALONG, {"resource": graded("mild")}], type="searchset", total=2)),
    ("a query failed", bundle(*RECORD, outcome("error"))), ("a query failed", bundle(*RECORD, outcome("fatal"))),
]  # fmt: skip
QUIET = [
    *(bundle(*RECORD, **more) for more in (
        {"link": [{"relation": "self", "url": "x"}]}, {"total": len(RECORD)}, {"link": []}, {"total": 0})),
    bundle(*RECORD, outcome("warning")), bundle(condition(DISSECTION, evidence=[{"code": [concept(DISSECTION)]}])),
    bundle(report(conclusion="Good pictures.")), bundle(report(note=[{"text": "Done at the bedside"}])),
    bundle(order(code=concept("1"), reasonCode=[concept("48724000")])),  # a mitral leak is a reason for a pump
]  # fmt: skip


@pytest.mark.parametrize(("said", "tree"), NAMED)
def test_what_is_not_read_is_named(said, tree):
    assert said in unread(tree)


def test_an_entry_whose_answer_is_an_error_is_read_as_well():
    assert read(GONE)["ar.grade"].value == "mild"


@pytest.mark.parametrize("tree", QUIET)
def test_what_is_whole_or_known_not_to_matter_is_not_named(tree):
    assert "record.unread" not in read(tree).findings


@pytest.mark.parametrize("kind", ["Practitioner", "Coverage", "MedicationRequest", "Provenance", "FamilyMemberHistory"])
def test_a_kind_that_is_known_not_to_matter_says_nothing(kind):
    assert read(bundle({"resourceType": kind, "id": "x"})).findings == {}


@pytest.mark.parametrize(
    "subject",
    [
        "Patient/p1", "Patient/p1/_history/7", "http://ehr.org/fhir/Patient/p1", "https://EHR.org/fhir/Patient/p1/",
        "http://ehr.org/fhir/Patient/p1/_history/2", "urn:uuid:AB", "urn:uuid:ab", "#p", "Patient?identifier=x|1",
    ],
)  # fmt: skip
def test_a_patient_is_one_however_referred_to(subject):
    patient = {**PATIENT, "identifier": [{"system": "x", "value": "1"}]}
    leak = {"id": "a", **graded("severe"), "subject": {"reference": subject}}
    about = (leak, {"id": "b", **procedure("33967"), **MINE})
    entries = [{"fullUrl": "urn:uuid:ab", "resource": patient}, *({"resource": one} for one in about)]
    found = read(bundle_of(entries))
    assert found["ar.grade"].value == "severe"
    assert "record.unread" not in found.findings


def about(subject):
    return graded("severe", subject={"reference": subject})


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        *(((PATIENT, about(subject)), "2 patients") for subject in (
            "Patient/p2", "http://ehr.org/fhir/Patient/p2/_history/1", "urn:uuid:cd")),
        ((about("Patient/p1"), about("Patient/p2")), "2 patients"),
        ((PATIENT, {**PATIENT, "id": "p2"}), "2 patients: Patient/p1, Patient/p2"),
    ],
)  # fmt: skip
def test_two_patients_are_refused_however_referred_to(resources, said):
    with pytest.raises(InputError, match=said):
        read(bundle(*resources))


@pytest.mark.parametrize("subject", ["Device/d", "Location/icu", "Group/g", "http://ehr.org/fhir/Device/d/_history/1"])
def test_what_is_about_something_else_says_nothing_of_the_patient_and_is_named(subject):
    found = read(bundle(PATIENT, {"id": "x", **graded("mild"), "subject": {"reference": subject}}))
    assert found["ar.grade"].reason == "not given"
    assert "it is about" in found["record.unread"].source
    noise = observation("2345-7", 5, "mmol/L") | {"subject": {"reference": subject}}
    assert read(bundle(PATIENT, noise)).findings == {}


def test_two_spellings_of_a_patient_keep_from_none_found_and_hide_no_alarm():
    tree = bundle(PATIENT, {**graded("severe"), "subject": {"reference": "Patient/P1"}})
    assert "may be two" in read(tree)["record.unread"].source
    assert screen(read(tree)).verdict == "contraindicated"
