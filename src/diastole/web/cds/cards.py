"""From a screening to a card."""

import re
from collections.abc import Iterator
from uuid import uuid4

from diastole.evidence.codes import SYSTEMS, load_codes
from diastole.report.confidence import DISCLAIMER
from diastole.report.screening import NO_ALL_CLEAR, VERDICT_WORDS, said_step
from diastole.screening.verdict import Reason, Screening
from diastole.screening.vocabulary import fact_kind
from diastole.web.cds.judging import Verdict
from diastole.web.cds.response import LONGEST_SUMMARY, Card, Coding, Indicator, Link, Source

INDICATORS: dict[str, Indicator] = {
    "contraindicated": "critical",
    "data_needed": "warning",
    "caution": "warning",
    "none_found": "info",
}
ECHO_RULES = ("ECHO-MISSING", "ECHO-STALE")
REASON_SYSTEM = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"
REASONS = {  # of that code system, as in the ballot of CDS Hooks 3.0.0
    "patient-ineligible": "Patient does not meet eligibility for recommended action",
    "action-completed": "Recommended action was already completed",
    "recipient-disagrees-evidence": "Recipient disagrees with recommendation because of issues with the evidence",
    "recipient-concerns-outcomes": "Recipient has concerns regarding potential health outcomes",
}
MOST_STEPS = 6  # of one rule; the rest is counted
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:@])")


def card_of(verdict: Verdict, base: str) -> Card:
    """Return the card of a screening.

    Parameters
    ----------
    base
        Address of this application, for links.
    """
    found = verdict.screening
    device = load_codes().emitted("balloon_pump", "sct")
    return Card(
        uuid=str(uuid4()),
        summary=_summary(found),
        indicator=INDICATORS[found.verdict],
        source=Source(
            label="diastole, screening rules before a balloon pump",
            url=f"{base}/",
            topic=Coding(code=device.code, system=SYSTEMS[device.system], display=device.meaning),
        ),
        detail="\n".join(_detail(verdict)),
        overrideReasons=[Coding(code=code, system=REASON_SYSTEM, display=text) for code, text in REASONS.items()],
        links=[
            Link(label="Screen by hand", url=f"{base}/screen"),
            Link(label="Questions, with sources", url=f"{base}/"),
        ],
    )


def _summary(found: Screening) -> str:
    """Return one sentence with the verdict and what decides it."""
    deciding = [one.rule for one in found.reasons if one.verdict == found.verdict]
    if found.verdict == "none_found":
        return "Balloon pump: no contraindication found by these rules; this is no all-clear."
    if found.verdict == "data_needed" and any(rule.id in ECHO_RULES for rule in deciding):
        return "Balloon pump: echocardiography is needed before insertion."
    more = f" (and {len(deciding) - 1} more)" if len(deciding) > 1 else ""
    head = f"Balloon pump: {VERDICT_WORDS[found.verdict]}. "
    room = LONGEST_SUMMARY - len(head) - len(more) - 1
    title = deciding[0].title
    return f"{head}{title if len(title) <= room else title[: room - 1] + '…'}{more}."


def _detail(verdict: Verdict) -> Iterator[str]:
    """Yield the lines of the detail, in Markdown; what came from outside is written as plain text."""
    found = verdict.screening
    yield f"**{VERDICT_WORDS[found.verdict].capitalize()}**, asked because {verdict.because}."
    if found.verdict in ("caution", "none_found"):
        yield f"\n{NO_ALL_CLEAR}"
    for reason in found.reasons:
        yield from _reason(reason)
    needed = [one for one in found.missing if one.needed]
    if needed:
        yield "\n**Missing, and needed**\n"
        yield from (f"- {plain(fact_kind(one.fact).title)}: {plain(one.reason)}" for one in needed)
    if found.alternatives:
        yield "\n**Alternatives to discuss**, each with contraindications of its own\n"
        told = {True: "contraindicated too", False: "none of its own met", None: "open until more is known"}
        for other in found.alternatives:
            yield f"- {plain(other.name.replace('_', ' '))}: {told[other.contraindicated]}"
    if verdict.notes:
        yield "\n**Not used**\n"
        yield from (f"- {plain(note)}" for note in verdict.notes[:MOST_STEPS])
    yield f"\nUnknown is never taken as absent. Rules and statements are submitted, not reviewed. {DISCLAIMER}"


def _reason(reason: Reason) -> Iterator[str]:
    rule = reason.rule
    kind = "informs" if reason.verdict == "none_found" else VERDICT_WORDS[reason.verdict or "none_found"]
    asked = ", unknown and has to be asked" if reason.outcome == "asks" else ""
    yield f"\n**{plain(rule.title)}** ({kind}{asked})\n"
    wanted = None if reason.outcome == "asks" else True
    steps = [step for step in reason.judged.trace if step.result is wanted]
    yield from (f"- {plain(said_step(step))}" for step in steps[:MOST_STEPS])
    if len(steps) > MOST_STEPS:
        yield f"- and {len(steps) - MOST_STEPS} more"
    yield f"- {plain(rule.id)} version {rule.version}, {rule.review}; statements {plain(', '.join(rule.statements))}"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is: no link, no markup, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
