"""Collection of the findings of one FHIR bundle, of what was not used, and of what was not understood."""

from datetime import datetime
from typing import Any

from diastole.knowledge.fhir.references import Index
from diastole.knowledge.fhir.resource import Resource
from diastole.knowledge.rules.facts import Finding
from diastole.knowledge.rules.times import When
from diastole.knowledge.screening.admission import admit

WITHDRAWN = ("entered-in-error", "cancelled")
FINAL = ("final", "amended", "corrected", "appended")


class Reader:
    """Findings, notes, echocardiographies and unread parts of one bundle, as of a moment with a time zone."""

    def __init__(self, index: Index, now: datetime):
        self.index = index
        self.now = now
        self.findings: list[Finding] = []
        self.notes: dict[str, None] = {}
        self.echoes: list[tuple[When, str]] = []
        self.unread: dict[str, None] = {}

    def add(self, fact: str, given: object, resource: Resource, time: When) -> None:
        """Add a value, as `admit` takes it."""
        self.findings.append(admit(fact, given, source=resource.name, time=time, now=self.now))

    def unknown(self, fact: str, reason: str, resource: Resource, time: When, **more: Any) -> None:
        """Add an unknown fact with the reason, and further attributes of `Finding`."""
        self.findings.append(Finding(fact, None, resource.name, reason, time.no_later_than(self.now), **more))

    def note(self, resource: Resource, text: str) -> None:
        """Add a sentence on a part that was not used."""
        self.notes[f"{resource.name}: {text}"] = None

    def mark_unread(self, resource: Resource, text: str) -> None:
        """Name a part that was not understood and could matter; it keeps the verdict from "none found"."""
        self.note(resource, text)
        self.unread[f"{resource.name}: {text}"] = None
