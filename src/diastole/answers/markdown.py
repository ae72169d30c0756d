"""An answer as Markdown, with footnote-like numbers."""

import re

from diastole.answers.parts import GROUP_TITLES, Answer
from diastole.answers.terminal import printed_words

SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def markdown(answer: Answer) -> str:
    """Return an answer or a refusal as Markdown; what a person wrote cannot become markup."""
    lines = [f"# {escaped(answer.question)}", ""]
    if answer.badge:
        lines += [f"**Review: {answer.badge.replace('_', ' ')}.** {escaped(' '.join(answer.notices))}", ""]
    if not answer.answered:
        lines += [escaped(answer.message), ""]
    for correction in answer.corrections:
        lines += [f"**{escaped(correction)}**", ""]
    for section in answer.sections:
        lines += [f"## {section.title}", ""]
        for sentence in section.sentences:
            numbers = "".join(f"\\[{number}\\]" for number in sentence.references)
            words = (escaped(sentence.text), escaped(printed_words(sentence)), numbers)
            lines.append(f"- {' '.join(part for part in words if part)}")
        lines.append("")
    for group, title in GROUP_TITLES.items():
        members = [each for each in answer.references if each.group == group]
        if members:
            lines += [f"## {title}", ""]
        for each in members:
            checked = f" Checked: {each.checked}." if each.checked else ""
            lines.append(f"- \\[{each.number}\\] {escaped(each.citation)}.{checked}")
        lines += [""] if members else []
    for title, items in (("What would help to know", answer.follow_ups), ("Related questions", answer.related)):
        if items:
            lines += [f"## {title}", "", *(f"- {item}" for item in items), ""]
    return "\n".join([*lines, f"*{answer.disclaimer}*", ""])


def escaped(text: str) -> str:
    """Return text that Markdown takes as it stands, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
