"""Echocardiographies and balloon pumps in procedures, devices, reports and orders of a FHIR bundle."""

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
    """Read a procedure: an echocardiography, or the insertion or removal of a balloon."""
    node = resource.node
    concepts, time = codes.concepts(node.block("code")), found_at(node, "performedDateTime", "performedPeriod")
    if not concepts:
        _other(reader, resource, node.block("code"))
        return
    status = node.value.get("status")
    if status not in DONE:
        reader.note(resource, f"not used, its status is {status or 'missing'}")
        if status not in NOT_DONE and set(concepts) & {codes.BALLOON_IN, codes.BALLOON_RUNS, codes.BALLOON_OUT}:
            reader.unknown("balloon.in_place", f"its status is {status or 'missing'}", resource, time)
        return
    for concept in concepts:
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
    if not node.value.get("patient") or node.value.get("status") == "inactive" or _is_pump(resource) is False:
        return
    if not any(_device_of(reader, use) is resource for use in reader.index.device_uses):
        device = "a balloon pump" if _is_pump(resource) else "a device, which is not known"
        reader.unknown("balloon.in_place", f"the patient has {device}, its use is not recorded", resource, UNDATED)


def read_report(reader: Reader, resource: Resource) -> None:
    """Read a report of echocardiography; a report with another code is passed over or named."""
    node = resource.node
    status = node.value.get("status")
    if not set(codes.concepts(node.block("code"))) & set(codes.ECHO):
        _other(reader, resource, node.block("code"))
    elif status not in FINAL:
        reader.note(resource, f"not used, its status is {status or 'missing'}")
    else:
        reader.echoes.append((found_at(node, "effectiveDateTime", "effectivePeriod", "issued"), resource.name))


def read_order(reader: Reader, resource: Resource) -> None:
    """Read an order of a balloon pump."""
    node = resource.node
    wanted = {codes.BALLOON_IN, codes.BALLOON_RUNS} & set(codes.concepts(node.block("code")))
    if node.value.get("status") in ("draft", "active") and wanted and not node.value.get("doNotPerform"):
        reader.add("balloon.ordered", True, resource, found_at(node, "authoredOn"))


def _other(reader: Reader, resource: Resource, concept: Node | None) -> None:
    """Ignore any other code, unless it has no name to search, or its name holds a word that the rules ask for."""
    names = list(codes.names(concept))
    done = resource.type == "Procedure"
    if not any(map(codes.legible, names)) or any(_may_matter(name, done=done) for name in names):
        reader.mark_unread(resource, f"{codes.described(concept) or 'what has no code'} is not understood")


def _may_matter(name: str, *, done: bool) -> bool:
    return foreign(name) or names_a_rule(name, value=True) or (done and names_operation(name))


def _is_balloon(reader: Reader, use: Resource) -> bool | None:
    """Return whether the device in use is a balloon pump; None if it is not known."""
    block, device = use.node.block("device"), _device_of(reader, use)
    known = _is_pump(device) if device else None
    if known is None and block is not None and (display := block.text("display")):
        return names_balloon(display)
    return known


def _is_pump(device: Resource) -> bool | None:
    """Return whether a device is a balloon pump by its code or names; None if it has no name and an unknown code."""
    kind = device.node.block("type")
    concepts = codes.concepts(kind)
    names = [*codes.names(kind), *(name for each in device.node.blocks("deviceName") if (name := each.text("name")))]
    if codes.BALLOON_DEVICE in concepts or any(map(names_balloon, names)):
        return True
    return False if concepts or names else None


def _device_of(reader: Reader, use: Resource) -> Resource | None:
    block = use.node.block("device")
    reference = block.text("reference") if block else None
    device = reader.index.find(reference, use) if reference else None
    return device if device and device.type == "Device" else None
