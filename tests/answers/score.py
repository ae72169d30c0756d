"""The sets of questions, their halves, and what the answers make of one."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from diastole.answers.answer import Answer
from diastole.answers.answerer import Answerer
from diastole.studies.shares import wilson

FOLDER = Path(__file__).parent
HALVES = ("tune", "test")
# In `examined`, in the order of their dates.
EXAMINED = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "authors_valves",
    "authors_bedside",
    "authors_parts",
)
# The least share that has to be reached on the test half.
AIMS = {
    "to_the_point": 0.90, "let_in": 0.95, "abstained": 0.97, "noticed": 0.80, "trusted": 0.97, "followed": 0.85,
    "older_abstained": 0.95,
}  # fmt: skip
type Item = dict[str, Any]


def half(question: str) -> str:
    """Tune or test, by the first byte of the question's SHA-256: nobody chooses, and new questions move no other."""
    return HALVES[hashlib.sha256(question.encode()).digest()[0] % 2]


def items(name: str, wanted: str = "") -> list[Item]:
    """Return the questions of a set, such as ``fresh/questions``, or of one half of it."""
    found: list[Item] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [item for item in found if not wanted or half(item["q"]) == wanted]


@dataclass(frozen=True)
class Count:
    """How many of how many, and the questions that missed."""

    hits: int
    of: int
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %."""
        low, high = wilson(np.array(self.share), np.array(float(self.of)))
        return max(float(low), 0.0), min(float(high), 1.0)


def shown(answer: Answer) -> tuple[str, ...]:
    """Return the articles that an answer shows."""
    return (answer.article,) if answer.article else tuple(section.article for section in answer.sections)


def counted(found: Sequence[Item], meets: Callable[[Item], bool]) -> Count:
    """Return how many questions meet a test, and which do not."""
    missed = tuple(item["q"] for item in found if not meets(item))
    return Count(len(found) - len(missed), len(found), missed)


@dataclass(frozen=True)
class Judge:
    """Asks the answerer and holds what it shows against what is wanted."""

    answerer: Answerer

    def ask(self, item: Item, about: str = "") -> Answer:
        return self.answerer.answer(item["q"], item.get("reader", "clinician"), about=about)

    def to_the_point(self, wanted: str = "") -> Count:
        """The first article shown is one of those that answer the question."""
        return counted(items("fresh/questions", wanted), lambda item: _first(self.ask(item)) in item["articles"])

    def let_in(self, wanted: str = "") -> Count:
        """In scope, and not refused."""
        return counted(items("fresh/questions", wanted), lambda item: self.ask(item).answered)

    def abstained(self, wanted: str = "") -> Count:
        """Out of scope, and refused; or answered by an article that was written since and answers just that."""
        return counted(items("fresh/refuse", wanted), self._is_refused)

    def noticed(self, wanted: str = "") -> Count:
        """A false premise, and corrected."""
        false = [item for item in items("fresh/premises", wanted) if item["false"]]
        return counted(false, lambda item: bool(self.ask(item).premises))

    def trusted(self, wanted: str = "") -> Count:
        """A true premise or none at all, and not corrected."""
        true = [item for item in items("fresh/premises", wanted) if not item["false"]]
        return counted([*true, *items("fresh/questions", wanted)], lambda item: not self.ask(item).premises)

    def followed(self, wanted: str = "") -> Count:
        """A follow-up on the page of an article, whose first article is one of those that answer it."""
        found = items("fresh/follow_ups", wanted)
        return counted(found, lambda item: _first(self.ask(item, item["about"])) in item["articles"])

    def foreign(self) -> Count:
        """In another language: answered with a note in it where it is about the subject, refused where it is not."""
        return counted(items("fresh/languages"), lambda item: self.ask(item).answered == item["on_topic"])

    def older(self, wanted: str = "") -> Count:
        """The questions of the first version: an article that rests on one of the statements that were wanted."""
        return counted(items("gold/in_scope", wanted), self._rests_on)

    def older_abstained(self, wanted: str = "") -> Count:
        """What the first version had to refuse, and is refused."""
        return counted(items("gold/out_of_scope", wanted), self._is_refused)

    def older_noticed(self, wanted: str = "") -> Count:
        """The false premises of the first version."""
        return counted(items("gold/false_premise", wanted), lambda item: bool(self.ask(item).premises))

    def _is_refused(self, item: Item) -> bool:
        answer = self.ask(item)
        return not answer.answered or _first(answer) == item.get("since")

    def _rests_on(self, item: Item) -> bool:
        articles = [self.answerer.library.articles[id_] for id_ in shown(self.ask(item))]
        carried = {
            id_
            for one in articles
            for reader in one.texts
            for each in one.sentences(reader)
            for id_ in (*each.statements, *each.claims)
        }
        return bool(carried & set(item["any"]))


def _first(answer: Answer) -> str:
    return next(iter(shown(answer)), "")
