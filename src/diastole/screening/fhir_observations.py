"""Observations of a FHIR bundle: quantities, grades and findings, also in components."""

from collections.abc import Iterator

from diastole.screening import fhir_codes as codes
from diastole.screening.fhir_bundle import Node, Resource
from diastole.screening.fhir_reader import FINAL, Reader, moment


def read_observation(reader: Reader, resource: Resource) -> None:
    """Read an observation and its components; what is not final is unknown."""
    node = resource.node
    status, time = node.needed("status"), moment(node, "effectiveDateTime", "effectiveInstant", "effectivePeriod")
    if node.block("code") is None:
        raise node.problem("code", "is missing")
    for part in (node, *node.blocks("component")):
        for fact, given, reason in _values(part):
            if status not in FINAL:
                reader.unknown(fact, f"its status is {status}", resource, time)
                continue
            if given is None:
                reader.unknown(fact, reason, resource, time)
            else:
                reader.add(fact, given, resource, time)
            if fact in codes.BY_ECHO:
                reader.echoes.append((time, resource.name))


def _values(part: Node) -> Iterator[tuple[str, object, str]]:
    """Yield the facts of an observation or component: name, what was given, or None and why it says nothing."""
    for concept in codes.concepts(part.block("code")):
        if concept in codes.MEASURED:
            yield codes.MEASURED[concept], *_measured(part)
        elif concept in codes.GRADED:
            yield codes.GRADED[concept], *_graded(part, concept)
        elif concept in codes.FOUND:
            yield codes.FOUND[concept], *_found(part, concept)


def _measured(part: Node) -> tuple[object, str]:
    block = part.block("valueQuantity")
    if block is None:
        return None, "no quantity"
    comparator = block.text("comparator")
    if comparator:
        return None, f"only a limit is given: {comparator} {block.number('value')}"
    found = codes.quantity(block)
    return (found, "") if found else (None, "a value or a unit is missing")


def _graded(part: Node, concept: str) -> tuple[object, str]:
    if _denied(part, concept):
        return "none", ""
    found = codes.severity(part.block("valueCodeableConcept"))
    return (found, "") if found else (None, "the severity is not given")


def _found(part: Node, concept: str) -> tuple[object, str]:
    if _denied(part, concept):
        return "absent", ""
    return ("present", "") if part.flag("valueBoolean") else (None, "no value that is understood")


def _denied(part: Node, concept: str) -> bool:
    """Tell whether it is denied as a whole, and not one site or cause of it."""
    return part.flag("valueBoolean") is False and codes.is_wide(part.block("code"), concept)
