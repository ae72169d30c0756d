"""Texts of a lesson as HTML: Markdown without HTML of its own, numbers of the runs, and sources by number."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup, escape

from diastole.faces.browser.bench_lesson import RunLesson
from diastole.faces.pages.drawn_hearts import drawn_hearts
from diastole.knowledge.evidence.sources import Source, load_sources
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.lessons.lesson import PIECE, LessonStep, Prose, RunNumber, cited
from diastole.knowledge.lessons.lesson_source import MARKDOWN
from diastole.model.measures.definitions import MEASURES


class LessonText:
    """The texts of a lesson for a template.

    Attributes
    ----------
    sources
        Those that its statements rest on, each once, in the order of the texts.
    """

    def __init__(self, run: RunLesson):
        self._run = run
        self.title, self.teaches = run.lesson.title, run.lesson.teaches
        ids = [id_ for step in run.lesson.steps for id_ in step.statements]
        keys = dict.fromkeys(support.ref for id_ in ids for support in load_statements()[id_].support)
        self.sources: tuple[Source, ...] = tuple(load_sources()[key] for key in keys)
        self._numbers = {key: number for number, key in enumerate(keys, 1)}

    @property
    def steps(self) -> Iterator[dict[str, Any]]:
        """Yield the texts of each step."""
        for step in self._run.lesson.steps:
            yield {
                "title": step.title,
                "text": self._html(step, step.text),
                "drawing": drawn_hearts(self._run.runs[step.id], f"Pressures of both hearts in the step {step.title}"),
                "question": self._html(step, step.question.text),
                "answers": [
                    {"text": self._html(step, each.text), "why": self._html(step, each.why), "is_right": each.is_right}
                    for each in step.question.answers
                ],
            }

    def _html(self, step: LessonStep, passage: Prose) -> Markup:
        tokens = [self._filled(step, token) for token in passage.tokens]
        return Markup(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))

    def _filled(self, step: LessonStep, token: Token) -> Token:
        """Return a token of a line of text with its numbers and sources put in."""
        if token.children is None:
            return token
        filled = copy(token)
        filled.children = [part for child in token.children for part in self._parts(step, child)]
        return filled

    def _parts(self, step: LessonStep, child: Token) -> Iterator[Token]:
        if child.type != "text":
            yield child
            return
        reached = 0
        for piece in PIECE.finditer(child.content):
            put_in = self._piece(step, piece[0])
            before = child.content[reached : piece.start()]
            yield Token("text", "", 0, content=before if put_in else before.rstrip())
            yield Token("html_inline", "", 0, content=str(put_in))
            reached = piece.end()
        yield Token("text", "", 0, content=child.content[reached:])

    def _piece(self, step: LessonStep, piece: str) -> Markup:
        """Return a number, or the sources of statements: nothing where they rest on none."""
        if piece.startswith("{"):
            number = RunNumber.parse(piece[1:-1])
            title = MEASURES[number.measure].title
            return Markup('<span class="number" title="{}">{}</span>').format(title, self._run.number(step, number))
        refs = dict.fromkeys(support.ref for id_ in cited(piece) for support in load_statements()[id_].support)
        return Markup("").join(
            Markup('<a class="cite" href="{}" aria-label="Source {}">{}</a>').format(
                load_sources()[ref].address, self._numbers[ref], f"[{self._numbers[ref]}]"
            )
            if load_sources()[ref].address
            else Markup('<span class="cite">{}</span>').format(escape(f"[{self._numbers[ref]}]"))
            for ref in refs
        )
