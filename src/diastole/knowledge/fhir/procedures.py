"""Procedures, devices, reports and orders of a FHIR bundle: echocardiographies and balloon pumps."""

from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.periods import found_at
from diastole.knowledge.fhir.reader import FINAL, Reader
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.rules.times import UNDATED
from diastole.knowledge.screening.mentions import foreign, names_a_rule, names_balloon
from diastole.knowledge.screening.operations import names_operation

DONE = ("completed", "in-progress")
NOT_DONE = ("preparation", "not-done", "on-hold", "stopped")


def read_procedure(reader: Reader, resource: Resource) -> None:
    """Read a procedure: an echocardiography, or a balloon that was put in or taken out."""
    node = resource.node
    found, time = codes.concepts(node.block("code")), found_at(node, "performedDateTime", "performedPeriod")
    if not found:
        _other(reader, resource, node.block("code"))
        return
    status = node.value.get("status")
    if status not in DONE:
        reader.note(resource, f"not used, its status is {status or 'missing'}")
        if status not in NOT_DONE and set(found) & {codes.BALLOON_IN, codes.BALLOON_RUNS, codes.BALLOON_OUT}:
            reader.unknown("balloon.in_place", f"its status is {status or 'missing'}", resource, time)
        return
    for concept in found:
        if concept in codes.ECHO and status == "completed":
            reader.echoes.append((time, resource.name))
        elif concept == codes.BALLOON_IN or (concept == codes.BALLOON_RUNS and status == "in-progress"):
            reader.add("balloon.in_place", True, resource, time)
        elif concept == codes.BALLOON_RUNS:
            reader.unknown("balloon.in_place", "assistance ended, a removal is not recorded", resource, time)
        elif concept == codes.BALLOON_OUT and status == "completed":
            reader.add("balloon.in_place", False, resource, time)


def read_device_use(reader: Reader, resource: Resource) -> None:
    """Read the use of a device, if it is a balloon pump, or may be one."""
    node = resource.node
    status, balloon = node.value.get("status"), _is_balloon(reader, resource)
    if balloon is False or status in ("on-hold", "entered-in-error"):
        return
    time = found_at(node, "timingDateTime", "timingPeriod", "timingTiming", "recordedOn")
    if balloon is None:
        if status not in ("completed", "stopped", "intended"):
            reader.unknown("balloon.in_place", "a device is in use, and which is not known", resource, time)
    elif status in ("active", "completed", "stopped"):
        reader.add("balloon.in_place", status == "active", resource, time)
    elif status == "intended":
        reader.add("balloon.ordered", True, resource, time)
    else:
        reader.unknown("balloon.in_place", f"its status is {status or 'missing'}", resource, time)


def read_device(reader: Reader, resource: Resource) -> None:
    """Read a device: a balloon pump of the patient may be in place, unless its use is recorded."""
    node = resource.node
    if not node.value.get("patient") or node.value.get("status") == "inactive" or _device_says(resource) is False:
        return
    if not any(_device_of(reader, use) is resource for use in reader.index.device_uses):
        what = "a balloon pump" if _device_says(resource) else "a device, which is not known"
        reader.unknown("balloon.in_place", f"the patient has {what}, its use is not recorded", resource, UNDATED)


def read_report(reader: Reader, resource: Resource) -> None:
    """Read a report, if it is one of echocardiography; what it concludes in coded form is read as far as it matters."""
    node = resource.node
    status = node.value.get("status")
    if not any(concept in codes.ECHO for concept in codes.concepts(node.block("code"))):
        _other(reader, resource, node.block("code"))
    elif status not in FINAL:
        reader.note(resource, f"not used, its status is {status or 'missing'}")
    else:
        time = found_at(node, "effectiveDateTime", "effectivePeriod", "issued")
        reader.echoes.append((time, resource.name))


def read_order(reader: Reader, resource: Resource) -> None:
    """Read an order, if it is one of a balloon pump."""
    node = resource.node
    wanted = any(concept in (codes.BALLOON_IN, codes.BALLOON_RUNS) for concept in codes.concepts(node.block("code")))
    if node.value.get("status") in ("draft", "active") and wanted and not node.value.get("doNotPerform"):
        reader.add("balloon.ordered", True, resource, found_at(node, "authoredOn"))


def _other(reader: Reader, resource: Resource, concept: Node | None) -> None:
    """Pass over what is none of these, unless it has no name to search, or one with a word of what the rules ask."""
    names = list(codes.names(concept))
    done = resource.type == "Procedure"
    if not any(map(codes.legible, names)) or any(_may_matter(name, done=done) for name in names):
        reader.leave(resource, f"{codes.said(concept) or 'what has no code'} is not understood")


def _may_matter(name: str, *, done: bool) -> bool:
    return foreign(name) or names_a_rule(name, value=True) or (done and names_operation(name))


def _is_balloon(reader: Reader, use: Resource) -> bool | None:
    """Tell whether the device in use is a balloon pump; None where nothing tells what it is."""
    device = use.node.block("device")
    found = _device_of(reader, use)
    said = _device_says(found) if found else None
    if said is None and device is not None and (display := device.text("display")):
        return names_balloon(display)
    return said


def _device_says(device: Resource) -> bool | None:
    """Tell whether a device is a balloon pump by its code or its names; None if it has no name and a strange code."""
    node = device.node
    kind = node.block("type")
    known = codes.concepts(kind)
    called = [*codes.names(kind), *filter(None, (one.text("name") for one in node.blocks("deviceName")))]
    if codes.BALLOON_DEVICE in known or any(map(names_balloon, called)):
        return True
    return False if known or called else None


def _device_of(reader: Reader, use: Resource) -> Resource | None:
    """Return the device that is used, if the bundle holds it."""
    device = use.node.block("device")
    reference = device.text("reference") if device else None
    found = reader.index.find(reference, use) if reference else None
    return found if found and found.type == "Device" else None
