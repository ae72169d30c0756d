"""A screening in words and tables: verdict, reasons with their trace, what is missing, alternatives."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from diastole.faces.words.confidence import DISCLAIMER
from diastole.knowledge.rules.conditions import Limit, TraceStep
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.facts import Finding
from diastole.knowledge.rules.kleene import Truth
from diastole.knowledge.screening.option_verdict import OptionVerdict
from diastole.knowledge.screening.verdict import Screening
from diastole.model.devices.register import DEVICES

if TYPE_CHECKING:
    from rich.console import Console

VERDICT_WORDS = {
    "contraindicated": "contraindicated",
    "data_needed": "data needed",
    "caution": "caution",
    "none_found": "no contraindication found",
}
STYLES = {"contraindicated": "bold red", "data_needed": "bold yellow", "caution": "yellow", "none_found": "bold"}
OPERATOR_WORDS = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
OPEN_WORDS: dict[Truth, str] = {
    True: "contraindicated too",
    False: "no contraindication of its own met",
    None: "open until more is known",
}
TITLES = {model.name: model.title for device in DEVICES for model in device.models}
NO_ALL_CLEAR = "This is no all-clear: rules see only what is listed, and no clinician has reviewed them."


def print_screening(
    screening: Screening, console: "Console", *, notes: Sequence[str] = (), whole_trace: bool = False
) -> None:
    """Print a screening.

    Parameters
    ----------
    screening
        As judged.
    console
        Where to.
    notes
        What of the record was not used, or was replaced.
    whole_trace
        Whether to print each step of a trace, and not only those that decide.
    """
    from rich.text import Text

    word = screening.verdict
    console.print(Text.assemble("Balloon pump: ", (VERDICT_WORDS[word], STYLES[word])))
    if word in ("caution", "none_found"):
        console.print(NO_ALL_CLEAR, style="dim", markup=False)
    _print_reasons(screening, console, whole_trace=whole_trace)
    for valve, grading in (("aortic", screening.aortic), ("mitral", screening.mitral)):
        if grading.parameters:
            grade = "contradictory" if grading.conflicting else (grading.grade or "").replace("_", " to ")
            console.print(f"\nMeasurements of the {valve} leak: {grade}", style="bold", markup=False)
            for one in grading.parameters:
                _item(console, one.said)
    _print_missing(screening, console)
    _print_alternatives(screening.alternatives, console)
    if notes:
        console.print("\nNotes on what was read", style="bold", markup=False)
    for note in notes:
        _item(console, note)
    console.print(f"\n{DISCLAIMER}", style="dim", markup=False)


def _item(console: "Console", text: str, depth: int = 1) -> None:
    """Print one point of a list, indented where it goes on."""
    lead = "  " * depth
    console.print(
        fill(text, console.width, initial_indent=f"{lead}- ", subsequent_indent=f"{lead}  "),
        markup=False,
        soft_wrap=True,
    )


def said_step(step: TraceStep) -> str:
    """Return a step of a trace in words: what is known of the fact, how it stands to what was asked, its source."""
    return f"{said_fact(step)} [{step.source}]" if step.source else said_fact(step)


def said_fact(step: TraceStep) -> str:
    """Return what is known of the fact of a step, and how that stands to what was asked."""
    found = Finding(step.fact, step.value, step.source, step.reason)
    doubt = f" ({step.reason})" if step.reason and step.value is not None else ""
    return f"{fact_kind(step.fact).title}: {found.said}{doubt}{_beside(step)}"


def _beside(step: TraceStep) -> str:
    """Return how a value stands to a limit or to words; nothing where the value says it itself."""
    if step.result is None or step.threshold is None or isinstance(step.threshold, bool):
        return ""
    limit = said_threshold(step.fact, step.threshold)
    if isinstance(step.threshold, float):
        return f", {'' if step.result else 'not '}{OPERATOR_WORDS[step.operator]} {limit}"
    return "" if step.result else f", not {limit}"


def said_threshold(fact: str, threshold: Limit) -> str:
    """Return what a fact is compared with, in words."""
    words = threshold if isinstance(threshold, tuple) else (threshold,)
    return " or ".join(Finding(fact, word).said for word in words)


def _print_reasons(screening: Screening, console: "Console", *, whole_trace: bool) -> None:
    """Print what fired; what only asks is told by the facts that it asks for, and in the whole trace."""
    fired = {reason.rule.id: reason.rule.title for reason in screening.reasons if reason.outcome == "fired"}
    for reason in screening.reasons:
        rule = reason.rule
        if reason.is_gap and not whole_trace:
            continue
        asked = "" if rule.id in fired else " (unknown, has to be asked)"
        kind = "informs" if reason.verdict == "none_found" else VERDICT_WORDS[reason.verdict or "none_found"]
        console.print(f"\n{kind}: {rule.title}{asked}", style=STYLES[reason.verdict or "none_found"], markup=False)
        against = [fired[name] for name in rule.conflicts if name in fired]
        if against:
            _item(console, f"speaks the other way than '{"', '".join(against)}'; the higher verdict wins")
        for step in reason.judged.trace if whole_trace else reason.deciding:
            _item(console, said_step(step))
        _item(console, f"rule {rule.review.replace('_', ' ')}; it rests on statements {', '.join(rule.statements)}")


def _print_missing(screening: Screening, console: "Console") -> None:
    """Print each unknown fact once, with what it would decide."""
    titles = {one.rule.id: one.rule.title for one in (*screening.reasons, *screening.silent)}
    for needed, words in ((True, "Missing, and needed"), (False, "Not known, for cautions only")):
        listed = [one for one in screening.missing if one.needed is needed]
        if listed:
            console.print(f"\n{words}", style="bold", markup=False)
        for one in listed:
            first, *more = [titles[name] for name in one.rules]
            decides = f" (decides: {first}{f', and {len(more)} more' if more else ''})" if needed else ""
            _item(console, f"{fact_kind(one.fact).title}: {one.reason}{decides}")


def _print_alternatives(alternatives: Mapping[str, OptionVerdict], console: "Console") -> None:
    if not alternatives:
        return
    console.print("\nAlternatives to discuss, with what speaks against each", style="bold", markup=False)
    for name, judged in alternatives.items():
        _item(console, f"{option_title(name)}: {OPEN_WORDS[judged.contraindicated]}")
        for one in (*judged.reasons, *judged.cautions):
            _item(console, one.rule.title, 2)
        if judged.unknown:
            _item(console, f"ask first: {'; '.join(fact_kind(fact).title for fact in judged.unknown)}", 2)


def option_title(name: str) -> str:
    """Return what a reader calls an option."""
    return TITLES.get(name, name.replace("_", " "))
