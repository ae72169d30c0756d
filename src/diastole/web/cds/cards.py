"""The card that shows a screening."""

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
)  # fmt: skip
from diastole.web.cds.screening_call import CallScreening

INDICATORS: dict[str, Indicator] = {
    "contraindicated": "critical",
    "data_needed": "warning",
    "caution": "warning",
    "none_found": "info",
}
ECHO_RULES = ("ECHO-MISSING", "ECHO-STALE")
UNREAD_RULE = "RECORD-NOT-UNDERSTOOD"  # its source has a line of its own
REASON_SYSTEM = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"
REASONS = {  # of this code system, as in the ballot of CDS Hooks 3.0.0
    "patient-ineligible": "Patient does not meet eligibility for recommended action",
    "action-completed": "Recommended action was already completed",
    "recipient-disagrees-evidence": "Recipient disagrees with recommendation because of issues with the evidence",
    "recipient-concerns-outcomes": "Recipient has concerns regarding potential health outcomes",
}
LONGEST_LINE, SHORT_LINE = 150, 60  # characters of text that the client sent
MOST_MISSING = 5  # facts that are listed; the others are counted
BY_ECHO = ("echo.", "ar.", "aortic_valve.")  # facts that an echocardiography shows
_MORE = "- and more, see the page"
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:@])")


def card_of(verdict: CallScreening, base: str) -> Card:
    """Return the card of a screening.

    Parameters
    ----------
    base
        Address of this application, for links.
    """
    device = load_codes().emitted("balloon_pump", "sct")
    suggestion = _suggestion(verdict)
    return Card(
        uuid=str(uuid4()),
        summary=_summary(verdict.screening),
        indicator=INDICATORS[verdict.screening.verdict],
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


def _summary(screening: Screening) -> str:
    """Return one sentence with the verdict and the first reason for it."""
    deciding = [result for result in screening.reasons if result.verdict == screening.verdict]
    if screening.verdict == "none_found":
        return "Balloon pump: no contraindication found by these rules; this is no all-clear."
    if screening.verdict == "data_needed" and any(result.rule.id in ECHO_RULES for result in deciding):
        return "Balloon pump: echocardiography is needed before insertion."
    titles = [result.rule.title for result in deciding]
    if screening.verdict == "data_needed":
        fired = [result.rule.title for result in deciding if result.outcome == "fired"]
        titles = fired or [f"not known: {fact_kind(gap.fact).title}" for gap in screening.missing if gap.needed]
    more = f" (and {len(titles) - 1} more)" if len(titles) > 1 else ""
    head = f"Balloon pump: {VERDICT_WORDS[screening.verdict]}. "
    room = LONGEST_SUMMARY - len(head) - len(more) - 1
    title = f"{titles[0][0].upper()}{titles[0][1:]}"
    return f"{head}{title if len(title) <= room else title[: room - 1] + '…'}{more}."


def _detail(verdict: CallScreening, base: str) -> str:
    """Return the detail in Markdown: as many whole lines as fit, and a link to the page with the rest."""
    tail = f"\nUnknown is never taken as absent. [All rules, and a form to screen by hand]({base}/screen). {DISCLAIMER}"
    room = LONGEST_DETAIL - len(tail) - len(_MORE) - 1
    kept: list[str] = []
    for line in _lines(verdict):
        if sum(len(each) + 1 for each in (*kept, line)) > room:
            kept.append(_MORE)
            break
        kept.append(line)
    return "\n".join([*kept, tail])


def _lines(verdict: CallScreening) -> Iterator[str]:
    """Yield the lines of the detail, the most important first; text of the client is escaped."""
    screening = verdict.screening
    yield f"**{VERDICT_WORDS[screening.verdict].capitalize()}**, asked because {_short(verdict.because, LONGEST_LINE)}."
    if screening.verdict in ("caution", "none_found"):
        yield NO_ALL_CLEAR
    fired = [result for result in screening.reasons if result.outcome == "fired" and result.verdict != "none_found"]
    for reason in fired:
        if reason.verdict != "data_needed":
            yield from _reason(reason)
    if screening.facts["record.unread"].value is True:
        yield f"- **Not understood**: {_short(screening.facts['record.unread'].source, LONGEST_LINE)}"
    for reason in fired:
        if reason.verdict == "data_needed" and reason.rule.id != UNREAD_RULE:
            yield from _reason(reason)
    shown = {step.fact for reason in fired for step in reason.judged.trace if step.result is True}
    needed = [gap for gap in screening.missing if gap.needed and gap.fact not in shown]
    for gap in needed[:MOST_MISSING]:
        yield f"- **Needed**: {_plain(fact_kind(gap.fact).title)} ({_short(gap.reason, SHORT_LINE)})"
    if len(needed) > MOST_MISSING:
        yield f"- and {len(needed) - MOST_MISSING} more that are needed"
    open_options = [name for name, judged in screening.alternatives.items() if not judged.contraindicated]
    if open_options:
        yield f"- Alternatives to discuss: {', '.join(_plain(option_title(name)) for name in open_options)}"


def _reason(reason: RuleResult) -> Iterator[str]:
    """Yield a rule that fired, with the first step that decided it."""
    yield f"- **{_plain(reason.rule.title)}** ({VERDICT_WORDS[reason.rule.verdict]})"
    for step in reason.deciding[:1]:
        yield f"  - {_short(step_words(step), LONGEST_LINE)}"


def _suggestion(verdict: CallScreening) -> Suggestion | None:
    """Return the suggestion of an echocardiography if a fact is needed that it would show."""
    screening = verdict.screening
    is_needed = any(gap.needed and gap.fact.startswith(BY_ECHO) for gap in screening.missing)
    if screening.verdict != "data_needed" or not is_needed:
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
    """Return text without markup on one line, cut to a length."""
    flat = " ".join(text.split())
    return _plain(flat if len(flat) <= most else f"{flat[: most - 1]}…")


def _plain(text: str) -> str:
    """Return text on one line that Markdown shows as it is, without links or markup."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
