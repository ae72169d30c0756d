"""A screening in words and tables: verdict, reasons with their trace, what is missing, alternatives."""

from typing import TYPE_CHECKING

from diastole.report.confidence import DISCLAIMER
from diastole.screening.alternatives import Alternative
from diastole.screening.conditions import Step, Threshold
from diastole.screening.facts import Finding
from diastole.screening.verdict import Missing, Reason, Screening
from diastole.screening.vocabulary import fact_kind

if TYPE_CHECKING:
    from rich.console import Console

VERDICT_WORDS = {
    "contraindicated": "contraindicated",
    "data_needed": "data needed",
    "caution": "caution",
    "none_found": "no contraindication found",
}
STYLES = {"contraindicated": "bold red", "data_needed": "bold yellow", "caution": "yellow", "none_found": "bold"}
OPERATOR_WORDS = {
    "eq": "is", "in": "is one of", "gt": "above", "ge": "at least", "lt": "below", "le": "at most",
    "missing": "is missing", "known": "is known",
}  # fmt: skip
RESULT_WORDS = {True: "true", False: "false", None: "unknown"}
NO_ALL_CLEAR = "This is no all-clear: rules see only what is listed, and no clinician has reviewed them."


def print_screening(screening: Screening, console: "Console", *, whole_trace: bool = False) -> None:
    """Print a screening.

    Parameters
    ----------
    screening
        As judged.
    console
        Where to.
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
            console.print(f"\nMeasurements of the {valve} leak: {grade} ({grading.said})", markup=False)
    _print_missing(screening.missing, console)
    _print_alternatives(screening.alternatives, console)
    console.print(f"\n{DISCLAIMER}", style="dim", markup=False)


def said_step(step: Step) -> str:
    """Return a step of a trace in words."""
    found = Finding(step.fact, step.value, step.source, step.reason)
    limit = "" if step.threshold is None else f" {_said_threshold(step.fact, step.threshold)}"
    source = f" [{step.source}]" if step.source else ""
    return f"{step.fact} {OPERATOR_WORDS[step.operator]}{limit}: {RESULT_WORDS[step.result]}; {found.said}{source}"


def _said_threshold(fact: str, threshold: Threshold) -> str:
    words = threshold if isinstance(threshold, tuple) else (threshold,)
    return ", ".join(Finding(fact, word).said for word in words)


def _print_reasons(screening: Screening, console: "Console", *, whole_trace: bool) -> None:
    for reason in screening.reasons:
        rule = reason.rule
        asked = " (unknown, has to be asked)" if reason.outcome == "asks" else ""
        kind = "informs" if reason.verdict == "none_found" else VERDICT_WORDS[reason.verdict or "none_found"]
        console.print(f"\n{kind}: {rule.title}{asked}", style=STYLES[reason.verdict or "none_found"], markup=False)
        statements = f"statements {', '.join(rule.statements)}"
        console.print(f"  {rule.id} version {rule.version}, {rule.review}; {statements}", markup=False)
        for step in reason.judged.trace if whole_trace else _deciding(reason):
            console.print(f"  - {said_step(step)}", markup=False)


def _deciding(reason: Reason) -> list[Step]:
    """Return the steps that a person needs first: those that hold, or those that are unknown where a rule asks."""
    wanted = None if reason.outcome == "asks" else True
    return [step for step in reason.judged.trace if step.result is wanted]


def _print_missing(missing: tuple[Missing, ...], console: "Console") -> None:
    for needed, words in ((True, "Missing, and needed"), (False, "Not known, for cautions only")):
        lines = [f"  - {fact_kind(one.fact).title}: {one.reason}" for one in missing if one.needed is needed]
        if lines:
            console.print(f"\n{words}", style="bold", markup=False)
            console.print("\n".join(lines), markup=False)


def _print_alternatives(alternatives: tuple[Alternative, ...], console: "Console") -> None:
    if not alternatives:
        return
    words = {True: "contraindicated too", False: "no contraindication of its own met", None: "open until more is known"}
    console.print("\nAlternatives to discuss, with what speaks against each", style="bold", markup=False)
    for one in alternatives:
        lacking = f"; unknown: {', '.join(name.replace('_', ' ') for name in one.unknown)}" if one.unknown else ""
        console.print(f"  - {one.name}: {words[one.contraindicated]}{lacking}", markup=False)
        for text in (*one.reasons, *one.cautions):
            console.print(f"      {text}", markup=False)
        if one.ask_first:
            console.print(f"      ask first: {'; '.join(one.ask_first)}", markup=False)
