"""What is not answered, and what is corrected before an answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.answers.retrieval import Found
from diastole.answers.subjects import DEGREES, GENERAL
from diastole.answers.terms import Question
from diastole.evidence.reading import read_yaml

# Least share of a question that the statements explain, fitted on the tuning half of the gold set, by a test again.
THRESHOLD = 0.16


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


@dataclass(frozen=True)
class Premise:
    """A false assumption, and the statements and claims that correct it."""

    id: str
    says: str
    concepts: tuple[frozenset[str], ...]  # of each group one
    asserts: tuple[str, ...]
    unless: tuple[str, ...]
    correct: tuple[str, ...]

    def is_in(self, question: Question) -> bool:
        """Tell whether a question makes this assumption."""
        wording = question.wording
        return (
            all(group & question.concepts for group in self.concepts)
            and any(re.search(pattern, wording) for pattern in self.asserts)
            and not any(re.search(pattern, wording) for pattern in self.unless)
        )


def refuse(question: Question, found: Found, reader: str, threshold: float = THRESHOLD) -> Refusal | None:
    """Return why a question is not answered; None if it is."""
    rules = load_rules()
    for rule in rules[:-1]:
        if rule.fits(question.wording, reader):
            return rule.refusal
    about = bool(question.concepts - GENERAL) or len(question.concepts - DEGREES) > 1
    if about and found.hits and found.confidence >= threshold:
        return None
    return rules[-1].refusal


def false_premises(question: Question) -> list[Premise]:
    """Return the false assumptions of a question."""
    return [premise for premise in load_premises() if premise.is_in(question)]


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


@lru_cache(maxsize=1)
def load_premises() -> tuple[Premise, ...]:
    """Return the false assumptions that are known."""
    return tuple(
        Premise(
            record["id"],
            record["says"],
            tuple(frozenset(each if isinstance(each, list) else [each]) for each in record["concepts"]),
            tuple(record["asserts"]),
            tuple(record["unless"]),
            tuple(record["correct"]),
        )
        for record in _records("premises.yaml")
    )


def _records(name: str) -> Sequence[Mapping[str, Any]]:
    records: list[dict[str, Any]] = read_yaml((files("diastole.answers") / name).read_text(encoding="utf-8"), name)
    return records
