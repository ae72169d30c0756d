"""From a call to a screening: whether the balloon pump is a question here at all, and what is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from diastole.errors import InputError
from diastole.screening import fhir_codes as codes
from diastole.screening.facts import admit
from diastole.screening.fhir import resource_facts
from diastole.screening.fhir_bundle import Node, Resource, bundle_resources
from diastole.screening.fhir_conditions import GONE
from diastole.screening.fhir_reader import WITHDRAWN
from diastole.screening.verdict import Screening, screen
from diastole.web.cds.prefetch import (
    ECHO_KEYS,
    NothingOnRecord,
    NotSupplied,
    OnePage,
    QueryFailed,
    Supplied,
    Whole,
    read_prefetch,
)
from diastole.web.cds.request import OrderSelect, OrderSign, PatientView

SHOCK = "cardiogenic_shock"
ORDERED = ("draft", "active")
NOT_ABOUT_IT = ("refuted", *WITHDRAWN)


class MissingDataError(Exception):
    """Data that the screening needs were not sent; the message names the keys."""


@dataclass(frozen=True)
class Verdict:
    """A screening, and why it was made."""

    because: str
    screening: Screening
    notes: tuple[str, ...]


def judge_call(call: PatientView | OrderSelect | OrderSign, now: datetime) -> Verdict | None:
    """Screen the patient of a call.

    Returns
    -------
    Nothing where the user is a lay person, or the balloon pump is no question: not ordered, not in place, no shock.

    Raises
    ------
    MissingDataError
        If a query was not answered.
    InputError
        If what was sent is malformed or about another patient.
    """
    if call.context.is_lay:
        return None
    orders = _judged_orders(call)
    ordered = any(_orders_balloon(one) for one in orders)
    if not ordered and not isinstance(call, PatientView):
        return None
    supplied = read_prefetch(call.hook, call.prefetch or {})
    lacking = [key for key, one in supplied.items() if isinstance(one, NotSupplied | QueryFailed)]
    if lacking:
        raise MissingDataError(
            f"The screening needs the prefetch {', '.join(lacking)}: not sent, or the query failed. "
            "This service reads from no FHIR server itself."
        )
    resources = _each_once([*_sent(supplied), *orders])
    _refuse_others(resources, call.context.patientId)
    found = resource_facts(resources, "prefetch", now)
    because = _because(resources, ordered=ordered, in_place=found.facts["balloon.in_place"].value is True)
    if not because:
        return None
    facts = found.facts
    if facts["echo.done"].value is None and all(isinstance(supplied[key], NothingOnRecord) for key in ECHO_KEYS):
        facts = facts.with_(admit("echo.done", False, source="prefetch, nothing on record"))
    return Verdict(because, screen(facts), found.notes)


def _judged_orders(call: PatientView | OrderSelect | OrderSign) -> tuple[Resource, ...]:
    """Return the draft orders that are judged: those selected, or all that are about to be signed."""
    if isinstance(call, PatientView):
        return ()
    drafts = bundle_resources(call.context.draftOrders, "context.draftOrders")
    _refuse_others(drafts, call.context.patientId)
    if isinstance(call, OrderSign):
        return drafts
    known = {name: one for one in drafts for name in (one.name, one.full_url) if name}
    for name in call.context.selections:
        if name not in known:
            raise InputError("context.selections names an order that is not in context.draftOrders")
    return _each_once(known[name] for name in call.context.selections)


def _sent(supplied: Mapping[str, Supplied]) -> list[Resource]:
    return [resource for one in supplied.values() if isinstance(one, OnePage | Whole) for resource in one.resources]


def _each_once(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Return the resources, those that two queries found only once; two versions of one resource stay two."""
    found: dict[str, list[Resource]] = {}
    for one in resources:
        same = found.setdefault(one.name, [])
        if all(other.node.value != one.node.value for other in same):
            same.append(one)
    return tuple(one for same in found.values() for one in same)


def _refuse_others(resources: Iterable[Resource], patient: str) -> None:
    """Refuse what is about another patient than that of the call."""
    for one in resources:
        subject = one.node.block("subject") or one.node.block("patient")
        reference = subject.text("reference") if subject else None
        names = [reference.split("/_history/")[0]] if reference else []
        if one.type == "Patient":
            names.append(one.name)
        if any(name.split("/")[-2:] != ["Patient", patient] for name in names):
            raise InputError(f"{one.node.place} is not about the patient of this call")


def _because(resources: Iterable[Resource], *, ordered: bool, in_place: bool) -> str:
    """Return why the balloon pump is a question; nothing where it is none."""
    every = tuple(resources)
    if ordered:
        return "a balloon pump is being ordered"
    if in_place:
        return "a balloon pump is in place"
    if any(_orders_balloon(one) for one in every):
        return "a balloon pump is ordered"
    return "cardiogenic shock is recorded" if any(_is_shock(one) for one in every) else ""


def _orders_balloon(one: Resource) -> bool:
    node = one.node
    if node.text("status") not in ORDERED or node.flag("doNotPerform"):
        return False
    if one.type == "ServiceRequest":
        named = codes.concepts(node.block("code"))
    elif one.type == "DeviceRequest":
        named = codes.concepts(node.block("codeCodeableConcept"))
    else:
        return False
    return bool({codes.BALLOON_IN, codes.BALLOON_RUNS, codes.BALLOON_DEVICE} & set(named))


def _is_shock(one: Resource) -> bool:
    if one.type != "Condition" or SHOCK not in codes.concepts(one.node.block("code")):
        return False
    return (
        _status(one.node, "clinicalStatus") not in GONE and _status(one.node, "verificationStatus") not in NOT_ABOUT_IT
    )


def _status(node: Node, key: str) -> str:
    concept = node.block(key)
    coded = [coding.text("code") or "" for coding in concept.blocks("coding")] if concept else []
    return next((code for code in coded if code), "")
