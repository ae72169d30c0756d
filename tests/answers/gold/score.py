"""The gold set: its two halves, and what the pipeline makes of one."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from diastole.answers.corpus import Corpus
from diastole.answers.gate import THRESHOLD, load_rules, refuse
from diastole.answers.plan import choose
from diastole.answers.premises import false_premises
from diastole.answers.retrieval import Index
from diastole.answers.terms import read_question

FOLDER = Path(__file__).parent
SETS = ("in_scope", "out_of_scope", "false_premise")
HALVES = ("tune", "test")
type Item = dict[str, Any]


def half(question: str) -> str:
    """Tune or test, by the first byte of the question's SHA-256: nobody chooses, and new questions move no other."""
    return HALVES[hashlib.sha256(question.encode()).digest()[0] % 2]


def items(name: str, wanted: str) -> list[Item]:
    found = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [item for item in found if half(item["q"]) == wanted]


@dataclass(frozen=True)
class Count:
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %."""
        z, n, p = 1.959964, self.of, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        width = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(middle - width, 0.0), min(middle + width, 1.0)


@dataclass(frozen=True)
class Score:
    hit: Count  # a wanted statement or claim among the first three that are found
    said: Count  # one of them in the first section of the printed answer
    abstained: Count  # of what is out of scope
    reasoned: Count  # of what is out of scope, with the reason that is wanted
    refused: Count  # of what is in scope, wrongly
    corrected: Count  # of false premises
    accused: Count  # of questions in scope, corrected without cause


class Judge:
    """Reads, finds and gates questions once; then scores them at any threshold."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.index = Index(corpus)
        self.known = {}

    def read(self, item: Item):
        if item["q"] not in self.known:
            question = read_question(item["q"], self.corpus.vocabulary)
            self.known[item["q"]] = question, self.index.find(question)
        return self.known[item["q"]]

    def refusal(self, item: Item, threshold: float = THRESHOLD):
        question, found = self.read(item)
        known = bool(false_premises(question))
        return refuse(question, found, item.get("reader", "clinician"), threshold, known=known)

    def is_hit(self, item: Item, first: int = 3) -> bool:
        return any(hit.passage.id in item["any"] for hit in self.read(item)[1].hits[:first])

    def is_said(self, item: Item) -> bool:
        question, found = self.read(item)
        chosen = choose(question, found, self.corpus, false_premises(question))
        return bool(chosen) and bool(set(chosen[0].ids) & set(item["any"]))

    def score(self, wanted: str, threshold: float = THRESHOLD) -> Score:
        inside, outside, false = (items(name, wanted) for name in SETS)
        refusals = [self.refusal(item, threshold) for item in outside]
        return Score(
            hit=_count(inside, self.is_hit),
            said=_count(inside, self.is_said),
            abstained=Count(sum(each is not None for each in refusals), len(outside)),
            reasoned=Count(
                sum(
                    each is not None and each.reason == item["why"]
                    for each, item in zip(refusals, outside, strict=True)
                ),
                len(outside),
            ),
            refused=_count(inside, lambda item: self.refusal(item, threshold) is not None),
            corrected=_count(
                false,
                lambda item: (
                    self.refusal(item, threshold) is None
                    and item["premise"] in {each.id for each in false_premises(self.read(item)[0])}
                ),
            ),
            accused=_count(inside, lambda item: bool(false_premises(self.read(item)[0]))),
        )

    def fitted_threshold(self) -> float:
        """The middle of the thresholds with the best balanced accuracy on the tuning half."""
        inside, outside = items("in_scope", "tune"), items("out_of_scope", "tune")
        accuracy = {}
        for step in range(101):
            threshold = step / 100
            kept = sum(self.refusal(item, threshold) is None for item in inside) / len(inside)
            left = sum(self.refusal(item, threshold) is not None for item in outside) / len(outside)
            accuracy[threshold] = kept + left
        best = max(accuracy.values())
        good = [threshold for threshold, each in accuracy.items() if each == best]
        return good[len(good) // 2]


def _count(found: list[Item], test: Callable[[Item], bool]) -> Count:
    return Count(sum(map(test, found)), len(found))


def reasons() -> set[str]:
    return {rule.refusal.reason for rule in load_rules()}
