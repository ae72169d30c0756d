"""Responses of the service: services, cards and errors. An absent field is left out, never null or empty."""

# ruff: noqa: N815 - the names are those of the specification

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

type Indicator = Literal["info", "warning", "critical"]
LONGEST_SUMMARY = 139  # characters; fewer than 140 in the specification
LONGEST_DETAIL = 900  # characters; clients show it beside other work
CODES = {  # of FHIR's IssueType, by status
    404: "not-found", 405: "not-supported", 408: "timeout", 412: "required", 413: "too-long", 429: "throttled",
    500: "exception", 503: "transient",
}  # fmt: skip


class _Record(BaseModel):
    """A part of a response, frozen; it has the fields of the standard only."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Coding(_Record):
    """A code."""

    code: str
    system: str
    display: str | None = None


class CardSource(_Record):
    """The origin of a card."""

    label: str
    url: str | None = None
    topic: Coding | None = None


class CardLink(_Record):
    """A link to a page for people."""

    label: str
    url: str
    type: Literal["absolute"] = "absolute"


class CardAction(_Record):
    """The action of a client whose user accepts a suggestion."""

    type: Literal["create"] = "create"
    description: str
    resource: dict[str, Any]


class Suggestion(_Record):
    """A suggestion that the user may accept."""

    label: str
    uuid: str
    actions: Annotated[list[CardAction], Field(min_length=1)]


class Card(_Record):
    """A card; its suggestions do nothing until a user accepts one."""

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
    """The response to a call."""

    cards: list[Card]


class Service(_Record):
    """A service on one hook."""

    hook: str
    id: str
    title: str
    description: str
    prefetch: dict[str, str]
    usageRequirements: str


class Services(_Record):
    """The response to discovery."""

    services: list[Service]


class Issue(_Record):
    """The reason of an error."""

    severity: Literal["error"] = "error"
    code: str
    diagnostics: str


class OperationOutcome(_Record):
    """The FHIR resource of an error."""

    resourceType: Literal["OperationOutcome"] = "OperationOutcome"
    issue: Annotated[list[Issue], Field(min_length=1)]


def outcome_response(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as FHIR's OperationOutcome; ``message`` is one sentence for the person who runs the client."""
    outcome = OperationOutcome(issue=[Issue(code=CODES.get(status, "invalid"), diagnostics=message)])
    return Response(outcome.model_dump_json(), status, headers, "application/json")
