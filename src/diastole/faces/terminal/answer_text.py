"""An answer in the terminal."""

from rich.console import Console
from rich.text import Text

from diastole.answers.answer import GROUP_TITLES, Answer
from diastole.answers.article_review import review_words
from diastole.faces.terminal.printing import print_section
from diastole.faces.words.answer_words import joined, paragraphs, pending_words, reference_words, withdrawn_words


def print_answer(answer: Answer, console: Console) -> None:
    """Print an answer, a choice or a refusal."""
    console.print(Text(answer.title or answer.question, style="bold"))
    if answer.review:
        review = f"Review: {answer.badge.replace('_', ' ')}. {review_words(answer.review)}"
        console.print(Text(f"{review} Written by {answer.author}, {answer.updated}.", style="yellow"))
    for line in (*answer.notices, *pending_words(answer)):
        console.print(Text(line, style="dim"))
    for line in (*withdrawn_words(answer), *answer.corrections):
        console.print(Text(line, style="red"))
    if answer.message:
        console.print(Text(answer.message, style="bold red" if answer.reason == "emergency" else ""))
    for section in answer.sections:
        lines = [f"{'· ' * (starts == 'item')}{joined(sentences)}" for starts, sentences in paragraphs(section)]
        print_section(section.title, lines, console)
    for group, title in GROUP_TITLES.items():
        members = [each for each in answer.references if each.group == group]
        print_section(title, [f"[{each.number}] {reference_words(each)}" for each in members], console)
    print_section("Nearest statements", [f"· {each.text}" for each in answer.nearest], console)
    related = "Related questions" if answer.answered else "The nearest questions that have an answer"
    print_section(related, [f"· {link.question}" for link in answer.related], console)
    console.print(f"\n{answer.disclaimer}", style="dim", highlight=False)
