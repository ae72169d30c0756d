"""Screens the patient of a call, if a balloon pump is ordered, in place or may be considered."""

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
from diastole.web.cds.prefetch import ECHO_KEYS, OPTIONAL, NoResult, QueryResult, Supplied, read_prefetch
from diastole.web.cds.request import Call, OrderSign, PatientView

SHOCK = "cardiogenic_shock"
OVER = ("completed", "revoked", *WITHDRAWN)  # statuses of orders that are no longer valid
REFUTED = ("refuted", *WITHDRAWN)  # statuses of conditions that the patient does not have
BALLOON_WORDS = ("balloon pump", "iabp", "counterpulsation", "ballonpumpe", "iabk")
ORDERS = {"ServiceRequest": "code", "DeviceRequest": "codeCodeableConcept"}  # type → key of the ordered concept
BALLOON_ORDERED = "a balloon pump is being ordered"


class MissingDataError(Exception):
    """Data that the screening needs were not sent; the message names the keys."""


@dataclass(frozen=True)
class CallScreening:
    """A screening, and why it was made.

    Attributes
    ----------
    because
        What makes the balloon pump a question.
    patient
        Id of the patient of the call.
    """

    because: str
    screening: Screening
    patient: str


def screen_call(call: Call, now: datetime) -> CallScreening | None:
    """Screen the patient of a call.

    Returns
    -------
    None for a lay user, or if the whole record was sent and the balloon pump is no question: neither ordered nor in
    place, and no shock.

    Raises
    ------
    MissingDataError
        If a query was not answered.
    InputError
        If the call is malformed or has resources of another patient.
    """
    if call.context.is_lay:
        return None
    drafts = _drafts(call)
    orders = _chosen(call, drafts)
    ordered = _ordered(orders, Index(drafts))
    if not ordered and not isinstance(call, PatientView):
        return None
    supplied = read_prefetch(call.hook, call.prefetch or {})
    absent = (NoResult.not_supplied, NoResult.query_failed)
    if lacking := [key for key, result in supplied.items() if result in absent and key not in OPTIONAL]:
        raise MissingDataError(
            f"The screening needs the prefetch {', '.join(lacking)}: not sent, or the query failed. "
            "This service reads from no FHIR server itself."
        )
    results = {key: result for key, result in supplied.items() if isinstance(result, QueryResult)}
    resources = (*(resource for result in results.values() for resource in result.resources), *orders)
    _refuse_others(resources, call.context.patientId)
    facts = resource_facts(resources, "prefetch", now).facts
    because = ordered or _because(resources, in_place=facts["balloon.in_place"].value is True) or _in_part(results)
    if not because:
        return None
    return CallScreening(because, screen(_with_echo(facts, supplied)), call.context.patientId)


def _with_echo(facts: PatientFacts, supplied: Mapping[str, Supplied]) -> PatientFacts:
    """Return the facts, with no echocardiography done if none is on record."""
    if facts["echo.done"].value is None and all(supplied[key] is NoResult.nothing_on_record for key in ECHO_KEYS):
        return facts.with_(admit("echo.done", False, source="prefetch, nothing on record"))
    return facts


def _in_part(results: Mapping[str, QueryResult]) -> str:
    """Return that the record was sent in part, which leaves open whether the pump is a question; else nothing."""
    parts = ", ".join(key for key, result in results.items() if not result.is_whole)
    if not parts:
        return ""
    return f"the record was sent in part ({parts}): whether a pump is in place, ordered or needed is unknown"


def _drafts(call: Call) -> tuple[Resource, ...]:
    """Return the draft orders that an order hook sends."""
    if isinstance(call, PatientView):
        return ()
    drafts = bundle_resources(call.context.draftOrders, "context.draftOrders")
    if flawed := next((draft for draft in drafts if draft.flaw), None):  # it may be the order of a balloon pump
        raise InputError(f"{flawed.node.place}: {flawed.flaw}")
    _refuse_others(drafts, call.context.patientId)
    return drafts


def _chosen(call: Call, drafts: tuple[Resource, ...]) -> tuple[Resource, ...]:
    """Return the draft orders in question: those selected, or all that are about to be signed."""
    if isinstance(call, PatientView | OrderSign):
        return drafts
    selected = [_selected(name, drafts) for name in call.context.selections]
    return tuple(draft for draft in drafts if any(draft is each for each in selected))


