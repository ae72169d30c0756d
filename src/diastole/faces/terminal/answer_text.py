"""An answer in the terminal."""

from typing import TYPE_CHECKING

from diastole.answers.answer import GROUP_TITLES, Answer, AnswerSection, Reference
from diastole.answers.article_review import review_words
from diastole.faces.words.paragraphs import paragraphs
from diastole.review.readable_content import level_words

if TYPE_CHECKING:
    from rich.console import Console


def print_answer(answer: Answer, console: "Console") -> None:
    """Print an answer, a choice or a refusal."""
    from rich.text import Text

    console.print(Text(answer.title or answer.question, style="bold"))
    if answer.review:
        written = f"Written by {answer.author}, {answer.updated}."
        console.print(
            Text(f"Review: {answer.badge.replace('_', ' ')}. {review_words(answer.review)} {written}", style="yellow")
        )
    for line in (*answer.notices, *pending_words(answer)):
        console.print(Text(line, style="dim"))
    for line in (*withdrawn_words(answer), *answer.corrections):
        console.print(Text(line, style="red"))
    if answer.message:
        console.print(Text(answer.message, style="bold red" if answer.reason == "emergency" else ""))
    for section in answer.sections:
        console.print(f"\n[bold]{section.title}[/]")
        _section(section, console)
    _references(answer, console)
    if answer.nearest:
        console.print("\n[bold]Nearest statements[/]")
        for each in answer.nearest:
            _line(f"· {each.text}", console)
    if answer.related:
        console.print(
            "\n[bold]Related questions[/]"
            if answer.answered
            else "\n[bold]The nearest questions that have an answer[/]"
        )
        for link in answer.related:
            _line(f"· {link.question}", console)
    console.print(f"\n{answer.disclaimer}", style="dim", highlight=False)


def withdrawn_words(answer: Answer) -> list[str]:
    """Return what is said where a statement under an article no longer holds."""
    if not answer.withdrawn:
        return []
    return [f"This article is withdrawn: it rests on what no longer holds ({'; '.join(answer.withdrawn)})."]


def pending_words(answer: Answer) -> list[str]:
    """Return what is said while numbers are still being worked out."""
    if not answer.pending:
        return []
    return ["The simulator is still working on the numbers that are shown as …; they appear here when it is done."]


def reference_words(reference: Reference) -> str:
    """Return a reference in one line: what it is, where it is, how far it was checked."""
    where = reference.identifier if reference.identifier.startswith(("doi:", "claim")) else reference.address
    parts = [f"{reference.citation}.", f"{where}." if where else ""]
    parts.append(f"As printed: {'; '.join(reference.printed)}." if reference.printed else "")
    parts.append(f"Checked: {level_words(reference.checked)}." if reference.checked else "")
    parts.append(f"Again with: {'; '.join(reference.again)}" if reference.again else "")
    return " ".join(part for part in parts if part)


def _section(section: AnswerSection, console: "Console") -> None:
    for starts, sentences in paragraphs(section):
        text = " ".join(f"{each.text}{''.join(f'[{number}]' for number in each.references)}" for each in sentences)
        _line(f"· {text}" if starts == "item" else text, console)


def _references(answer: Answer, console: "Console") -> None:
    """Print the references by group, with how far each was checked."""
    for group, title in GROUP_TITLES.items():
        members = [each for each in answer.references if each.group == group]
        if members:
            console.print(f"\n[bold]{title}[/]")
        for each in members:
            _line(f"[{each.number}] {reference_words(each)}", console)


def _line(text: str, console: "Console") -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(text), (0, 0, 0, 2)))
