"""An answer as Markdown, with footnote-like numbers."""

import re

from diastole.answers.answer import GROUP_TITLES, Answer, AnswerSection
from diastole.answers.article_review import review_words
from diastole.faces.words.answer_words import paragraphs, pending_words, reference_words, withdrawn_words

SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def markdown(answer: Answer) -> str:
    """Return an answer, a choice or a refusal as Markdown; what a person wrote cannot become markup."""
    lines = [f"# {escaped(answer.title or answer.question)}", ""]
    if answer.review:
        words = f"{review_words(answer.review)} Written by {answer.author}, {answer.updated}."
        lines += [f"**Review: {answer.badge.replace('_', ' ')}.** {escaped(words)}", ""]
    lines += [escaped(line) for line in (*answer.notices, *pending_words(answer))] + [""]
    lines += [f"**{escaped(line)}**\n" for line in (*withdrawn_words(answer), *answer.corrections)]
    lines += [escaped(answer.message), ""] if answer.message else []
    for section in answer.sections:
        lines += [f"## {escaped(section.title)}", "", *_section(section)]
    for group, title in GROUP_TITLES.items():
        members = [each for each in answer.references if each.group == group]
        lines += _list(title, [f"[{each.number}] {reference_words(each)}" for each in members])
    lines += _list("Nearest statements", [each.text for each in answer.nearest])
    lines += _list("Related questions", [link.question for link in answer.related])
    return "\n".join([*lines, f"*{answer.disclaimer}*", ""])


def _section(section: AnswerSection) -> list[str]:
    lines = []
    for starts, sentences in paragraphs(section):
        text = " ".join(
            f"{escaped(each.text)}{''.join(f' \\[{number}\\]' for number in each.references)}" for each in sentences
        )
        lines += [f"- {text}"] if starts == "item" else [text, ""]
    return [*lines, ""]


def _list(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {escaped(item)}" for item in items), ""] if items else []


def escaped(text: str) -> str:
    """Return text that Markdown takes as it stands, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
