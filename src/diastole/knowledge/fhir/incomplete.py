"""Signs in a bundle that it is incomplete: further pages, parts that were left out, queries that failed."""

from collections.abc import Iterator, Mapping
from typing import Any

from diastole.units import shown

ERRORS = ("error", "fatal")
ALL_WELL = ("warning", "information", "success")
LEFT_OUT = {  # kinds of issues that take something from an answer, however harmless their severity
    "incomplete", "suppressed", "security", "login", "expired", "forbidden", "not-supported", "too-long", "too-costly",
    "transient", "lock-error", "no-store", "exception", "timeout", "throttled",
}  # fmt: skip
PARTIAL_CONTENT = "206"
OTHER_PAGES = ("next", "previous", "prev")
RELATIONS = "http://www.iana.org/assignments/link-relations/"
LINKS = ("link", "links")
PARTIAL = "SUBSETTED"
HIDDEN = ("REDACTED", "MASKED", "ABSTRED")  # labels of what was taken out before it was sent
UNKNOWN = "what the others hold is unknown"


def missing(bundle: Mapping[str, Any], found: int) -> Iterator[str]:
    """Yield what is known to be missing from a bundle in which so many entries were found by the search."""
    total = bundle.get("total")
    if total is not None and (not isinstance(total, int | float) or total > found):
        yield f"one page of several: {found} of {shown(total)} entries are here, and {UNKNOWN}"
    elif any(_leads_on(bundle[key]) for key in bundle if key.lower() in LINKS):
        yield f"one page of several: there are others, and {UNKNOWN}"
    yield from taken_out(bundle, (PARTIAL, *HIDDEN))
    if bundle.get("implicitRules"):
        yield "has implicitRules, which may change what it means"


def taken_out(resource: Mapping[str, Any], labels: tuple[str, ...] = HIDDEN) -> Iterator[str]:
    """Yield that something was taken out of a resource, as its tags and security labels say."""
    meta = resource.get("meta")
    given = [meta.get(key) for key in ("tag", "security")] if isinstance(meta, dict) else []
    every = [one for some in given if isinstance(some, list) for one in some if isinstance(one, dict)]
    if found := sorted({one["code"] for one in every if one.get("code") in labels}):
        yield f"labelled {', '.join(found)}: only a part was sent, and what the rest says is unknown"


def answered_in_full(response: object) -> bool:
    """Tell whether a server answered with all that was asked for; also where no answer is recorded."""
    if not isinstance(response, dict):
        return response is None
    status = response.get("status")
    return status is None or (str(status).startswith("2") and not str(status).startswith(PARTIAL_CONTENT))


def is_match(entry: Mapping[str, Any]) -> bool:
    """Tell whether an entry was searched for; others come along with it, or tell how the search went."""
    search = entry.get("search")
    return not isinstance(search, dict) or search.get("mode") in (None, "match")


def failed(outcome: Mapping[str, Any]) -> bool:
    """Tell whether an OperationOutcome says that a query failed or that something was left out."""
    issues = outcome.get("issue")
    return issues is not None and (not isinstance(issues, list) or any(map(_takes_away, issues)))


def _takes_away(issue: object) -> bool:
    if not isinstance(issue, dict):
        return True
    severity, code = (str(issue.get(key, "")).strip().lower() for key in ("severity", "code"))
    return severity not in ALL_WELL or code in LEFT_OUT


def _leads_on(links: object) -> bool:
    """Tell whether a link leads to another page, or cannot be read. A last page may be this one."""
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
    """Return how a link leads on, also as written elsewhere: ``rel``, or in full."""
    found = link.get("relation", link.get("rel"))
    return found.strip().lower().removeprefix(RELATIONS) if isinstance(found, str) else ""
