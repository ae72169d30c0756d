"""What is not answered, and what is said instead."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.answers.retrieval import Found
from diastole.answers.subjects import DEGREES, GENERAL, SUBJECTS
from diastole.answers.terms import Question
from diastole.evidence.reading import read_yaml

# Least share of a question that the statements explain, fitted on the tuning half of the gold set, by a test again.
THRESHOLD = 0.5


@dataclass(frozen=True)
class Refusal:
    """Why a question is not answered, and what is said instead."""

    reason: str  # emergency, dosing, verdict, device or domain
    text: str


@dataclass(frozen=True)
class Rule:
    """A kind of question that is not answered."""

    refusal: Refusal
    patterns: tuple[str, ...]
    company: tuple[str, ...]  # of which one has to be found as well
    readers: frozenset[str]  # whom it is refused to; everybody if empty

    def fits(self, wording: str, reader: str) -> bool:
        """Tell whether a question is of this kind."""
        return (
            any(re.search(pattern, wording) for pattern in self.patterns)
            and (not self.company or any(re.search(pattern, wording) for pattern in self.company))
            and (not self.readers or reader in self.readers)
        )


def refuse(
    question: Question, found: Found, reader: str, threshold: float = THRESHOLD, *, known: bool = False
) -> Refusal | None:
    """Return why a question is not answered; None if it is.

    Parameters
    ----------
    known
        That it makes a false assumption which is known, so that it is about the subject.
    """
    rules = load_rules()
    for rule in rules[:-1]:
        if rule.fits(question.wording, reader):
            return rule.refusal
    if known:
        return None
    about = bool(question.concepts - GENERAL) or len(question.concepts - DEGREES) > 1
    if about and found.hits and found.confidence >= threshold and not _beside_the_point(question, found):
        return None
    return rules[-1].refusal


def _beside_the_point(question: Question, found: Found) -> bool:
    """Tell whether no statement has what is asked about a subject, or has the subject itself.

    The best passages then share one subject with the question, and describe it instead of answering: nothing is known
    here about the price of a balloon pump.
    """
    if question.concepts & set(found.nowhere):
        return True
    known = found.explained - DEGREES - set(question.special)
    asked = set(question.terms) - DEGREES - set(question.special)
    return len(known) == 1 and known <= SUBJECTS and len(asked) > 1


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Return what is refused, the first kind that fits first; the last is everything outside the domain."""
    return tuple(
        Rule(
            Refusal(record["reason"], record["text"]),
            tuple(record.get("patterns", ())),
            tuple(record.get("with", ())),
            frozenset(record.get("readers", ())),
        )
        for record in _records("refusals.yaml")
    )


def _records(name: str) -> Sequence[Mapping[str, Any]]:
    records: list[dict[str, Any]] = read_yaml((files("diastole.answers") / name).read_text(encoding="utf-8"), name)
    return records
