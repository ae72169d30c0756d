"""Answers of the service: services, cards and refusals. An option that is absent is left out, never null or empty."""

# ruff: noqa: N815 - the names are those of the specification

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

type Indicator = Literal["info", "warning", "critical"]
LONGEST_SUMMARY = 139  # characters; the specification says under 140
LONGEST_DETAIL = 900  # characters; clients show it beside other work


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Coding(_Record):
    """A code."""

    code: str
    system: str
    display: str | None = None


class CardSource(_Record):
    """Where a card comes from."""

    label: str
    url: str | None = None
    topic: Coding | None = None


class CardLink(_Record):
    """A page that a person may open."""

    label: str
    url: str
    type: Literal["absolute"] = "absolute"


class CardAction(_Record):
    """What a client does if its user takes a suggestion."""

    type: Literal["create"] = "create"
    description: str
    resource: dict[str, Any]


class Suggestion(_Record):
    """What a user may take, or leave."""

    label: str
    uuid: str
    actions: Annotated[list[CardAction], Field(min_length=1)]


class Card(_Record):
    """One card; its suggestions do nothing until a user takes one."""

    uuid: str
    summary: Annotated[str, Field(min_length=1, max_length=LONGEST_SUMMARY)]
    indicator: Indicator
    source: CardSource
    detail: Annotated[str, Field(min_length=1, max_length=LONGEST_DETAIL)]
    suggestions: Annotated[list[Suggestion], Field(min_length=1)] | None = None
    selectionBehavior: Literal["at-most-one"] | None = None  # required with suggestions
    overrideReasons: Annotated[list[Coding], Field(min_length=1)]
    links: Annotated[list[CardLink], Field(min_length=1)]


class Cards(_Record):
    """The answer to a call."""

    cards: list[Card]


class Service(_Record):
    """One service on one hook."""

    hook: str
    id: str
    title: str
    description: str
    prefetch: dict[str, str]
    usageRequirements: str


class Services(_Record):
    """The answer to discovery."""

    services: list[Service]


class Issue(_Record):
    """Why a call failed."""

    severity: Literal["error"] = "error"
    code: str
    diagnostics: str


class OperationOutcome(_Record):
    """The FHIR resource that says why a call failed."""

    resourceType: Literal["OperationOutcome"] = "OperationOutcome"
    issue: Annotated[list[Issue], Field(min_length=1)]


def outcome(code: str, diagnostics: str) -> OperationOutcome:
    """Return a refusal.

    Parameters
    ----------
    code
        Of FHIR's IssueType, such as ``invalid`` or ``required``.
    diagnostics
        One sentence for the person who runs the client.
    """
    return OperationOutcome(issue=[Issue(code=code, diagnostics=diagnostics)])
