"""Facts of a FHIR R4 bundle, read tolerantly: what is not understood stays unknown, what is malformed is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from diastole.errors import InputError
from diastole.screening import fhir_codes as codes
from diastole.screening.facts import AHEAD, Facts, Finding, Quantity, admit, merged
from diastole.screening.fhir_bundle import Node, Resource, read_bundle
from diastole.screening.vocabulary import fact_kind

WITHDRAWN = ("entered-in-error", "cancelled")
FINAL = ("final", "amended", "corrected", "appended")
GONE = ("inactive", "remission", "resolved")
DOUBTED = ("unconfirmed", "provisional", "differential")


@dataclass(frozen=True)
class FromBundle:
    """What a bundle says, and what of it was not used."""

    facts: Facts
    notes: tuple[str, ...]


class _Reader:
    """Collects findings of one bundle."""

    def __init__(self, resources: tuple[Resource, ...], now: datetime):
        self.resources = resources
        self.now = now
        self.findings: list[Finding] = []
        self.notes: list[str] = []
        self.echoes: list[tuple[datetime | None, str]] = []

    def add(self, fact: str, given: object, resource: Resource, time: datetime | None) -> None:
        self.findings.append(admit(fact, given, source=resource.name, time=time, now=self.now))

    def unknown(self, fact: str, reason: str, resource: Resource, time: datetime | None) -> None:
        self.findings.append(Finding(fact, None, resource.name, reason, time))

    def note(self, resource: Resource, text: str) -> None:
        self.notes.append(f"{resource.name}: {text}")


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
    resources = read_bundle(raw, label)
    _refuse_two_patients(resources, label)
    reader = _Reader(resources, now)
    read = {
        "Observation": _observation, "Condition": _condition, "Procedure": _procedure,
        "DeviceUseStatement": _device_use, "DiagnosticReport": _report, "ServiceRequest": _order,
    }  # fmt: skip
    for resource in resources:
        if resource.type not in read:
            continue
        if resource.node.value.get("modifierExtension"):
            reader.note(resource, "not used, a modifierExtension may change its meaning")
        elif (status := resource.node.text("status")) in WITHDRAWN:
            reader.note(resource, f"not used, its status is {status}")
        else:
            reader.notes += codes.refused(resource.node.block("code"))
            read[resource.type](reader, resource)
    reader.findings += _echo(reader)
    return FromBundle(merged(reader.findings), tuple(reader.notes))


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


def _observation(reader: _Reader, resource: Resource) -> None:
    node = resource.node
    final, time = (
        node.needed("status") in FINAL,
        _time(node, "effectiveDateTime", "effectiveInstant", "effectivePeriod"),
    )
    if node.block("code") is None:
        raise node.problem("code", "is missing")
    for part in (node, *node.blocks("component")):
        for fact, given, reason in _values(part):
            if not final:
                given, reason = None, f"its status is {node.text('status')}"
            if given is None:
                reader.unknown(fact, reason, resource, time)
            else:
                reader.add(fact, given, resource, time)
            if final and fact in codes.BY_ECHO:
                reader.echoes.append((time, resource.name))


def _values(part: Node) -> Iterator[tuple[str, object, str]]:
    """Yield the facts of an observation or component: name, what was given, or None and why it says nothing."""
    for concept in codes.concepts(part.block("code")):
        if concept in codes.MEASURED:
            yield codes.MEASURED[concept], *_measured(part)
        elif concept in codes.GRADED:
            yield codes.GRADED[concept], *_severity(part)
        elif concept in codes.FOUND:
            flag = part.flag("valueBoolean")
            given = None if flag is None else "present" if flag else "absent"
            yield codes.FOUND[concept], given, "no value that is understood"


def _measured(part: Node) -> tuple[object, str]:
    block = part.block("valueQuantity")
    if block is None:
        return None, "no quantity"
    comparator = block.text("comparator")
    if comparator:
        return None, f"only a limit is given: {comparator} {block.number('value')}"
    found = codes.quantity(block)
    return (found, "") if found else (None, "a value or a unit is missing")


def _severity(part: Node) -> tuple[object, str]:
    if part.flag("valueBoolean") is False:
        return "none", ""
    found = codes.severity(part.block("valueCodeableConcept"))
    return (found, "") if found else (None, "the severity is not given")


def _condition(reader: _Reader, resource: Resource) -> None:
    node = resource.node
    time = _time(node, "recordedDate", "onsetDateTime")
    status = _status(node.block("clinicalStatus"))
    certainty = _status(node.block("verificationStatus"))
    if certainty in WITHDRAWN:
        reader.note(resource, f"not used, its verification status is {certainty}")
        return
    for concept in codes.concepts(node.block("code")):
        fact = codes.GRADED.get(concept) or codes.FOUND.get(concept)
        if fact is None:
            continue
        if certainty == "refuted":
            _refuted(reader, resource, concept, fact, time)
        elif status in GONE:
            reader.unknown(fact, f"recorded as {status}", resource, time)
        elif concept in codes.GRADED:
            _graded(reader, resource, fact, time, doubted=certainty in DOUBTED)
            if concept in codes.ACUTE and certainty not in DOUBTED:
                reader.add(codes.ACUTE[concept], "acute", resource, time)
        else:
            reader.add(fact, "suspected" if certainty in DOUBTED else "present", resource, time)


def _refuted(reader: _Reader, resource: Resource, concept: str, fact: str, time: datetime | None) -> None:
    """Take a refuted condition as absent only if its code means the whole of it, not one site or cause."""
    if codes.is_wide(resource.node.block("code"), concept):
        reader.add(fact, "none" if concept in codes.GRADED else "absent", resource, time)
    else:
        reader.note(resource, f"refutes one form of {concept} only")


def _graded(reader: _Reader, resource: Resource, fact: str, time: datetime | None, *, doubted: bool) -> None:
    """Take the severity; a condition without one says that there is something, not how much, and ages nothing."""
    found = codes.severity(resource.node.block("severity"))
    if found == "moderate_severe" and found not in fact_kind(fact).words:
        found = "severe"
    if doubted or found is None:
        reader.unknown(fact, "only suspected" if doubted else "recorded, the severity is not given", resource, None)
    else:
        reader.add(fact, found, resource, time)


def _procedure(reader: _Reader, resource: Resource) -> None:
    node = resource.node
    time, status = _time(node, "performedDateTime", "performedPeriod"), node.needed("status")
    if status not in ("completed", "in-progress"):
        reader.note(resource, f"not used, its status is {status}")
        return
    for concept in codes.concepts(node.block("code")):
        if concept in codes.ECHO and status == "completed":
            reader.echoes.append((time, resource.name))
        elif concept == codes.BALLOON_IN or (concept == codes.BALLOON_RUNS and status == "in-progress"):
            reader.add("balloon.in_place", True, resource, time)
        elif concept == codes.BALLOON_RUNS:
            reader.unknown("balloon.in_place", "assistance ended, a removal is not recorded", resource, time)
        elif concept == codes.BALLOON_OUT and status == "completed":
            reader.add("balloon.in_place", False, resource, time)


def _device_use(reader: _Reader, resource: Resource) -> None:
    node = resource.node
    status, device = node.needed("status"), node.block("device")
    if device is None or codes.BALLOON_DEVICE not in _device_concepts(reader, device):
        return
    time = _time(node, "timingDateTime", "timingPeriod", "recordedOn")
    if status in ("active", "completed", "stopped"):
        reader.add("balloon.in_place", status == "active", resource, time)
    elif status == "intended":
        reader.add("balloon.ordered", True, resource, time)


def _device_concepts(reader: _Reader, device: Node) -> tuple[str, ...]:
    """Return the concepts of a device that is referred to, or named by its code in place."""
    reference = device.text("reference") or ""
    for one in reader.resources:
        if one.type == "Device" and reference and reference in (one.full_url, one.name):
            return codes.concepts(one.node.block("type"))
    return codes.concepts(device.block("concept"))


def _report(reader: _Reader, resource: Resource) -> None:
    node = resource.node
    if node.needed("status") not in FINAL:
        reader.note(resource, f"not used, its status is {node.text('status')}")
    elif any(concept in codes.ECHO for concept in codes.concepts(node.block("code"))):
        time = _time(node, "effectiveDateTime", "effectivePeriod", "issued")
        reader.echoes.append((time, resource.name))


def _order(reader: _Reader, resource: Resource) -> None:
    if resource.node.needed("status") in ("draft", "active") and any(
        concept in (codes.BALLOON_IN, codes.BALLOON_RUNS) for concept in codes.concepts(resource.node.block("code"))
    ):
        reader.add("balloon.ordered", True, resource, _time(resource.node, "authoredOn"))


def _echo(reader: _Reader) -> list[Finding]:
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


def _status(concept: Node | None) -> str:
    """Return the code of a status; nothing if there is none."""
    coded = [] if concept is None else [coding.text("code") for coding in concept.blocks("coding")]
    return next((code for code in coded if code), "")


def _time(node: Node, *keys: str) -> datetime | None:
    """Return the first time that is given; of a period its end, or its start while it lasts."""
    for key in keys:
        if key.endswith("Period"):
            period = node.block(key)
            found = (period.time("end") or period.time("start")) if period else None
        else:
            found = node.time(key)
        if found:
            return found
    return None
