"""Facts of a FHIR R4 bundle, read tolerantly: what is not understood stays unknown, what is malformed is refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from diastole.errors import InputError
from diastole.screening import fhir_codes as codes
from diastole.screening.facts import AHEAD, Facts, Finding, Quantity, admit, merged
from diastole.screening.fhir_bundle import Resource, read_bundle
from diastole.screening.fhir_conditions import read_condition
from diastole.screening.fhir_observations import read_observation
from diastole.screening.fhir_procedures import read_device_use, read_order, read_procedure, read_report
from diastole.screening.fhir_reader import WITHDRAWN, Reader

READ = {
    "Observation": read_observation,
    "Condition": read_condition,
    "Procedure": read_procedure,
    "DeviceUseStatement": read_device_use,
    "DiagnosticReport": read_report,
    "ServiceRequest": read_order,
}


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
    return resource_facts(read_bundle(raw, label), label, now)


def resource_facts(resources: tuple[Resource, ...], label: str, now: datetime) -> FromBundle:
    """Read the facts of resources; arguments and errors as of `bundle_facts`."""
    _refuse_two_patients(resources, label)
    reader = Reader(resources, now)
    for resource in resources:
        if resource.type in READ:
            _read(reader, resource)
    reader.findings += [*_echo(reader), *_unread(reader)]
    return FromBundle(merged(reader.findings), tuple(reader.notes))


def _read(reader: Reader, resource: Resource) -> None:
    status = resource.node.text("status")
    if resource.node.value.get("modifierExtension"):
        reader.note(resource, "not used, a modifierExtension may change its meaning")
    elif status in WITHDRAWN:
        reader.note(resource, f"not used, its status is {status}")
    else:
        reader.notes += codes.refused(resource.node.block("code"))
        READ[resource.type](reader, resource)


def _refuse_two_patients(resources: tuple[Resource, ...], label: str) -> None:
    """Refuse resources of different patients: their findings would be mixed."""
    named = {one.full_url: one.name for one in resources if one.type == "Patient" and one.full_url}
    patients = {one.name for one in resources if one.type == "Patient"}
    for resource in resources:
        subject = resource.node.block("subject")
        reference = subject.text("reference") if subject else None
        if reference:
            tail = "/".join(reference.split("/")[-2:])
            patients.add(named.get(reference, tail))
    if len(patients) > 1:
        raise InputError(f"{label} holds resources of {len(patients)} patients: {', '.join(sorted(patients)[:3])}")


def _unread(reader: Reader) -> list[Finding]:
    """Return that parts of the record were not understood, naming them; nothing where all was."""
    if not reader.unread:
        return []
    return [Finding("record.unread", True, "; ".join(dict.fromkeys(reader.unread)))]


def _echo(reader: Reader) -> list[Finding]:
    """Return whether there was an echocardiography, and the age of the newest; none at all says nothing."""
    if not reader.echoes:
        return []
    sources = ", ".join(dict.fromkeys(name for _, name in reader.echoes))
    found = [admit("echo.done", True, source=sources)]
    dated = [(time, name) for time, name in reader.echoes if time is not None]
    if dated:
        newest, name = max(dated)
        age = reader.now - newest
        hours = 0.0 if timedelta(0) > age >= -AHEAD else age / timedelta(hours=1)
        found.append(admit("echo.age", Quantity(hours, "h"), source=name))
    return found
