"""An article: the head of its file, and three texts of sentences that each name what carries them."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pydantic import ValidationError

from diastole.errors import InputError
from diastole.knowledge.articles.front_matter import BENCH, Bench, Head
from diastole.strict_yaml import read_yaml

READERS = ("clinician", "trainee", "patient")
DIFFERENCE = "Where rule and simulator differ"  # the heading of the box
FENCE = "---"
ASKED, FALSE = "? ", "! "  # begin the lines of a question that a section answers, and of a belief that it sets right
PIECE = re.compile(r"(?P<text>[^\[\]]*)\[(?P<support>[^\[\]]*)\]")
STATEMENT = re.compile(r"[A-Z]+(?:-[A-Z0-9]+)+")
CLAIM = re.compile(r"([CN]\d\d):(holds|holds_if|does_not_hold|cannot_be_shown)")
RUN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ArticleError(InputError):
    """A fault of an article's file, with its line."""


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is written, with the ids of what carries it.

    Attributes
    ----------
    template
        Numbers of runs stand as ``{rise lv_end_diastolic_pressure}``.
    claims
        The verdict for which the sentence was written, by claim.
    starts
        ``paragraph`` or ``item`` where it begins one; empty where it goes on.
    """

    template: str
    line: int
    statements: tuple[str, ...] = ()
    claims: Mapping[str, str] = field(default_factory=dict)
    runs: tuple[str, ...] = ()
    starts: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and its sentences; the first section of a text has no heading: it is the bottom line.

    Attributes
    ----------
    asked
        Questions that its first sentences answer, as this reader asks them.
    corrects
        False beliefs that its first sentences set right, each a sentence.
    """

    title: str
    sentences: tuple[Sentence, ...]
    line: int = 0
    asked: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()

    @property
    def support(self) -> frozenset[str]:
        """Every statement, claim and run that carries one of its sentences."""
        return frozenset(id_ for each in self.sentences for id_ in (*each.statements, *each.claims, *each.runs))


class Place(NamedTuple):
    """Where a question is answered or a belief set right: by an article's bottom lines, or in a section of one text."""

    article: str
    reader: str = ""
    section: int = 0


