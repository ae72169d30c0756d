"""References to findings that the bundle does not hold, and diagnoses without a known code or a name."""

from collections.abc import Mapping
from typing import Any

from diastole.errors import InputError
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.reader import Reader
from diastole.knowledge.fhir.references import target
from diastole.knowledge.fhir.resource import Node, Resource, blocks_within
from diastole.knowledge.fhir.texts import attachments
from diastole.knowledge.screening.mentions import foreign
from diastole.units import shown

FINDINGS = ("Condition", "DiagnosticReport", "Observation", "Procedure")  # kinds that may answer a rule
# Keys of findings: a reference under them matters, whatever its kind.
OF_FINDINGS = {
    "addresses", "complicationDetail", "diagnosis", "evidence", "hasMember", "reason", "reasonReference", "report",
    "result",
}  # fmt: skip
# Keys of earlier or ordered things, and of those that are read themselves.
OF_OTHERS = {
    "basedOn", "contained", "derivedFrom", "device", "extension", "partOf", "patient", "replaces", "subject",
    "triggeredBy",
}  # fmt: skip
HL7 = "terminology.hl7.org/"
DIAGNOSES = {  # keys of concepts that are diagnoses
    "complication", "concept", "conclusionCode", "diagnosisCodeableConcept", "outcome", "reasonCode", "statusReason",
}  # fmt: skip


def name_pointers(reader: Reader, resource: Resource) -> None:
    """Name references to findings that are not here, attachments, and diagnoses without a known code or a name."""
    if not _is_print(reader, resource):
        for kind in attachments(resource.node):
            reader.mark_unread(resource, f"an attachment, {shown(kind)}, is not read")
    for key, value in resource.node.value.items():
        if key in OF_OTHERS:
            continue
        for inner, block in blocks_within(value, key):
            if away := _away(reader, resource, block, of_findings=key in OF_FINDINGS):
                reader.mark_unread(
                    resource, f"points at {shown(away)}, which is not here, and what that says is unknown"
                )
            if inner in DIAGNOSES and (reason := _nameless(Node(block, f"{resource.node.place}.{key}"))):
                reader.mark_unread(resource, f"its {inner}: {reason}")
            if inner == "contentAttachment":
                reader.mark_unread(resource, "an attachment is not read")


def _is_print(reader: Reader, report: Resource) -> bool:
    """Return whether the attachment to a report is the print of its results, which are all in the bundle."""
    references = [result.text("reference") for result in report.node.blocks("result")]
    return bool(references) and all(each and reader.index.find(each, report) for each in references)


def _away(reader: Reader, resource: Resource, block: Mapping[str, Any], *, of_findings: bool) -> str:
    """Return the reference of a block to a finding that the bundle does not hold; empty if there is none."""
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
    """Return why a diagnosis is not understood: its code is unknown, and it has no name that could be searched.

    Codes of HL7 itself concern the handling of a record, such as why a drug was given; they name no disease.
    """
    try:
        systems = [coding.text("system") or "" for coding in concept.blocks("coding")]
        if any(not foreign(name) for name in codes.names(concept)) or any(HL7 in system for system in systems):
            return ""
        given = concept.value.get("coding") or concept.value.get("text")
        return codes.unread(concept) if given else ""
    except InputError as problem:
        return str(problem)
