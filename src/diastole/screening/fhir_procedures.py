"""What was done, used, reported or ordered in a FHIR bundle: echocardiographies and balloon pumps."""

from diastole.screening import fhir_codes as codes
from diastole.screening.fhir_bundle import Node, Resource
from diastole.screening.fhir_reader import FINAL, Reader, moment


def read_procedure(reader: Reader, resource: Resource) -> None:
    """Read a procedure: an echocardiography, or a balloon that was put in or taken out."""
    node = resource.node
    time, status = moment(node, "performedDateTime", "performedPeriod"), node.needed("status")
    if status not in ("completed", "in-progress"):
        reader.note(resource, f"not used, its status is {status}")
        return
    for concept in codes.concepts(node.block("code")):
        if concept in codes.ECHO and status == "completed":
            reader.echoes.append((time, resource.name))
        elif concept == codes.BALLOON_IN or (concept == codes.BALLOON_RUNS and status == "in-progress"):
            reader.add("balloon.in_place", True, resource, time)
        elif concept == codes.BALLOON_RUNS:
            reader.unknown("balloon.in_place", "assistance ended, a removal is not recorded", resource, time)
        elif concept == codes.BALLOON_OUT and status == "completed":
            reader.add("balloon.in_place", False, resource, time)


def read_device_use(reader: Reader, resource: Resource) -> None:
    """Read the use of a device, if it is a balloon pump."""
    node = resource.node
    status, device = node.needed("status"), node.block("device")
    if device is None or codes.BALLOON_DEVICE not in _device_concepts(reader, device):
        return
    time = moment(node, "timingDateTime", "timingPeriod", "recordedOn")
    if status in ("active", "completed", "stopped"):
        reader.add("balloon.in_place", status == "active", resource, time)
    elif status == "intended":
        reader.add("balloon.ordered", True, resource, time)


def read_report(reader: Reader, resource: Resource) -> None:
    """Read a report, if it is one of echocardiography."""
    node = resource.node
    status = node.needed("status")
    if status not in FINAL:
        reader.note(resource, f"not used, its status is {status}")
    elif any(concept in codes.ECHO for concept in codes.concepts(node.block("code"))):
        reader.echoes.append((moment(node, "effectiveDateTime", "effectivePeriod", "issued"), resource.name))


def read_order(reader: Reader, resource: Resource) -> None:
    """Read an order, if it is one of a balloon pump."""
    node = resource.node
    wanted = any(concept in (codes.BALLOON_IN, codes.BALLOON_RUNS) for concept in codes.concepts(node.block("code")))
    if node.needed("status") in ("draft", "active") and wanted:
        reader.add("balloon.ordered", True, resource, moment(node, "authoredOn"))


def _device_concepts(reader: Reader, device: Node) -> tuple[str, ...]:
    """Return the concepts of the device that is referred to, if the bundle holds it."""
    reference = device.text("reference")
    found = [
        one.node.block("type")
        for one in reader.resources
        if one.type == "Device" and reference and reference in (one.full_url, one.name)
    ]
    return codes.concepts(found[0]) if found else ()
