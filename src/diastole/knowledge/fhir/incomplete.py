"""Signs that a bundle is incomplete: further pages, removed parts, failed queries."""

from collections.abc import Iterator, Mapping
from typing import Any

from diastole.knowledge.fhir.resource import mapping, mappings, plain_text
from diastole.units import shown

ALL_WELL = ("warning", "information", "success")
LEFT_OUT = {  # kinds of issues by which an answer is incomplete, whatever their severity
    "incomplete", "suppressed", "security", "login", "expired", "forbidden", "not-supported", "too-long", "too-costly",
    "transient", "lock-error", "no-store", "exception", "timeout", "throttled",
}  # fmt: skip
PARTIAL_CONTENT = "206"
OTHER_PAGES = ("next", "previous", "prev")
RELATIONS = "http://www.iana.org/assignments/link-relations/"
LINKS = ("link", "links")
PARTIAL = "SUBSETTED"
HIDDEN = ("REDACTED", "MASKED", "ABSTRED")  # labels of resources from which parts were removed
UNKNOWN = "what the others hold is unknown"


def missing(bundle: Mapping[str, Any], matches: int) -> Iterator[str]:
    """Yield sentences on what is missing from a bundle with this number of matches of a search."""
    total = bundle.get("total")
    if total is not None and (not isinstance(total, int | float) or total > matches):
        yield f"one page of several: {matches} of {shown(total)} entries are here, and {UNKNOWN}"
    elif any(_leads_on(bundle[key]) for key in bundle if key.lower() in LINKS):
        yield f"one page of several: there are others, and {UNKNOWN}"
    yield from taken_out(bundle, (PARTIAL, *HIDDEN))
    if bundle.get("implicitRules"):
        yield "has implicitRules, which may change what it means"


def taken_out(resource: Mapping[str, Any], labels: tuple[str, ...] = HIDDEN) -> Iterator[str]:
    """Yield a sentence if its tags or security labels say that parts of a resource were removed."""
    meta = mapping(resource.get("meta"))
    tags = [tag for key in ("tag", "security") if isinstance(meta.get(key), list) for tag in mappings(meta[key])]
    if removed := sorted({tag["code"] for tag in tags if tag.get("code") in labels}):
        yield f"labelled {', '.join(removed)}: only a part was sent, and what the rest says is unknown"


def answered_in_full(response: object) -> bool:
    """Return whether a server gave a complete answer; also true where no answer is recorded."""
    if not isinstance(response, dict):
        return response is None
    status = response.get("status")
    return status is None or (str(status).startswith("2") and not str(status).startswith(PARTIAL_CONTENT))


def is_match(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry is a match of the search; others are included with one, or report on the search."""
    return mapping(entry.get("search")).get("mode") in (None, "match")


def failed(outcome: Mapping[str, Any]) -> bool:
    """Return whether an OperationOutcome says that a query failed or that its answer is incomplete."""
    issues = outcome.get("issue")
    return issues is not None and (not isinstance(issues, list) or any(map(_is_loss, issues)))


def _is_loss(issue: object) -> bool:
    if not isinstance(issue, dict):
        return True
    severity, code = (str(issue.get(key, "")).strip().lower() for key in ("severity", "code"))
    return severity not in ALL_WELL or code in LEFT_OUT


def _leads_on(links: object) -> bool:
    """Return whether a link leads to another page, or cannot be read. The last page may be this one."""
    if links is None:
        return False
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        return True
    related = [(_relation(link), link.get("url", link.get("href"))) for link in links]
    here = [url for relation, url in related if relation == "self"]
    return any(
        not relation or relation in OTHER_PAGES or (relation == "last" and url not in here) for relation, url in related
    )


def _relation(link: Mapping[str, Any]) -> str:
    """Return the relation of a link, also in other spellings: ``rel``, or as an address."""
    return plain_text(link.get("relation", link.get("rel"))).lower().removeprefix(RELATIONS)