def _selected(name: str, drafts: tuple[Resource, ...]) -> Resource:
    """Return the order that a selection names: by its reference, with an address or a version, or by its id alone."""
    if draft := Index(drafts).find(name):
        return draft
    named = target(name)
    same = [draft for draft in drafts if named and named.identity == draft.identity and named.type in ("", draft.type)]
    if len(same) != 1:
        raise InputError("context.selections names an order that is not in context.draftOrders")
    return same[0]


def _refuse_others(resources: tuple[Resource, ...], patient: str) -> None:
    """Refuse resources of another patient than that of the call."""
    index = Index(resources)
    for resource in resources:
        if resource.flaw or resource.deleted:
            continue
        patients = [resource.identity] if resource.type == PATIENT and resource.inside is None else []
        try:
            subject = subject_of(resource, index)
        except InputError:
            continue  # it is named where the resource is read
        if subject and subject.type == PATIENT:
            patients.append(subject.identity)
        if any(name.lower() != patient.lower() for name in patients):
            raise InputError(f"{resource.node.place} is not about the patient of this call")


def _ordered(orders: Iterable[Resource], index: Index) -> str:
    """Return why the orders make the balloon pump a question; nothing if they do not."""
    return next((because for order in orders if (because := _order_of_balloon(order, index))), "")


def _because(resources: Iterable[Resource], *, in_place: bool) -> str:
    """Return why the record makes the balloon pump a question; nothing if it does not."""
    if in_place:
        return "a balloon pump is in place"
    latest, _ = current(resources)
    if _ordered(latest, Index(latest)):
        return "a balloon pump is ordered"
    return "cardiogenic shock is recorded" if any(map(_is_shock, latest)) else ""


def _order_of_balloon(order: Resource, index: Index) -> str:
    """Return why an order may be one of a balloon pump: its code, its name, or a device whose record was not sent."""
    node = order.node
    if order.flaw or order.type not in ORDERS or node.text("status") in OVER or node.flag("doNotPerform"):
        return ""
    reference = node.block("codeReference") if order.type == "DeviceRequest" else None
    if reference is None:
        return BALLOON_ORDERED if _is_balloon(node.block(ORDERS[order.type])) else ""
    name, address = reference.text("display") or "", reference.text("reference") or ""
    device = _device(order, address, index)
    if _names_balloon(name) or (device is not None and _device_is_balloon(device)):
        return BALLOON_ORDERED
    if device is not None:
        return ""
    shown = (name or address or "without a reference")[:80]
    return f"a device is being ordered whose record was not sent ({shown}), which may be a balloon pump"


def _device(order: Resource, reference: str, index: Index) -> Node | None:
    """Return the device that an order refers to, in the same bundle or inside the order."""
    contained = {f"#{node.text('id')}".replace("##", "#"): node for node in order.node.blocks("contained")}
    if reference in contained:
        return contained[reference]
    resource = index.find(reference) if reference else None
    return resource.node if resource else None


def _device_is_balloon(device: Node) -> bool:
    names = [node.text("name") or "" for node in device.blocks("deviceName")]
    return _is_balloon(device.block("type")) or any(map(_names_balloon, names))


def _is_balloon(concept: Node | None) -> bool:
    """Return whether a code or its name is one of a balloon pump; a false alarm is better than none."""
    coded = set(codes.concepts(concept))
    if {codes.BALLOON_IN, codes.BALLOON_RUNS, codes.BALLOON_DEVICE} & coded:
        return True
    return codes.BALLOON_OUT not in coded and any(map(_names_balloon, codes.names(concept)))


def _names_balloon(name: str) -> bool:
    return any(word in plain_words(name) for word in BALLOON_WORDS)


def _is_shock(resource: Resource) -> bool:
    node = resource.node
    if resource.flaw or resource.type != "Condition" or SHOCK not in codes.concepts(node.block("code")):
        return False
    return _status(node, "clinicalStatus") not in GONE and _status(node, "verificationStatus") not in REFUTED


def _status(node: Node, key: str) -> str:
    concept = node.block(key)
    coded = [coding.text("code") or "" for coding in concept.blocks("coding")] if concept else []
    return next(filter(None, coded), "")
