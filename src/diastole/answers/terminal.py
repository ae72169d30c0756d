"""An answer in the terminal."""

from typing import TYPE_CHECKING

from diastole.answers.parts import GROUP_TITLES, Answer, Sentence

if TYPE_CHECKING:
    from rich.console import Console


def print_answer(answer: Answer, console: "Console") -> None:
    """Print an answer or a refusal."""
    from rich.text import Text

    console.print(Text(answer.question, style="bold"))
    if answer.badge:
        console.print(Text(f"Review: {answer.badge.replace('_', ' ')}. {' '.join(answer.notices)}", style="yellow"))
    if not answer.answered:
        console.print(Text(answer.message, style="bold red" if answer.reason == "emergency" else ""))
    for correction in answer.corrections:
        console.print(Text(correction, style="red"))
    for section in answer.sections:
        console.print(f"\n[bold]{section.title}[/]")
        for sentence in section.sentences:
            _line(_text(sentence), console)
    _references(answer, console)
    for title, lines in (("What would help to know", answer.follow_ups), ("Related questions", answer.related)):
        if lines:
            console.print(f"\n[bold]{title}[/]")
            for line in lines:
                _line(line, console)
    console.print(f"\n{answer.disclaimer}", style="dim", highlight=False)


def printed_words(sentence: Sentence) -> str:
    """Return class and level as printed, and how little was checked, in brackets; empty if there is neither."""
    words = [f"as printed: {'; '.join(sentence.printed)}" if sentence.printed else "", sentence.remark]
    told = "; ".join(word for word in words if word)
    return f"({told})" if told else ""


def _text(sentence: Sentence) -> str:
    numbers = "".join(f"[{number}]" for number in sentence.references)
    return " ".join(part for part in (sentence.text, printed_words(sentence), numbers) if part)


def _references(answer: Answer, console: "Console") -> None:
    """Print the references by group, with how far each was checked."""
    for group, title in GROUP_TITLES.items():
        members = [each for each in answer.references if each.group == group]
        if members:
            console.print(f"\n[bold]{title}[/]")
        for each in members:
            checked = f" · checked: {each.checked}" if each.checked else ""
            _line(f"[{each.number}] {each.citation}{checked}", console)


def _line(text: str, console: "Console") -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(text), (0, 0, 0, 2)))
