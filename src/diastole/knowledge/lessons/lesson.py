"""A lesson: steps that each have a text, a state of the patient, controls to move, and a question."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it.token import Token

from diastole.errors import InputError, did_you_mean
from diastole.knowledge.evidence.statements import load_statements
from diastole.model.bench_state import BenchState
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient

WITHOUT, WITH = "without", "with"  # the two hearts of a step
SAME = "same"  # of a claim: a measure that does not change
PIECE = re.compile(r"\{[^{}]*\}|\[[A-Z]+-[A-Z0-9, -]+\]")  # a number, or the statements behind a sentence
NUMBER = re.compile(
    r"(?P<what>rise|fall|value|same) (?P<measure>\w+)(?P<percent> %)?"
    r"(?: at (?P<heart>without|with))?(?: since (?P<since>[a-z0-9-]+))?"
)


class LessonError(InputError):
    """A fault of a lesson's file, with its line."""


class RunNumber(NamedTuple):
    """What a text wants of the runs: ``rise cardiac_output at without since a-sudden-leak``.

    The change is that from the heart without the balloon to the heart with it, in the same step; or, ``since`` another
    step, that of one heart.
    """

    what: str  # rise, fall, value; of a claim also same
    measure: str
    percent: bool
    heart: str  # without or with
    since: str  # id of a step; empty where both hearts are of this one

    @classmethod
    def parse(cls, words: str) -> "RunNumber":
        """Read a number. Raise InputError, saying how one is written, or that there is no such measure."""
        match = NUMBER.fullmatch(words.strip())
        if not match:
            raise InputError(
                f"'{words.strip()}' is not a number of a run; write one like 'rise cardiac_output', "
                "'value mean_aortic_pressure at without' or 'fall cardiac_output since another-step'"
            )
        what, measure, since = match["what"], match["measure"], match["since"] or ""
        if measure not in MEASURES:
            raise InputError(f"'{measure}' is not a measure.{did_you_mean(measure, MEASURES)}")
        if what == "value" and since:
            raise InputError(
                f"'{words.strip()}' is one value and has no 'since'; name the step's change, or leave it out"
            )
        if what != "value" and match["heart"] and not since:
            raise InputError(
                f"'{words.strip()}' is the change from the heart without the balloon to the one with it; "
                "leave 'at' out, or say 'since' which step"
            )
        return cls(what, measure, bool(match["percent"]), match["heart"] or WITH, since)


@dataclass(frozen=True)
class Prose:
    """A piece of Markdown as tokens, and the line on which it begins."""

    tokens: tuple[Token, ...]
    line: int

    def pieces(self) -> Iterator[tuple[int, str]]:
        """Yield numbers in braces and statements in brackets, each with the line of its paragraph."""
        for token in self.tokens:
            for child in token.children or ():
                if child.type == "text":
                    for piece in PIECE.findall(child.content):
                        yield (token.map[0] + 1 if token.map else self.line), piece


class Choice(NamedTuple):
    """An answer to choose, and what the reader who chose it is told."""

    text: Prose
    why: Prose
    is_right: bool


class LessonQuestion(NamedTuple):
    """A question with its answers; one of them is right."""

    text: Prose
    answers: tuple[Choice, ...]


@dataclass(frozen=True)
class LessonStep:
    """One step.

    Attributes
    ----------
    id
        Of its title: lower case, with hyphens.
    set
        Values that differ from the lesson's patient, by dotted key.
    controls
        Keys that the learner may move, and ``reflex``.
    claims
        What holds in the step beside the numbers of its texts.
    """

    id: str
    title: str
    line: int
    text: Prose
    question: LessonQuestion
    set: Mapping[str, str]
    reflex: bool
    controls: tuple[str, ...]
    claims: tuple[tuple[int, RunNumber], ...]
    lines: Mapping[str, int]  # line number of each key of its state and of its controls

    def passages(self) -> Iterator[Prose]:
        """Yield all its texts."""
        yield self.text
        yield self.question.text
        for answer in self.question.answers:
            yield from (answer.text, answer.why)

    def numbers(self) -> Iterator[tuple[int, RunNumber]]:
        """Yield every number that it names, with its line."""
        yield from self.claims
        for passage in self.passages():
            for line, piece in passage.pieces():
                if piece.startswith("{"):
                    yield line, RunNumber.parse(piece[1:-1])

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that it cites, once, in the order of its texts."""
        pieces = [piece for passage in self.passages() for _, piece in passage.pieces()]
        return tuple(dict.fromkeys(id_ for piece in pieces if piece.startswith("[") for id_ in cited(piece)))


@dataclass(frozen=True)
class Lesson:
    """A lesson by the name of its file.

    Attributes
    ----------
    state
        Of what its patient is made.
    """

    name: str
    title: str
    teaches: str
    patient: Patient
    state: BenchState
    steps: tuple[LessonStep, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys that its steps set or leave to the learner."""
        return frozenset(key for step in self.steps for key in (*step.set, *step.controls))

    def patient_of(self, step: LessonStep) -> Patient:
        """Return the patient as a step sets it."""
        return self.patient.with_values(step.set)


def cited(piece: str) -> list[str]:
    """Return the ids of ``[CONS-01, M-41]``. Raise InputError if there is no such statement."""
    ids = [id_.strip() for id_ in piece[1:-1].split(",")]
    known = load_statements()
    for id_ in ids:
        if id_ not in known:
            raise InputError(f"'{id_}' is not a statement of the evidence base.{did_you_mean(id_, known)}")
    return ids
