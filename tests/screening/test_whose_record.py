"""The subject of a resource without a reference: the patient, another person, or unknown."""

import pytest

from tests.screening.bundles import DISSECTION, bundle_of, concept, condition, graded
from tests.screening.clean_record import NO_LEAK, PATIENT, clean, judged_with, verdict, verdict_with

MRN = {"system": "urn:mrn", "value": "111"}
JANE = {**PATIENT, "identifier": [MRN], "name": [{"family": "Doe", "given": ["Jane", "Ann"], "prefix": ["Ms."]}]}


BARE = {key: value for key, value in NO_LEAK.items() if key != "subject"}


def leak_of(**subject):
    return {**NO_LEAK, "subject": subject}


def contained(**person):
    inner = {"resourceType": "Patient", "id": "px", **person}
    return {**leak_of(reference="#px"), "contained": [inner]}


NUMBER = {**MRN, "value": "999"}
OTHERS = [
    (leak_of(identifier=NUMBER), "another patient, '999'"),
    (leak_of(identifier=NUMBER, display="Jane Doe"), "another patient, '999'"),
    (leak_of(reference="Patient?identifier=urn:mrn|999"), "another patient"),
    (contained(identifier=[NUMBER]), "another patient, '999'"),
    *((leak, "may be another") for leak in (
        leak_of(identifier={"system": "urn:insurance", "value": "111"}), leak_of(identifier={"value": "999"}),
        leak_of(reference="Patient?name=Doe"), leak_of(display="Baby boy of Doe"), leak_of(display="Baby of Jane Doe"),
        leak_of(display="John Doe"), contained(name=[{"text": "Somebody Else"}]))),
    (leak_of(type="Group", identifier=MRN), "it is about Group"),
    (leak_of(type="Device", display="Phantom"), "it is about Device"),
    (leak_of(type="Specimen"), "it is about Specimen"),
    ({**leak_of(reference="#g"), "contained": [{"resourceType": "Group", "id": "g"}]}, "it is about Group/g"),
]  # fmt: skip
JANES = [
    leak_of(identifier=MRN), leak_of(identifier={"value": "111"}), leak_of(identifier=MRN, display="J. D."),
    leak_of(reference="Patient?identifier=urn:mrn|111"), leak_of(display="Jane Doe"),
    leak_of(display="Ms. DOE, Jane Ann"), leak_of(reference="Patient/p1", display="Doe J., born 1950"),
    leak_of(type="Patient"), contained(), contained(identifier=[MRN]), contained(name=[{"text": "Jane Doe"}]), BARE,
]  # fmt: skip


@pytest.mark.parametrize(("leak", "said"), [*OTHERS, *((leak, "") for leak in JANES)], ids=str)
def test_the_patient_is_known_by_number_and_name_and_others_are_named(leak, said):
    found, record = judged_with(patient=JANE, leak=leak)
    assert found.verdict == ("data_needed" if said else "none_found")
    assert any(said in note for note in record.notes) == bool(said)


@pytest.mark.parametrize(
    ("subject", "right"),
    [
        ({"display": "Baby boy of Doe"}, "data_needed"),
        ({"type": "Group"}, "data_needed"),
        ({"identifier": NUMBER}, "data_needed"),
        ({"reference": "Patient/p1"}, "none_found"),
        ({"identifier": MRN}, "none_found"),
    ],
    ids=str,
)
def test_what_does_not_say_whom_is_about_whom_its_encounter_or_container_says(subject, right):
    visit = {"resourceType": "Encounter", "id": "visit", "status": "in-progress", "subject": subject}
    of_visit = {**BARE, "encounter": {"reference": "Encounter/visit"}}
    assert verdict_with(visit, patient=JANE, leak=of_visit) == right
    assert verdict_with(patient=JANE, leak={**visit, "contained": [BARE]}) == right


def test_what_may_be_about_somebody_else_hides_no_alarm():
    severe = {**graded("severe"), "subject": {"display": "Baby boy of Doe"}}
    assert verdict_with(patient=JANE, leak=severe) == "contraindicated"
    other = {**condition(DISSECTION), "subject": {"identifier": NUMBER}}
    found, _ = judged_with(other, patient=JANE)
    assert found.verdict == "data_needed"
    assert found.facts["aortic_dissection"].value == "absent"


@pytest.mark.parametrize("kind", ["replaces", "replaced-by", "seealso"])
@pytest.mark.parametrize("other", [{"reference": "Patient/p2"}, {"identifier": {"value": "7"}}, {}])
def test_another_record_of_the_patient_is_named(kind, other):
    patient = {**PATIENT, "link": [{"other": other, "type": kind}]}
    found, record = judged_with(patient=patient)
    assert found.verdict == "data_needed"
    assert any("has other records" in note for note in record.notes)


def test_a_person_of_two_patients_has_another_record():
    person = {"resourceType": "Person", "link": [{"target": {"reference": f"Patient/{one}"}} for one in ("p1", "p2")]}
    assert verdict_with(person) == "data_needed"
    person["link"] = person["link"][:1]
    assert verdict_with(person) == "none_found"


def test_a_relative_is_no_other_record():
    patient = {**PATIENT, "link": [{"other": {"reference": "RelatedPerson/mother"}, "type": "seealso"}]}
    assert verdict_with(patient=patient) == "none_found"


@pytest.mark.parametrize(("second", "right"), [("111", "none_found"), ("999", "data_needed")])
def test_without_a_patient_two_numbers_may_be_two_patients(second, right):
    every = clean({"resourceType": "Encounter", "type": [concept("1")]}, leak=leak_of(identifier=MRN))[1:]
    every[-1]["resource"]["subject"] = {"identifier": {**MRN, "value": second}}
    assert verdict(bundle_of(every)) == right
