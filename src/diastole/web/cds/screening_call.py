"""From a call to a screening: whether the balloon pump is a question here at all, and what is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from diastole.errors import InputError
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.bundle import bundle_resources
from diastole.knowledge.fhir.bundle_facts import resource_facts
from diastole.knowledge.fhir.diagnoses import GONE
from diastole.knowledge.fhir.reader import WITHDRAWN
from diastole.knowledge.fhir.references import PATIENT, Index, subject_of, target
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.fhir.versions import current
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.screening.admission import admit
from diastole.knowledge.screening.spellings import plain_words
from diastole.knowledge.screening.verdict import Screening, screen
from diastole.web.cds.prefetch import (
    ECHO_KEYS,
    OPTIONAL,
    NothingOnRecord,
    NotSupplied,
    OnePage,
    QueryFailed,
    Supplied,
    Whole,
    read_prefetch,
)
from diastole.web.cds.request import Call, OrderSign, PatientView

SHOCK = "cardiogenic_shock"
OVER = ("completed", "revoked", *WITHDRAWN)  # statuses of what is no order any more
NOT_ABOUT_IT = ("refuted", *WITHDRAWN)
BALLOON_WORDS = ("balloon pump", "iabp", "counterpulsation", "ballonpumpe", "iabk")
ORDERS = {"ServiceRequest": "code", "DeviceRequest": "codeCodeableConcept"}  # kind → where it says what is ordered


class MissingDataError(Exception):
    """Data that the screening needs were not sent; the message names the keys."""


@dataclass(frozen=True)
class CallScreening:
    """A screening, and why it was made.

    Attributes
    ----------
    patient
        Id of the patient of the call.
    """

    because: str
    screening: Screening
    notes: tuple[str, ...]
    patient: str


def screen_call(call: Call, now: datetime) -> CallScreening | None:
    """Screen the patient of a call.

    Returns
    -------
    Nothing where the user is a lay person, or the balloon pump is no question: not ordered, not in place, no shock, and
    the whole record was sent that would say so.

    Raises
    ------
    MissingDataError
        If a query was not answered.
    InputError
        If what was sent is malformed or about another patient.
    """
    if call.context.is_lay:
        return None
    drafts = _drafts(call)
    judged = _judged(call, drafts)
    ordered = _ordered(judged, Index(drafts))
    if not ordered and not isinstance(call, PatientView):
        return None
    supplied = read_prefetch(call.hook, call.prefetch or {})
    lacking = [
        key for key, one in supplied.items() if isinstance(one, NotSupplied | QueryFailed) and key not in OPTIONAL
    ]
    if lacking:
        raise MissingDataError(
            f"The screening needs the prefetch {', '.join(lacking)}: not sent, or the query failed. "
            "This service reads from no FHIR server itself."
        )
    resources = (*_sent(supplied), *judged)
    _refuse_others(resources, call.context.patientId)
    found = resource_facts(resources, "prefetch", now)
    in_place = found.facts["balloon.in_place"].value is True
    because = ordered or _because(resources, in_place=in_place) or _in_part(supplied)
    if not because:
        return None
    return CallScreening(because, screen(_with_echo(found.facts, supplied)), found.notes, call.context.patientId)


def _with_echo(facts: PatientFacts, supplied: Mapping[str, Supplied]) -> PatientFacts:
    """Return the facts with the one that follows from nothing: no echocardiography on record is one not done."""
    if facts["echo.done"].value is None and all(isinstance(supplied[key], NothingOnRecord) for key in ECHO_KEYS):
        return facts.with_(admit("echo.done", False, source="prefetch, nothing on record"))
    return facts


def _in_part(supplied: Mapping[str, Supplied]) -> str:
    """Return that what makes the pump a question may stand in what was not sent; nothing where all was sent."""
    parts = [key for key, one in supplied.items() if isinstance(one, OnePage)]
    if not parts:
        return ""
    return f"the record was sent in part ({', '.join(parts)}): whether a pump is in place, ordered or needed is unknown"


def _drafts(call: Call) -> tuple[Resource, ...]:
    """Return what an order hook brings along."""
    if isinstance(call, PatientView):
        return ()
    drafts = bundle_resources(call.context.draftOrders, "context.draftOrders")
    if flaw := next((one for one in drafts if one.flaw), None):  # it may be the order of a balloon pump
        raise InputError(f"{flaw.node.place}: {flaw.flaw}")
    _refuse_others(drafts, call.context.patientId)
    return drafts


def _judged(call: Call, drafts: tuple[Resource, ...]) -> tuple[Resource, ...]:
    """Return the draft orders that are judged: those selected, or all that are about to be signed."""
    if isinstance(call, PatientView | OrderSign):
        return drafts
    chosen = [_selected(name, drafts) for name in call.context.selections]
    return tuple(one for one in drafts if any(one is other for other in chosen))


def _selected(name: str, drafts: tuple[Resource, ...]) -> Resource:
    """Return the order that a selection names: by its reference, with an address or a version, or by its id alone."""
    if found := Index(drafts).find(name):
        return found
    pointed = target(name)
    same = [one for one in drafts if pointed and pointed.identity == one.identity and pointed.type in ("", one.type)]
    if len(same) != 1:
        raise InputError("context.selections names an order that is not in context.draftOrders")
    return same[0]


def _sent(supplied: Mapping[str, Supplied]) -> list[Resource]:
    return [resource for one in supplied.values() if isinstance(one, OnePage | Whole) for resource in one.resources]


def _refuse_others(resources: Iterable[Resource], patient: str) -> None:
    """Refuse what is about another patient than that of the call."""
    every = tuple(resources)
    index = Index(every)
    for one in every:
        if one.flaw or one.deleted:
            continue
        about = [one.identity] if one.type == PATIENT and one.inside is None else []
        try:
            subject = subject_of(one, index)
        except InputError:
            continue  # named where the resource is read
        if subject and subject.type == PATIENT:
            about.append(subject.identity)
        if any(name.lower() != patient.lower() for name in about):
            raise InputError(f"{one.node.place} is not about the patient of this call")


def _ordered(orders: Iterable[Resource], index: Index) -> str:
    """Return why the pump is a question by what is being ordered; nothing where it is none."""
    every = [_order_of_balloon(one, index) for one in orders]
    return next((because for because in every if because), "")


def _because(resources: Iterable[Resource], *, in_place: bool) -> str:
    """Return why the balloon pump is a question by the record; nothing where it is none."""
    every, _ = current(resources)
    if in_place:
        return "a balloon pump is in place"
    if _ordered(every, Index(every)):
        return "a balloon pump is ordered"
    return "cardiogenic shock is recorded" if any(_is_shock(one) for one in every) else ""


def _order_of_balloon(one: Resource, index: Index) -> str:
    """Return why an order is one of a balloon pump: by its code, by its name, or because its device is not known."""
    node = one.node
    if one.flaw or one.type not in ORDERS or node.text("status") in OVER or node.flag("doNotPerform"):
        return ""
    reference = node.block("codeReference") if one.type == "DeviceRequest" else None
    if reference is None:
        return "a balloon pump is being ordered" if _is_balloon(node.block(ORDERS[one.type])) else ""
    device = _device(one, reference.text("reference") or "", index)
    name = reference.text("display") or ""
    if device is None and not _names_balloon(name):
        said = name or reference.text("reference") or "without a reference"
        return f"a device is being ordered whose record was not sent ({said[:80]}), which may be a balloon pump"
    balloon = _names_balloon(name) or (device is not None and _device_is_balloon(device))
    return "a balloon pump is being ordered" if balloon else ""


def _device(order: Resource, reference: str, index: Index) -> Node | None:
    """Return the device that an order refers to, in the same bundle or inside the order."""
    inside = {f"#{one.text('id')}".replace("##", "#"): one for one in order.node.blocks("contained")}
    if reference in inside:
        return inside[reference]
    found = index.find(reference) if reference else None
    return found.node if found else None


def _device_is_balloon(device: Node) -> bool:
    names = [name for one in device.blocks("deviceName") if (name := one.text("name"))]
    return _is_balloon(device.block("type")) or any(map(_names_balloon, names))


def _is_balloon(concept: Node | None) -> bool:
    """Tell whether a code is one of a balloon pump, or its name says so: a wrong alarm is better than none."""
    named = {codes.BALLOON_IN, codes.BALLOON_RUNS, codes.BALLOON_DEVICE} & set(codes.concepts(concept))
    removal = codes.BALLOON_OUT in codes.concepts(concept)
    return bool(named) or (not removal and any(map(_names_balloon, codes.names(concept))))


def _names_balloon(name: str) -> bool:
    return any(word in plain_words(name) for word in BALLOON_WORDS)


def _is_shock(one: Resource) -> bool:
    if one.flaw or one.type != "Condition" or SHOCK not in codes.concepts(one.node.block("code")):
        return False
    return (
        _status(one.node, "clinicalStatus") not in GONE and _status(one.node, "verificationStatus") not in NOT_ABOUT_IT
    )


def _status(node: Node, key: str) -> str:
    concept = node.block(key)
    coded = [coding.text("code") or "" for coding in concept.blocks("coding")] if concept else []
    return next((code for code in coded if code), "")
