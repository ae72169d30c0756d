"""Facts of a FHIR R4 bundle: everything in it is understood, or named with its reason, or known not to matter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from diastole.errors import InputError
from diastole.screening import fhir_codes as codes
from diastole.screening import fhir_values as values
from diastole.screening.facts import AHEAD, Facts, Finding, Quantity, admit, listed, merged
from diastole.screening.fhir_bundle import IN_ERROR, read_bundle, withdrawn
from diastole.screening.fhir_conditions import read_condition
from diastole.screening.fhir_observations import read_observation
from diastole.screening.fhir_procedures import read_device_use, read_order, read_procedure, read_report
from diastole.screening.fhir_reader import Reader
from diastole.screening.fhir_references import PATIENT, Index, one_patient, subject_of
from diastole.screening.fhir_resource import Node, Resource
from diastole.screening.fhir_versions import current
from diastole.screening.spellings import names_a_rule
from diastole.screening.times import UNDATED
from diastole.units import shown

READ = {
    "Observation": read_observation,
    "Condition": read_condition,
    "Procedure": read_procedure,
    "DeviceUseStatement": read_device_use,
    "DiagnosticReport": read_report,
    "ServiceRequest": read_order,
}
# Known not to matter, unless they name by a code what a rule asks: who, where, with what, at what price; drugs; plans.
PASSED = {
    "Account", "Appointment", "AppointmentResponse", "AuditEvent", "BodyStructure", "CareTeam", "ChargeItem", "Claim",
    "ClaimResponse", "Communication", "CommunicationRequest", "Coverage", "Device", "DeviceDefinition", "DeviceMetric",
    "DeviceRequest", "Encounter", "Endpoint", "EpisodeOfCare", "ExplanationOfBenefit", "Goal", "Group",
    "HealthcareService", "Immunization", "ImmunizationRecommendation", "Invoice", "Location", "Medication",
    "MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement", "MessageHeader",
    "NutritionOrder", "OperationOutcome", "Organization", "OrganizationAffiliation", "Patient", "Person",
    "Practitioner", "PractitionerRole", "Provenance", "RelatedPerson", "Schedule", "Slot", "Specimen", "Subscription",
    "Substance", "SupplyDelivery", "SupplyRequest", "Task", "VisionPrescription",
}  # fmt: skip
OF_OTHERS = ("FamilyMemberHistory",)  # about relatives
GRADED_LEAKS = {"mild", "moderate", "moderate_severe", "severe"}
REASONS_FOR = ("mr.grade", "mr.onset")  # facts that are reasons for a pump, not against it


@dataclass(frozen=True)
class FromBundle:
    """What a bundle says, and what of it was not used."""

    facts: Facts
    notes: tuple[str, ...]


def bundle_facts(raw: bytes, label: str, now: datetime) -> FromBundle:
    """Read the facts of a bundle.

    Parameters
    ----------
    raw
        JSON in UTF-8.
    label
        What messages call it.
    now
        Moment of the judgement, with a time zone.

    Raises
    ------
    InputError
        If it is malformed or holds two patients; with the place and the reason.
    """
    resources, how = read_bundle(raw, label)
    found = resource_facts(resources, label, now)
    return FromBundle(found.facts, (how, *found.notes) if how else found.notes)


def resource_facts(resources: tuple[Resource, ...], label: str, now: datetime) -> FromBundle:
    """Read the facts of resources; arguments and errors as of `bundle_facts`."""
    counted, notes = current(resources)
    index = Index(counted)
    reader = Reader(index, now)
    reader.notes.update(dict.fromkeys(notes))
    doubt = one_patient(counted, index, label)
    if doubt:
        reader.leave(Resource("", Node({}, label), ""), doubt)
    for resource in counted:
        try:
            _read(reader, resource)
        except InputError as problem:
            reader.leave(resource, f"cannot be read, {problem}")
    reader.findings += [*_echo(reader), *_unread(reader)]
    return FromBundle(merged(reader.findings), tuple(reader.notes))


def _read(reader: Reader, resource: Resource) -> None:
    """Read a resource, or name why it is not."""
    node = resource.node
    if resource.flaw:
        reader.leave(resource, resource.flaw)
    elif withdrawn(resource):
        reader.note(resource, f"not used, its status is {IN_ERROR}")
    elif resource.type not in READ:
        _pass(reader, resource)
    elif node.value.get("modifierExtension") or node.value.get("implicitRules"):
        reader.leave(resource, "not used, a modifierExtension or implicitRules may change its meaning")
    elif other := _other_subject(reader, resource):
        named = codes.concepts(node.block("code"))
        (reader.leave if named else reader.note)(resource, f"not used, it is about {other}")
    else:
        reader.notes.update(dict.fromkeys(codes.refused(node.block("code"))))
        READ[resource.type](reader, resource)
        _mentions(reader, resource)
        _free_texts(reader, resource)


def _pass(reader: Reader, resource: Resource) -> None:
    """Pass over a resource of a kind that is not read, unless it may say what a rule asks."""
    if resource.type in OF_OTHERS:
        return
    if resource.type in PASSED:
        _mentions(reader, resource)
    else:
        reader.leave(resource, f"a {shown(resource.type)} is not read here")


def _mentions(reader: Reader, resource: Resource) -> None:
    """Name what rules ask and a resource names beside what is read of it, such as the reason of an encounter."""
    node = resource.node
    parts = [value for key, value in node.value.items() if key not in ("code", "contained")]
    named = {_asked(coding) for coding in _codings(parts, node.place)} - {""}
    if resource.type in READ and named:
        named -= {one for part in (node, *node.blocks("component")) for one in codes.concepts(part.block("code"))}
    if named:
        reader.leave(resource, f"names {', '.join(sorted(named)).replace('_', ' ')}, which is not read here")


def _free_texts(reader: Reader, resource: Resource) -> None:
    """Name a conclusion or a note in words that may say what rules ask."""
    notes = resource.node.value.get("note")
    given = [resource.node.value.get("conclusion")]
    given += [one.get("text") for one in notes if isinstance(one, dict)] if isinstance(notes, list) else []
    for text in given:
        if isinstance(text, str) and (names_a_rule(text, value=True) or values.mentioned(text) & GRADED_LEAKS):
            reader.leave(resource, f"its text '{shown(text)}' is not read")


def _asked(coding: Node) -> str:
    """Return the concept of a code, if it is one whose presence or grade speaks against a pump."""
    try:
        found = codes.meaning(coding)
    except InputError:
        return ""
    fact = (codes.FOUND.get(found.concept) or codes.GRADED.get(found.concept)) if found else None
    return found.concept if found and fact and fact not in REASONS_FOR else ""


def _codings(parts: list[object], place: str) -> Iterator[Node]:
    """Walk through the codes inside a resource."""
    waiting = list(parts)
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            if "code" in one and "system" in one:
                yield Node(one, place)
            waiting += one.values()


def _other_subject(reader: Reader, resource: Resource) -> str:
    """Return what a resource is about, if that is not the patient."""
    if resource.type == "Observation" and resource.node.value.get("focus"):
        return "something else, its focus"
    about = subject_of(resource, reader.index)
    if about is None and resource.inside is not None:
        about = subject_of(resource.inside, reader.index)
    return about.name if about and about.type != PATIENT else ""


def _unread(reader: Reader) -> list[Finding]:
    """Return that parts of the record were not understood, naming them; nothing where all was."""
    return [Finding("record.unread", True, listed(reader.unread, "; "))] if reader.unread else []


def _echo(reader: Reader) -> list[Finding]:
    """Return whether there was an echocardiography, and the age of the newest; none at all says nothing."""
    if not reader.echoes:
        return []
    found = [admit("echo.done", True, source=listed(sorted(name for _, name in reader.echoes), ", "))]
    dated = [(time, name) for time, name in reader.echoes if time.earliest > UNDATED.earliest]
    past = [(time, name) for time, name in dated if time.earliest - reader.now <= AHEAD]
    if past:
        newest, name = max(past, key=lambda one: (one[0].earliest, one[1]))
        hours = max(0.0, (reader.now - newest.earliest) / timedelta(hours=1))
        found.append(admit("echo.age", Quantity(hours, "h"), source=name))
    else:
        time, name = (dated or reader.echoes)[0]
        reason = f"dated {time.said}, in the future" if dated else f"its time is not known: {time.said}"
        found.append(Finding("echo.age", None, name, reason))
    return found
