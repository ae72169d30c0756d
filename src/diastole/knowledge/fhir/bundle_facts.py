"""Facts of a FHIR R4 bundle: each part is understood, or named with the reason, or known not to matter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from diastole.errors import InputError
from diastole.files import read_file
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.bundle import IN_ERROR, read_bundle, withdrawn
from diastole.knowledge.fhir.diagnoses import read_condition
from diastole.knowledge.fhir.identity import (
    doubted_person,
    is_of_oneself,
    linked_records,
    other_person,
    says_whom,
    several_persons,
)
from diastole.knowledge.fhir.observations import read_observation
from diastole.knowledge.fhir.pointers import name_pointers
from diastole.knowledge.fhir.procedures import read_device, read_device_use, read_order, read_procedure, read_report
from diastole.knowledge.fhir.reader import Reader
from diastole.knowledge.fhir.references import PATIENT, Index, one_patient, subject_of
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.fhir.strict_json import LARGEST_FILE
from diastole.knowledge.fhir.texts import blocks_with
from diastole.knowledge.fhir.unread import name_codes, name_mentions
from diastole.knowledge.fhir.versions import current
from diastole.knowledge.rules.facts import Finding, PatientFacts, WrittenQuantity
from diastole.knowledge.rules.joining import listed, merged
from diastole.knowledge.rules.times import UNDATED
from diastole.knowledge.screening.admission import AHEAD, admit
from diastole.units import shown

READ = {
    "Observation": read_observation,
    "Condition": read_condition,
    "Procedure": read_procedure,
    "DeviceUseStatement": read_device_use,
    "DiagnosticReport": read_report,
    "ServiceRequest": read_order,
}
# Known not to matter unless they name what a rule asks: plans, actions, payments and means.
PASSED = {
    "Appointment", "BodyStructure", "CareTeam", "ChargeItem", "Claim", "ClaimResponse", "Communication",
    "CommunicationRequest", "Device", "DeviceRequest", "Encounter", "EpisodeOfCare", "ExplanationOfBenefit", "Goal",
    "Immunization", "ImmunizationRecommendation", "MedicationAdministration", "MedicationDispense", "MedicationRequest",
    "MedicationStatement", "NutritionOrder", "SupplyDelivery", "SupplyRequest", "Task", "VisionPrescription",
}  # fmt: skip
# Only the codes of these may matter; their words are names of persons, places and things.
NAMING = {
    "Account", "AppointmentResponse", "AuditEvent", "Coverage", "DeviceDefinition", "DeviceMetric",
    "Endpoint", "Group", "HealthcareService", "Invoice", "Location", "Medication", "MessageHeader", "OperationOutcome",
    "Organization", "OrganizationAffiliation", "Patient", "Person", "Practitioner", "PractitionerRole", "Provenance",
    "RelatedPerson", "Schedule", "Slot", "Specimen", "Subscription", "Substance",
}  # fmt: skip
OF_OTHERS = ("FamilyMemberHistory",)  # about relatives


@dataclass(frozen=True)
class FromBundle:
    """The facts of a bundle, with notes on the parts that were not used."""

    facts: PatientFacts
    notes: tuple[str, ...]


def facts_of_file(path: Path, now: datetime) -> FromBundle:
    """Read the facts of a file that holds a bundle.

    Raises
    ------
    InputError
        If the file cannot be read, and as `bundle_facts`.
    """
    try:
        raw = read_file(path, LARGEST_FILE)
    except FileNotFoundError:
        raise InputError(f"'{path}' cannot be read: it does not exist; give a FHIR bundle in JSON") from None
    return bundle_facts(raw, str(path), now)


def bundle_facts(raw: bytes, label: str, now: datetime) -> FromBundle:
    """Read the facts of a bundle.

    Parameters
    ----------
    raw
        JSON in UTF-8.
    label
        Name of the bundle in messages.
    now
        Moment of the judgement, with a time zone.

    Raises
    ------
    InputError
        If it is malformed or holds two patients; with the place and the reason.
    """
    resources, how = read_bundle(raw, label)
    result = resource_facts(resources, label, now)
    return FromBundle(result.facts, (how, *result.notes) if how else result.notes)


def resource_facts(resources: tuple[Resource, ...], label: str, now: datetime) -> FromBundle:
    """Read the facts of resources, with the arguments and errors of `bundle_facts`."""
    counted, notes = current(resources)
    index = Index(counted)
    reader = Reader(index, now)
    reader.notes.update(dict.fromkeys(notes))
    if doubt := one_patient(counted, index, label) or several_persons(counted, index):
        reader.mark_unread(Resource("", Node({}, label), ""), doubt)
    for resource in counted:
        try:
            _read(reader, resource)
        except InputError as problem:
            reader.mark_unread(resource, f"cannot be read, {problem}")
    reader.findings += _echo(reader)
    if reader.unread:
        reader.findings.append(Finding("record.unread", True, listed(reader.unread, "; ")))
    return FromBundle(merged(reader.findings), tuple(reader.notes))


def _read(reader: Reader, resource: Resource) -> None:
    """Read a resource, or name it with the reason."""
    node = resource.node
    if resource.flaw:
        reader.mark_unread(resource, resource.flaw)
    elif withdrawn(resource):
        reader.note(resource, f"not used, its status is {IN_ERROR}")
    elif resource.type not in READ:
        _pass(reader, resource)
    elif node.value.get("implicitRules") or any(True for _ in blocks_with(node, "modifierExtension")):
        reader.mark_unread(resource, "not used, a modifierExtension or implicitRules may change its meaning")
    elif other := _other_subject(reader, resource):
        named = codes.concepts(node.block("code"))
        (reader.mark_unread if named else reader.note)(resource, f"not used, it is about {other}")
    else:
        if doubt := doubted_person(says_whom(resource, reader.index), reader.index):
            reader.mark_unread(resource, doubt)
        reader.notes.update(dict.fromkeys(codes.refused(node.block("code"))))
        READ[resource.type](reader, resource)
        name_mentions(reader, resource, read=True)
        name_pointers(reader, resource)


def _pass(reader: Reader, resource: Resource) -> None:
    """Pass over a resource of a kind that is not read, unless it may answer a rule."""
    if resource.type in OF_OTHERS and not is_of_oneself(resource):
        return
    if resource.type in (PATIENT, "Person") and (linked := linked_records(resource, reader.index)):
        reader.mark_unread(resource, linked)
    if resource.type == "Device":
        read_device(reader, resource)
    if resource.type in PASSED:
        name_mentions(reader, resource, read=False)
        name_pointers(reader, resource)
    elif resource.type in NAMING:
        name_codes(reader, resource, read=False)
    else:
        reader.mark_unread(resource, f"a {shown(resource.type)} is not read here")


def _other_subject(reader: Reader, resource: Resource) -> str:
    """Return the subject of a resource, if that is not the patient."""
    if resource.type == "Observation" and resource.node.value.get("focus"):
        return "something else, its focus"
    who = says_whom(resource, reader.index)
    about = subject_of(who, reader.index)
    return about.name if about and about.type != PATIENT else other_person(who, reader.index)


def _echo(reader: Reader) -> list[Finding]:
    """Return that an echocardiography was done, and the age of the newest; no finding if none is recorded."""
    if not reader.echoes:
        return []
    done = admit("echo.done", True, source=listed(sorted(name for _, name in reader.echoes), ", "))
    dated = [(time, name) for time, name in reader.echoes if time.earliest > UNDATED.earliest]
    past = [(time.earliest, name) for time, name in dated if time.earliest - reader.now <= AHEAD]
    if past:
        newest, name = max(past)
        hours = max(0.0, (reader.now - newest) / timedelta(hours=1))
        return [done, admit("echo.age", WrittenQuantity(hours, "h"), source=name)]
    time, name = (dated or reader.echoes)[0]
    reason = f"dated {time.written}, in the future" if dated else f"its time is not known: {time.written}"
    return [done, Finding("echo.age", None, name, reason)]
