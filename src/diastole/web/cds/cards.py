"""From a screening to a card."""

import re
from collections.abc import Iterator
from uuid import uuid4

from diastole.faces.words.confidence import DISCLAIMER
from diastole.faces.words.screening_words import NO_ALL_CLEAR, VERDICT_WORDS, option_title, step_words
from diastole.knowledge.evidence.codes import SYSTEMS, load_codes
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.judgement import RuleResult
from diastole.knowledge.screening.verdict import Screening
from diastole.web.cds.response import (
    LONGEST_DETAIL,
    LONGEST_SUMMARY,
    Card,
    CardAction,
    CardLink,
    CardSource,
    Coding,
    Indicator,
    Suggestion,
)
from diastole.web.cds.screening_call import CallScreening

INDICATORS: dict[str, Indicator] = {
    "contraindicated": "critical",
    "data_needed": "warning",
    "caution": "warning",
    "none_found": "info",
}
ECHO_RULES = ("ECHO-MISSING", "ECHO-STALE")
UNREAD_RULE = "RECORD-NOT-UNDERSTOOD"  # its source is shown in its own line
REASON_SYSTEM = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"
REASONS = {  # of that code system, as in the ballot of CDS Hooks 3.0.0
    "patient-ineligible": "Patient does not meet eligibility for recommended action",
    "action-completed": "Recommended action was already completed",
    "recipient-disagrees-evidence": "Recipient disagrees with recommendation because of issues with the evidence",
    "recipient-concerns-outcomes": "Recipient has concerns regarding potential health outcomes",
}
LONGEST_LINE, SHORT_LINE = 150, 60  # characters of what came from outside
MOST_MISSING = 5  # facts that are listed; the rest is counted
BY_ECHO = ("echo.", "ar.", "aortic_valve.")  # what an echocardiography would tell
_MORE = "- and more, see the page"
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:@])")


def card_of(verdict: CallScreening, base: str) -> Card:
    """Return the card of a screening.

    Parameters
    ----------
    base
        Address of this application, for links.
    """
    found = verdict.screening
    device = load_codes().emitted("balloon_pump", "sct")
    suggestion = _suggestion(verdict)
    return Card(
        uuid=str(uuid4()),
        summary=_summary(found),
        indicator=INDICATORS[found.verdict],
        source=CardSource(
            label="diastole, screening rules before a balloon pump",
            url=f"{base}/",
            topic=Coding(code=device.code, system=SYSTEMS[device.system], display=device.meaning),
        ),
        detail=_detail(verdict, base),
        suggestions=[suggestion] if suggestion else None,
        selectionBehavior="at-most-one" if suggestion else None,
        overrideReasons=[Coding(code=code, system=REASON_SYSTEM, display=text) for code, text in REASONS.items()],
        links=[
            CardLink(label="Screen by hand", url=f"{base}/screen"),
            CardLink(label="Questions, with sources", url=f"{base}/"),
        ],
    )


def _summary(found: Screening) -> str:
    """Return one sentence with the verdict and what decides it."""
    deciding = [one.rule for one in found.reasons if one.verdict == found.verdict]
    if found.verdict == "none_found":
        return "Balloon pump: no contraindication found by these rules; this is no all-clear."
    if found.verdict == "data_needed" and any(rule.id in ECHO_RULES for rule in deciding):
        return "Balloon pump: echocardiography is needed before insertion."
    told = [rule.title for rule in deciding]
    if found.verdict == "data_needed":
        fired = [one.rule.title for one in found.reasons if one.outcome == "fired" and one.verdict == found.verdict]
        told = fired or [f"not known: {fact_kind(one.fact).title}" for one in found.missing if one.needed]
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    head = f"Balloon pump: {VERDICT_WORDS[found.verdict]}. "
    room = LONGEST_SUMMARY - len(head) - len(more) - 1
    title = f"{told[0][0].upper()}{told[0][1:]}"
    return f"{head}{title if len(title) <= room else title[: room - 1] + '…'}{more}."


def _detail(verdict: CallScreening, base: str) -> str:
    """Return the detail in Markdown: as many whole lines as there is room for, and a link to the page with the rest."""
    tail = f"\nUnknown is never taken as absent. [All rules, and a form to screen by hand]({base}/screen). {DISCLAIMER}"
    room = LONGEST_DETAIL - len(tail) - len(_MORE) - 1
    kept: list[str] = []
    for line in _lines(verdict):
        if sum(len(one) + 1 for one in (*kept, line)) > room:
            kept.append(_MORE)
            break
        kept.append(line)
    return "\n".join([*kept, tail])


def _lines(verdict: CallScreening) -> Iterator[str]:
    """Yield the lines of the detail, the most important first; what came from outside is written as plain text."""
    found = verdict.screening
    yield f"**{VERDICT_WORDS[found.verdict].capitalize()}**, asked because {_short(verdict.because, LONGEST_LINE)}."
    if found.verdict in ("caution", "none_found"):
        yield NO_ALL_CLEAR
    fired = [one for one in found.reasons if one.outcome == "fired" and one.verdict != "none_found"]
    for reason in fired:
        if reason.verdict != "data_needed":
            yield from _reason(reason)
    if found.facts["record.unread"].value is True:
        yield f"- **Not understood**: {_short(found.facts['record.unread'].source, LONGEST_LINE)}"
    for reason in fired:
        if reason.verdict == "data_needed" and reason.rule.id != UNREAD_RULE:
            yield from _reason(reason)
    told = {step.fact for reason in fired for step in reason.judged.trace if step.result is True}
    needed = [one for one in found.missing if one.needed and one.fact not in told]
    for one in needed[:MOST_MISSING]:
        yield f"- **Needed**: {plain(fact_kind(one.fact).title)} ({_short(one.reason, SHORT_LINE)})"
    if len(needed) > MOST_MISSING:
        yield f"- and {len(needed) - MOST_MISSING} more that are needed"
    open_ones = [plain(option_title(name)) for name, judged in found.alternatives.items() if not judged.contraindicated]
    if open_ones:
        yield f"- Alternatives to discuss: {', '.join(open_ones)}"


def _reason(reason: RuleResult) -> Iterator[str]:
    """Yield a rule that fired, with the first step that made it."""
    yield f"- **{plain(reason.rule.title)}** ({VERDICT_WORDS[reason.rule.verdict]})"
    for step in reason.deciding[:1]:
        yield f"  - {_short(step_words(step), LONGEST_LINE)}"


def _suggestion(verdict: CallScreening) -> Suggestion | None:
    """Return the suggestion of an echocardiography, where what it would show is needed."""
    if verdict.screening.verdict != "data_needed":
        return None
    if not any(one.needed and one.fact.startswith(BY_ECHO) for one in verdict.screening.missing):
        return None
    echo = load_codes().emitted("transthoracic_echocardiography", "sct")
    order = {
        "resourceType": "ServiceRequest", "status": "draft", "intent": "proposal",
        "code": {"coding": [{"system": SYSTEMS[echo.system], "code": echo.code, "display": echo.meaning}]},
        "subject": {"reference": f"Patient/{verdict.patient}"},
    }  # fmt: skip
    label = "Order transthoracic echocardiography"
    return Suggestion(label=label, uuid=str(uuid4()), actions=[CardAction(description=label, resource=order)])


def _short(text: str, most: int) -> str:
    """Return text as it stands, or its beginning, on one line and without markup."""
    flat = " ".join(text.split())
    return plain(flat if len(flat) <= most else f"{flat[: most - 1]}…")


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: no link, no markup, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
