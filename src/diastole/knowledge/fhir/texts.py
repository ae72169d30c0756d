"""Every text of a FHIR resource that a person may read: names, notes, values, a narrative, what is attached."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diastole.knowledge.fhir.resource import Node, Resource

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
FROM_THE_REST = "generated"  # a narrative that says nothing but what stands in the resource
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Said:
    """A text with its place.

    Attributes
    ----------
    keys
        From the resource down to the text, without the places in lists.
    """

    keys: tuple[str, ...]
    words: str

    @property
    def place(self) -> str:
        """What messages call its place."""
        return ".".join(self.keys)


def texts(resource: Resource) -> Iterator[Said]:
    """Walk through the texts of a resource; those inside the resources that it contains are theirs."""
    skipped = NO_TEXTS | OF_KIND.get(resource.type, set())
    waiting: list[tuple[tuple[str, ...], Any]] = [((), resource.node.value)]
    while waiting:
        keys, one = waiting.pop()
        if isinstance(one, str):
            if one.strip():
                yield Said(keys, one)
        elif isinstance(one, list):
            waiting += [(keys, item) for item in reversed(one)]
        elif isinstance(one, dict):
            waiting += [((*keys, key), value) for key, value in _read(keys, one, skipped)]


def blocks_with(node: Node, key: str) -> Iterator[Mapping[str, Any]]:
    """Walk through the blocks of a resource that hold a key, without the resources that it contains."""
    waiting: list[Any] = [node.value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            if one.get(key):
                yield one
            waiting += [v for inner, v in one.items() if isinstance(v, dict | list) and inner != "contained"]


def attachments(node: Node) -> Iterator[str]:
    """Walk through the kinds of what is attached to a report and cannot be read as text."""
    for one in node.blocks("presentedForm"):
        if not _attached(one.value):
            yield str(one.value.get("contentType") or "of an unknown kind")


def _read(keys: tuple[str, ...], block: Mapping[str, Any], skipped: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield what of a block may hold texts."""
    for key, value in block.items():
        if key in skipped or (key in ("code", "status", "type") and isinstance(value, str)):
            continue
        if key == NARRATIVE and not keys and isinstance(value, dict):
            if value.get("status") != FROM_THE_REST and isinstance(value.get("div"), str):
                yield key, _TAG.sub(" ", value["div"])
        elif key == "presentedForm":
            yield (
                key,
                [_attached(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else value,
            )
        elif key != "data":
            yield key, value


def _attached(attachment: Mapping[str, Any]) -> str:
    """Return the text that is attached; nothing where it is no text, or stands elsewhere."""
    kind, data = attachment.get("contentType"), attachment.get("data")
    if not isinstance(kind, str) or not kind.startswith("text/") or not isinstance(data, str):
        return ""
    try:
        return _TAG.sub(" ", base64.b64decode(data, validate=True).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError):
        return ""
