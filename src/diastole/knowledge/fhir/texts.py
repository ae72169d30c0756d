"""All texts of a FHIR resource that a person may read: names, notes, values, narrative, attachments."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diastole.knowledge.fhir.resource import Node, Resource, blocks_within, mappings
from diastole.units import shown

NO_TEXTS = {  # keys whose texts are addresses, codes, or who, where and with what
    "id", "reference", "url", "system", "resourceType", "language", "unit", "contentType", "hash", "meta",
    "identifier", "contained", "category", "subject", "patient", "performer", "recorder", "asserter", "author",
    "requester", "encounter", "participant", "serviceProvider", "managingOrganization", "custodian",
    "careManager", "team", "source", "sender", "recipient", "owner", "insurer", "insurance", "provider",
    "receiver", "enterer", "payee", "beneficiary", "actor", "authorReference", "authorString", "manufacturer",
    "udiCarrier", "referenceRange", "dosage", "dosageInstruction", "patientInstruction", "medication",
    "medicationCodeableConcept", "medicationReference", "vaccineCode", "ingredient", "statusHistory",
    "classHistory",
}  # fmt: skip
OF_KIND = {"Encounter": {"location", "class", "serviceType"}}
NARRATIVE = "text"
FROM_THE_REST = "generated"  # status of a narrative that repeats the resource
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Passage:
    """A text of a resource.

    Attributes
    ----------
    keys
        From the resource down to the text, without positions in lists.
    """

    keys: tuple[str, ...]
    text: str

    @property
    def unread(self) -> str:
        """The sentence that names it as not read."""
        return f"its {self.quoted} is not read"

    @property
    def quoted(self) -> str:
        """Its place and text for messages."""
        return f"{'.'.join(self.keys)} '{shown(self.text)}'"


def texts(resource: Resource) -> Iterator[Passage]:
    """Walk through the texts of a resource, without those of the resources that it contains."""
    skipped = NO_TEXTS | OF_KIND.get(resource.type, set())
    waiting: list[tuple[tuple[str, ...], Any]] = [((), resource.node.value)]
    while waiting:
        keys, value = waiting.pop()
        if isinstance(value, str):
            if value.strip():
                yield Passage(keys, value)
        elif isinstance(value, list):
            waiting += [(keys, item) for item in reversed(value)]
        elif isinstance(value, dict):
            waiting += [((*keys, key), inner) for key, inner in _read(keys, value, skipped)]


def blocks_with(node: Node, key: str) -> Iterator[Mapping[str, Any]]:
    """Walk through the blocks of a resource that have a key, without the resources that it contains."""
    return (block for _, block in blocks_within(node.value, without="contained") if block.get(key))


def attachments(node: Node) -> Iterator[str]:
    """Walk through the content types of attachments to a report that cannot be read as text."""
    for attachment in node.blocks("presentedForm"):
        if not _attached(attachment.value):
            yield str(attachment.value.get("contentType") or "of an unknown kind")


def _read(keys: tuple[str, ...], block: Mapping[str, Any], skipped: set[str]) -> Iterator[tuple[str, Any]]:
    """Walk through the values of a block that may contain texts."""
    for key, value in block.items():
        if key in skipped or (key in ("code", "status", "type") and isinstance(value, str)):
            continue
        if key == NARRATIVE and not keys and isinstance(value, dict):
            if value.get("status") != FROM_THE_REST and isinstance(value.get("div"), str):
                yield key, _TAG.sub(" ", value["div"])
        elif key == "presentedForm":
            yield key, [_attached(each) for each in mappings(value)] if isinstance(value, list) else value
        elif key != "data":
            yield key, value


def _attached(attachment: Mapping[str, Any]) -> str:
    """Return the text of an attachment; empty if it is no text, or is elsewhere."""
    kind, data = attachment.get("contentType"), attachment.get("data")
    if not isinstance(kind, str) or not kind.startswith("text/") or not isinstance(data, str):
        return ""
    try:
        return _TAG.sub(" ", base64.b64decode(data, validate=True).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError):
        return ""
