"""Prefetch: the queries whose results a client sends along, and the meaning of each result.

A result that was not supplied, a failed query, an empty result, one page of several and a whole result are kept apart;
only an empty result says that nothing is on record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from diastole.knowledge.evidence.codes import SYSTEMS, load_codes
from diastole.knowledge.fhir import coding as known
from diastole.knowledge.fhir.bundle import bundle_resources
from diastole.knowledge.fhir.resource import Node, Resource

PATIENT = "patient={{context.patientId}}"
ECHO_KEYS = ("echoObservations", "echoReports")
OPTIONAL = ("laboratory",)  # without it, its facts are unknown
ORDERS = "balloonOrders"  # on patient-view only; the order hooks send their orders


class NoResult(Enum):
    """The reasons why there are no resources under a key."""

    not_supplied = "the key is absent"
    query_failed = "the client's query failed"
    nothing_on_record = "the query had no results"


@dataclass(frozen=True)
class QueryResult:
    """The resources under a key; those of a result that is not whole are one page of several."""

    resources: tuple[Resource, ...]
    is_whole: bool


type Supplied = NoResult | QueryResult


def templates(hook: str) -> dict[str, str]:
    """Return the queries of a hook by their key."""
    queries = {
        "conditions": f"Condition?{PATIENT}",
        "echoObservations": f"Observation?{PATIENT}&code={_codes(_echo_concepts())}",
        "echoReports": f"DiagnosticReport?{PATIENT}&code={_codes(known.ECHO)}",
        "laboratory": f"Observation?{PATIENT}&code={_codes(known.LABORATORY)}",
        "procedures": f"Procedure?{PATIENT}",
        "devices": f"DeviceUseStatement?{PATIENT}",
    }
    if hook == "patient-view":
        queries[ORDERS] = f"ServiceRequest?{PATIENT}&status=active"
    return queries


def read_prefetch(hook: str, given: Mapping[str, dict[str, Any] | None]) -> dict[str, Supplied]:
    """Return what was supplied for each key of a hook; other keys are ignored.

    Raises
    ------
    InputError
        If a result is not a resource, with the place and the reason.
    """
    return {
        key: _supplied(given[key], f"prefetch.{key}") if key in given else NoResult.not_supplied
        for key in templates(hook)
    }


def _supplied(result: dict[str, Any] | None, place: str) -> Supplied:
    if result is None:
        return NoResult.nothing_on_record
    root = Node(result, place)
    if "resourceType" not in result and (wrapped := root.block("resource")):  # as drafts of the specification had it
        root = wrapped
    kind = root.needed("resourceType")
    if kind == "OperationOutcome":
        return NoResult.query_failed
    if kind != "Bundle":
        return QueryResult((Resource(kind, root, ""),), is_whole=True)
    resources = tuple(each for each in bundle_resources(root.value, place) if each.type != "OperationOutcome")
    if any(
        each.flaw and each.node.place == place for each in resources
    ):  # the bundle itself says that pages are missing
        return QueryResult(resources, is_whole=False)
    if any(not each.flaw for each in resources):
        return QueryResult(resources, is_whole=True)
    # A warning in place of results, or an empty bundle that is not a search result, says nothing about the record.
    is_empty = not resources and not root.blocks("entry") and root.text("type") == "searchset"
    return NoResult.nothing_on_record if is_empty else NoResult.query_failed


def _codes(concepts: Iterable[str]) -> str:
    """Return the codes of concepts as the value of a search by token."""
    table = load_codes()
    return ",".join(f"{SYSTEMS[code.system]}|{code.code}" for name in concepts for code in table.accepted(name))


def _echo_concepts() -> list[str]:
    """Return the measurements and the grades of valve disease that an echocardiography reports."""
    measured = [concept for concept, fact in known.MEASURED.items() if fact.startswith(("ar.", "mr."))]
    return measured + [concept for concept, fact in known.GRADED.items() if fact.endswith(".grade")]
