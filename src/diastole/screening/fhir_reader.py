"""Collects the findings of one FHIR bundle, with what was not used."""

from datetime import datetime

from diastole.screening.facts import Finding, admit
from diastole.screening.fhir_bundle import Node, Resource

WITHDRAWN = ("entered-in-error", "cancelled")
FINAL = ("final", "amended", "corrected", "appended")


class Reader:
    """Findings, notes and echocardiographies of one bundle, as of a moment with a time zone."""

    def __init__(self, resources: tuple[Resource, ...], now: datetime):
        self.resources = resources
        self.now = now
        self.findings: list[Finding] = []
        self.notes: list[str] = []
        self.echoes: list[tuple[datetime | None, str]] = []
        self.unread: list[str] = []

    def add(self, fact: str, given: object, resource: Resource, time: datetime | None) -> None:
        """Add a value, if it can be believed."""
        self.findings.append(admit(fact, given, source=resource.name, time=time, now=self.now))

    def unknown(self, fact: str, reason: str, resource: Resource, time: datetime | None) -> None:
        """Add a fact that is unknown, with the reason."""
        self.findings.append(Finding(fact, None, resource.name, reason, time))

    def note(self, resource: Resource, text: str) -> None:
        """Add a sentence on what was not used."""
        self.notes.append(f"{resource.name}: {text}")

    def leave(self, resource: Resource, text: str) -> None:
        """Name what was not understood and could matter; it keeps the verdict from "none found"."""
        self.note(resource, text)
        self.unread.append(f"{resource.name}: {text}")


def moment(node: Node, *keys: str) -> datetime | None:
    """Return the first time that is given; of a period its end, or its start while it lasts."""
    for key in keys:
        if key.endswith("Period"):
            period = node.block(key)
            found = (period.time("end") or period.time("start")) if period else None
        else:
            found = node.time(key)
        if found:
            return found
    return None