@dataclass(frozen=True)
class Article:
    """An article by its id, the name of its file."""

    id: str
    head: Head
    texts: Mapping[str, tuple[Section, ...]]  # by reader
    hash: str  # of its file

    @cached_property
    def benches(self) -> dict[str, Bench]:
        """Every experiment by the name under which sentences cite it."""
        return {BENCH: self.head.bench, **self.head.runs}

    @cached_property
    def asked(self) -> dict[Place, tuple[str, ...]]:
        """The questions that it answers, by where it does."""
        head = (self.head.question, *self.head.wordings)
        return {Place(self.id): head} | {place: section.asked for place, section in self._places()}

    @cached_property
    def corrects(self) -> dict[Place, tuple[str, ...]]:
        """The false beliefs that it sets right, by where it does."""
        return {Place(self.id): self.head.corrects} | {place: section.corrects for place, section in self._places()}

    def _places(self) -> Iterator[tuple[Place, Section]]:
        for reader, sections in self.texts.items():
            for number, section in enumerate(sections):
                yield Place(self.id, reader, number), section

    def sentences(self, reader: str) -> Iterator[Sentence]:
        """Yield the sentences of a text in order."""
        for section in self.texts[reader]:
            yield from section.sentences

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Every statement that a sentence rests on, once, in the order of the text."""
        return tuple(
            dict.fromkeys(id_ for reader in READERS for each in self.sentences(reader) for id_ in each.statements)
        )


def parse_article(text: str, id_: str) -> Article:
    """Read an article.

    Parameters
    ----------
    text
        The file: a head in YAML between lines of three hyphens, then ``# Clinician``, ``# Trainee`` and ``# Patient``,
        each beginning with the bottom line, with ``## Heading`` for its sections. Under a heading, lines that begin
        with ``? `` are questions that the section answers, lines with ``! `` false beliefs that it sets right.
    id_
        The name of the file without its ending.

    Raises
    ------
    ArticleError
        Naming file, line and what is wrong.
    """
    lines = text.splitlines()
    fences = [place for place, line in enumerate(lines) if line.strip() == FENCE]
    if len(fences) < 2 or fences[0] != 0:
        raise ArticleError(f"{id_}.md:1: a head between two lines of '{FENCE}' has to come first")
    end = fences[1]
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(id_, _head("\n".join(lines[1:end]), id_), _texts(lines, end + 1, id_), digest)


def _head(text: str, id_: str) -> Head:
    try:
        return Head.model_validate(read_yaml(text, f"{id_}.md"))
    except InputError as error:
        raise ArticleError(str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ArticleError(f"{id_}.md: head: {key}: {first['msg']}") from None


def _texts(lines: list[str], start: int, id_: str) -> dict[str, tuple[Section, ...]]:
    """Return the sections of each reader."""
    texts: dict[str, list[_Draft]] = {}
    reader = ""
    for first, block in _blocks(lines, start):
        if block.startswith("# "):
            reader = block[2:].strip().lower()
            if reader not in READERS or reader in texts:
                raise ArticleError(
                    f"{id_}.md:{first}: '{block}' is not one of # Clinician, # Trainee, # Patient, once each"
                )
            texts[reader] = [_Draft("", first, [])]
        elif not reader:
            raise ArticleError(f"{id_}.md:{first}: text stands before '# Clinician'")
        elif block.startswith("## "):
            texts[reader].append(_Draft(block[3:].strip(), first, []))
        else:
            texts[reader][-1].blocks.append((first, block))
    sections = {name: tuple(_section(draft, id_) for draft in drafts) for name, drafts in texts.items()}
    for name in READERS:
        if name not in sections:
            raise ArticleError(f"{id_}.md: '# {name.capitalize()}' is missing")
        for section in sections[name]:
            if not section.sentences:
                what = f"the section '{section.title}'" if section.title else "the bottom line"
                raise ArticleError(f"{id_}.md:{section.line}: {what} has no sentence")
    return {name: sections[name] for name in READERS}


class _Draft(NamedTuple):
    """A section as its blocks, each with the number of its first line."""

    title: str
    line: int
    blocks: list[tuple[int, str]]


def _section(draft: _Draft, id_: str) -> Section:
    """Return a section: its sentences, and the questions and false beliefs among its blocks."""
    asked: list[str] = []
    corrects: list[str] = []
    sentences: list[Sentence] = []
    for line, block in draft.blocks:
        if block.startswith(ASKED):
            asked.append(block.removeprefix(ASKED))
        elif block.startswith(FALSE):
            corrects.append(block.removeprefix(FALSE))
        else:
            sentences += _sentences(block, line, id_)
    return Section(draft.title, tuple(sentences), draft.line, tuple(asked), tuple(corrects))


def _blocks(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    """Yield headings, questions, beliefs, paragraphs and items with the number of their first line, counted from 1."""
    block: list[str] = []
    first = 0
    for number, line in enumerate(lines[start:], start=start + 1):
        stripped = line.strip()
        is_whole = stripped.startswith(("#", ASKED, FALSE))  # a block of its own
        if block and (not stripped or is_whole or stripped.startswith("- ")):
            yield first, " ".join(block)
            block = []
        if is_whole:
            yield number, stripped
        elif stripped:
            first = first if block else number
            block.append(stripped)
    if block:
        yield first, " ".join(block)


def _sentences(block: str, line: int, id_: str) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph or item."""
    starts = "item" if block.startswith("- ") else "paragraph"
    text = block.removeprefix("- ")
    reached = 0
    for match in PIECE.finditer(text):
        if match.start() != reached:
            break
        yield _sentence(match["text"].strip(), match["support"], line, starts, id_)
        reached, starts = match.end(), ""
    if rest := text[reached:].strip():
        raise ArticleError(f"{id_}.md:{line}: nothing supports ‘{rest}’; end each sentence with [ids]")


def _sentence(template: str, support: str, line: int, starts: str, id_: str) -> Sentence:
    if not template:
        raise ArticleError(f"{id_}.md:{line}: [{support}] follows no sentence")
    words = [word.strip() for word in support.split(",")]
    statements, claims, runs = [], {}, []
    for word in words:
        if STATEMENT.fullmatch(word):
            statements.append(word)
        elif match := CLAIM.fullmatch(word):
            claims[match[1]] = match[2]
        elif RUN.fullmatch(word):
            runs.append(word)
        else:
            raise ArticleError(
                f"{id_}.md:{line}: '{word}' under ‘{template}’ is no support; write a statement such as G-02, "
                "a claim with its verdict such as C05:holds, or the name of a run"
            )
    return Sentence(template, line, tuple(statements), claims, tuple(runs), starts)
