"""Prefetch: the queries whose answers a client sends along, and the meaning of each answer.

Nothing supplied, a query that failed, an empty answer, one page of several and a whole answer are five different things
and stay five types. Only an empty answer says that nothing is on record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from diastole.knowledge.evidence.codes import SYSTEMS, load_codes
from diastole.knowledge.fhir import coding as known
from diastole.knowledge.fhir.bundle import bundle_resources
from diastole.knowledge.fhir.resource import Node, Resource

PATIENT = "patient={{context.patientId}}"
ECHO_KEYS = ("echoObservations", "echoReports")
OPTIONAL = ("laboratory",)  # without it, what it would say is unknown and asked for
ORDERS = "balloonOrders"  # only a patient that is opened needs it; the order hooks bring their orders


@dataclass(frozen=True)
class NotSupplied:
    """The key is absent."""


@dataclass(frozen=True)
class QueryFailed:
    """The client asked its server and got no answer."""


@dataclass(frozen=True)
class NothingOnRecord:
    """The client asked its server, and there is nothing."""


@dataclass(frozen=True)
class OnePage:
    """Some of the answer: what is not in it is unknown."""

    resources: tuple[Resource, ...]


@dataclass(frozen=True)
class Whole:
    """The whole answer."""

    resources: tuple[Resource, ...]


type Supplied = NotSupplied | QueryFailed | NothingOnRecord | OnePage | Whole


def templates(hook: str) -> dict[str, str]:
    """Return the queries that a client is asked to send the answers of, by their key."""
    found = {
        "conditions": f"Condition?{PATIENT}",
        "echoObservations": f"Observation?{PATIENT}&code={_codes([*_echo_measures(), *_valve_grades()])}",
        "echoReports": f"DiagnosticReport?{PATIENT}&code={_codes(known.ECHO)}",
        "laboratory": f"Observation?{PATIENT}&code={_codes(known.LABORATORY)}",
        "procedures": f"Procedure?{PATIENT}",
        "devices": f"DeviceUseStatement?{PATIENT}",
    }
    if hook == "patient-view":
        found[ORDERS] = f"ServiceRequest?{PATIENT}&status=active"
    return found


def read_prefetch(hook: str, given: Mapping[str, dict[str, Any] | None]) -> dict[str, Supplied]:
    """Return what was supplied for each key of a hook; other keys are ignored.

    Raises
    ------
    InputError
        If an answer is not a resource, with the place and the reason.
    """
    return {key: _supplied(given[key], f"prefetch.{key}") if key in given else NotSupplied() for key in templates(hook)}


def _supplied(answer: dict[str, Any] | None, place: str) -> Supplied:
    if answer is None:
        return NothingOnRecord()
    root = Node(answer, place)
    if "resourceType" not in answer and (wrapped := root.block("resource")):  # as drafts of the specification had it
        root = wrapped
    kind = root.needed("resourceType")
    if kind == "OperationOutcome":
        return QueryFailed()
    if kind != "Bundle":
        return Whole((Resource(kind, root, ""),))
    every = tuple(one for one in bundle_resources(root.value, place) if one.type != "OperationOutcome")
    if any(one.flaw and one.node.place == place for one in every):  # the word on further pages is of the bundle itself
        return OnePage(every)
    if any(not one.flaw for one in every):
        return Whole(every)
    # A warning in place of results, or an empty bundle that answers no search, is no finding.
    empty = not every and not root.blocks("entry") and root.text("type") == "searchset"
    return NothingOnRecord() if empty else QueryFailed()


def _codes(concepts: Iterable[str]) -> str:
    """Return the codes of concepts as the value of a search by token."""
    table = load_codes()
    return ",".join(f"{SYSTEMS[code.system]}|{code.code}" for name in concepts for code in table.accepted(name))


def _echo_measures() -> list[str]:
    return [concept for concept, fact in known.MEASURED.items() if fact.startswith(("ar.", "mr."))]


def _valve_grades() -> list[str]:
    return [concept for concept, fact in known.GRADED.items() if fact.endswith(".grade")]
