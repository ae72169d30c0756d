"""References to findings that the bundle does not hold, and diagnoses without a name: named."""

import pytest

from tests.screening.bundles import DISSECTION, SCT, concept, condition, observation, procedure, report
from tests.screening.clean_record import judged_with, verdict_with

HERE = {**condition("I10"), "id": "here"}
TTE = procedure("433236007")


def away(kind="Condition"):
    return {"reference": f"{kind}/away"}


def visit(**more):
    return {"resourceType": "Encounter", "status": "in-progress", **more}


AWAY = [
    *(report(result=[one]) for one in (
        away("Observation"), {"reference": "urn:uuid:11111111-1111-1111-1111-111111111111"}, {"reference": "#away"},
        {"identifier": {"value": "7"}})),
    observation("42148-7", hasMember=[away("Observation")]),
    observation("42148-7", hasMember=[{"reference": "http://other.org/fhir/Observation/7/_history/2"}]),
    TTE | {"report": [away("DiagnosticReport")]}, TTE | {"reasonReference": [away()]},
    TTE | {"complicationDetail": [away()]}, visit(diagnosis=[{"condition": away()}]),
    visit(reasonReference=[away("Observation")]),
    visit(diagnosis=[{"condition": {"type": "Condition", "identifier": {"value": "7"}}}]),
    {"resourceType": "EpisodeOfCare", "diagnosis": [{"condition": {**away(), "display": "Hypertension"}}]},
    {"resourceType": "Claim", "diagnosis": [{"diagnosisReference": away()}]},
    {"resourceType": "MedicationRequest", "reasonReference": [away()]},
    condition("I10", evidence=[{"detail": [away("Observation")]}]),
]  # fmt: skip
NOT_AWAY = [
    report(result=[{"reference": "Observation/leak"}]),
    report(result=[{"reference": "http://ehr.org/fhir/Observation/leak/_history/3"}]),
    report(result=[{"reference": "#in"}], contained=[{**observation("2951-2"), "id": "in"}]),
    report(basedOn=[away("ServiceRequest")], specimen=[away("Specimen")]),
    report(encounter=away("Encounter"), imagingStudy=[away("ImagingStudy")]),
    TTE | {"partOf": [away("Procedure")], "performer": [{"actor": away("Practitioner")}]},
    observation("2951-2", derivedFrom=[away("Observation")]),
    visit(diagnosis=[{"condition": {"reference": "Condition/here"}}], location=[{"location": away("Location")}]),
    visit(diagnosis=[{"condition": {"reference": "Condition/here"}, "use": concept("AD", "urn:role")}]),
    {"resourceType": "MedicationRequest", "medicationReference": away("Medication"), "requester": away("Device")},
]


@pytest.mark.parametrize(
    ("more", "named"), [*((one, True) for one in AWAY), *((one, False) for one in NOT_AWAY)], ids=str
)
def test_a_finding_that_is_not_here_is_named(more, named):
    found, record = judged_with(HERE, more)
    assert found.verdict == ("data_needed" if named else "none_found")
    assert any("which is not here" in note for note in record.notes) == named


@pytest.mark.parametrize(
    ("reason", "right"),
    [
        (concept("12345678"), "data_needed"),
        (concept("I71"), "data_needed"),
        (concept("A1", "urn:own"), "data_needed"),
        ({"text": "расслоение аорты"}, "data_needed"),
        ({"coding": [{"display": "主动脉夹层"}]}, "data_needed"),
        ({"coding": [{"system": SCT, "code": "12345678", "display": "Chest pain"}]}, "none_found"),
        (concept("E11.9"), "none_found"),
        (concept("195967001"), "none_found"),
        (concept("b", "http://terminology.hl7.org/CodeSystem/reason-medication-given"), "none_found"),
        ({"text": "Follow-up"}, "none_found"),
        ({}, "none_found"),
    ],
    ids=str,
)
def test_a_reason_that_is_neither_known_nor_named_may_be_any(reason, right):
    order = {"resourceType": "ServiceRequest", "status": "active", "code": concept("24323-8")}
    for more in (visit(reasonCode=[reason]), {**order, "reasonCode": [reason]}, {**TTE, "complication": [reason]}):
        assert verdict_with(more) == right


def test_a_history_of_relatives_that_is_one_of_the_patient_is_named():
    history = {"resourceType": "FamilyMemberHistory", "condition": [{"code": concept(DISSECTION)}]}
    assert verdict_with(history) == "none_found"
    own = {**history, "relationship": {"coding": [{"code": "ONESELF"}]}}
    assert verdict_with(own) == "data_needed"


@pytest.mark.parametrize(
    ("reason", "right"), [({"text": "aortic dissection"}, "data_needed"), ({"text": "Heart failure"}, "none_found")]
)
def test_the_reason_of_a_care_team_counts_and_its_members_do_not(reason, right):
    team = {
        "resourceType": "CareTeam",
        "participant": [{"member": {"display": "Dr. Valverde"}}],
        "reasonCode": [reason],
    }
    assert verdict_with(team) == right


PDF = {"presentedForm": [{"contentType": "application/pdf", "url": "Binary/1"}]}
LETTER = {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "Discharge summary"}}
PANEL = {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "Blood count"}}
SODIUM = {**observation("2951-2"), "id": "sodium"}


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ({**LETTER, **PDF}, "data_needed"),
        ({**LETTER, "presentedForm": [{"contentType": "text/plain", "data": "%%%"}]}, "data_needed"),
        ({**LETTER, "presentedForm": [{"contentType": "text/plain", "url": "Binary/1"}]}, "data_needed"),
        ({**LETTER, "presentedForm": [{"contentType": "text/plain", "data": "U3RhYmxlLg=="}]}, "none_found"),
        ({**PANEL, **PDF}, "data_needed"),
        ({**PANEL, **PDF, "result": [{"reference": "Observation/sodium"}]}, "none_found"),
        ({**PANEL, **PDF, "result": [{"reference": "Observation/sodium"}, away("Observation")]}, "data_needed"),
        ({"resourceType": "Communication", "payload": [{"contentAttachment": {"url": "x"}}]}, "data_needed"),
        ({"resourceType": "Task", "focus": away("Observation")}, "data_needed"),
        ({**TTE, "outcome": concept("12345678")}, "data_needed"),
    ],
    ids=str,
)
def test_an_attachment_is_the_print_of_results_or_is_named(more, right):
    assert verdict_with(SODIUM, more) == right
