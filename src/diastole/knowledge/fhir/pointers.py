"""References to what the bundle does not hold, and diagnoses that neither a code nor a name tells."""

from collections.abc import Iterator
from typing import Any

from diastole.errors import InputError
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.reader import Reader
from diastole.knowledge.fhir.references import target
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.fhir.texts import attachments
from diastole.knowledge.screening.mentions import foreign
from diastole.units import shown

FINDINGS = ("Condition", "DiagnosticReport", "Observation", "Procedure")  # kinds that may say what a rule asks
# Keys of what was found: what stands there matters, of whatever kind it says that it is.
OF_FINDINGS = {
    "addresses", "complicationDetail", "diagnosis", "evidence", "hasMember", "reason", "reasonReference", "report",
    "result",
}  # fmt: skip
# Keys of what came before, was asked for, or is read itself.
OF_OTHERS = {
    "basedOn", "contained", "derivedFrom", "device", "extension", "partOf", "patient", "replaces", "subject",
    "triggeredBy",
}  # fmt: skip
HL7 = "terminology.hl7.org/"
DIAGNOSES = {  # keys of concepts that say what a patient has
    "complication", "concept", "conclusionCode", "diagnosisCodeableConcept", "outcome", "reasonCode", "statusReason",
}  # fmt: skip


def name_pointers(reader: Reader, resource: Resource) -> None:
    """Name references to findings that are not here, attachments, and diagnoses without a known code or a name."""
    if not _is_print(reader, resource):
        for kind in attachments(resource.node):
            reader.leave(resource, f"an attachment, {shown(kind)}, is not read")
    for key, value in resource.node.value.items():
        if key in OF_OTHERS:
            continue
        for inner, block in _blocks(key, value):
            if away := _away(reader, resource, block, of_findings=key in OF_FINDINGS):
                reader.leave(resource, f"points at {shown(away)}, which is not here, and what that says is unknown")
            if inner in DIAGNOSES and (strange := _nameless(Node(block, f"{resource.node.place}.{key}"))):
                reader.leave(resource, f"its {inner}: {strange}")
            if inner == "contentAttachment":
                reader.leave(resource, "an attachment is not read")


def _is_print(reader: Reader, report: Resource) -> bool:
    """Tell whether what is attached to a report is the print of its results, which all stand here."""
    results = [one.text("reference") for one in report.node.blocks("result")]
    return bool(results) and all(one and reader.index.find(one, report) for one in results)


def _blocks(key: str, value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk through the blocks under a key, each with the key that it stands under."""
    waiting = [(key, value)]
    while waiting:
        at, one = waiting.pop()
        if isinstance(one, dict):
            yield at, one
            waiting += one.items()
        elif isinstance(one, list):
            waiting += [(at, item) for item in one]


def _away(reader: Reader, resource: Resource, block: dict[str, Any], *, of_findings: bool) -> str:
    """Return what a block refers to, if that is a finding that the bundle does not hold."""
    reference, identifier = block.get("reference"), block.get("identifier")
    if isinstance(reference, str) and reference.strip():
        if reader.index.find(reference, resource):
            return ""
        pointed = target(reference)
        kind = (pointed.type if pointed else "") or block.get("type")
        return reference if kind in FINDINGS or (of_findings and not kind) else ""
    named = isinstance(identifier, dict) and block.get("type", FINDINGS[0]) in FINDINGS
    return f"'{identifier.get('value')}'" if of_findings and named and isinstance(identifier, dict) else ""


def _nameless(concept: Node) -> str:
    """Return why a diagnosis is not understood: a code that is not known, without a name that could be searched.

    Codes of HL7 itself are of what is done with a record, such as why a drug was given; they name no disease.
    """
    try:
        systems = [one.text("system") or "" for one in concept.blocks("coding")]
        if any(not foreign(name) for name in codes.names(concept)) or any(HL7 in system for system in systems):
            return ""
        given = concept.value.get("coding") or concept.value.get("text")
        return codes.unread(concept) if given else ""
    except InputError as problem:
        return str(problem)
