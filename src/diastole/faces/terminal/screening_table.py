"""A screening in the terminal: verdict, reasons with their trace, what is missing, alternatives."""

from collections.abc import Sequence
from textwrap import fill

from rich.console import Console
from rich.text import Text

from diastole.faces.words.confidence import DISCLAIMER
from diastole.faces.words.screening_words import NO_ALL_CLEAR, OPEN_WORDS, VERDICT_WORDS, option_title, step_words
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.screening.verdict import Screening

STYLES = {"contraindicated": "bold red", "data_needed": "bold yellow", "caution": "yellow", "none_found": "bold"}


def print_screening(
    screening: Screening, console: Console, *, notes: Sequence[str] = (), whole_trace: bool = False
) -> None:
    """Print a screening and notes on its record; ``whole_trace`` prints every step of a trace."""
    word = screening.verdict
    console.print(Text.assemble("Balloon pump: ", (VERDICT_WORDS[word], STYLES[word])))
    if word in ("caution", "none_found"):
        console.print(NO_ALL_CLEAR, style="dim", markup=False)
    _print_reasons(screening, console, whole_trace=whole_trace)
    for valve, grading in (("aortic", screening.aortic), ("mitral", screening.mitral)):
        if grading.parameters:
            grade = "contradictory" if grading.conflicting else (grading.grade or "").replace("_", " to ")
            _print_title(f"Measurements of the {valve} leak: {grade}", console)
            for each in grading.parameters:
                _print_item(console, each.in_words)
    _print_missing(screening, console)
    _print_alternatives(screening, console)
    if notes:
        _print_title("Notes on what was read", console)
    for note in notes:
        _print_item(console, note)
    console.print(f"\n{DISCLAIMER}", style="dim", markup=False)


def _print_title(title: str, console: Console, style: str = "bold") -> None:
    console.print(f"\n{title}", style=style, markup=False)


def _print_item(console: Console, text: str, depth: int = 1) -> None:
    """Print one point of a list, with its further lines indented."""
    lead = "  " * depth
    filled = fill(text, console.width, initial_indent=f"{lead}- ", subsequent_indent=f"{lead}  ")
    console.print(filled, markup=False, soft_wrap=True)


def _print_reasons(screening: Screening, console: Console, *, whole_trace: bool) -> None:
    """Print the rules that fired; a rule that only asks is covered by its missing facts, and by the whole trace."""
    fired = {reason.rule.id: reason.rule.title for reason in screening.reasons if reason.outcome == "fired"}
    for reason in screening.reasons:
        rule = reason.rule
        if reason.is_gap and not whole_trace:
            continue
        unknown = "" if rule.id in fired else " (unknown, has to be asked)"
        kind = "informs" if reason.verdict == "none_found" else VERDICT_WORDS[reason.verdict or "none_found"]
        _print_title(f"{kind}: {rule.title}{unknown}", console, STYLES[reason.verdict or "none_found"])
        against = [fired[name] for name in rule.conflicts if name in fired]
        if against:
            _print_item(console, f"speaks the other way than '{"', '".join(against)}'; the higher verdict wins")
        for step in reason.judged.trace if whole_trace else reason.deciding:
            _print_item(console, step_words(step))
        _print_item(
            console, f"rule {rule.review.replace('_', ' ')}; it rests on statements {', '.join(rule.statements)}"
        )


def _print_missing(screening: Screening, console: Console) -> None:
    """Print each unknown fact once, with what it would decide."""
    titles = {each.rule.id: each.rule.title for each in (*screening.reasons, *screening.silent)}
    for needed, words in ((True, "Missing, and needed"), (False, "Not known, for cautions only")):
        missing = [each for each in screening.missing if each.needed is needed]
        if missing:
            _print_title(words, console)
        for each in missing:
            first, *more = [titles[name] for name in each.rules]
            decides = f" (decides: {first}{f', and {len(more)} more' if more else ''})" if needed else ""
            _print_item(console, f"{fact_kind(each.fact).title}: {each.reason}{decides}")


def _print_alternatives(screening: Screening, console: Console) -> None:
    if screening.alternatives:
        _print_title("Alternatives to discuss, with what speaks against each", console)
    for name, judged in screening.alternatives.items():
        _print_item(console, f"{option_title(name)}: {OPEN_WORDS[judged.contraindicated]}")
        for each in (*judged.reasons, *judged.cautions):
            _print_item(console, each.rule.title, 2)
        if judged.unknown:
            _print_item(console, f"ask first: {'; '.join(fact_kind(fact).title for fact in judged.unknown)}", 2)
