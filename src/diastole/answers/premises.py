"""False assumptions in a question: what it takes for granted, and which statements correct that."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from diastole.answers.language import Token
from diastole.answers.terms import Question
from diastole.evidence.reading import read_yaml

BEFORE = 2  # words before a word of direction among which a ``not`` turns it round
NEAR = 5  # words between a direction and what it concerns
NEGATION = re.compile(r"\b(not|no|never|nor|cannot|without|[a-z]+n t)\b")
ASKED = re.compile(  # a clause that asks whether, or what if, takes nothing for granted
    r"^((and|but|so|or) )?(is|are|was|were|does|do|did|can|could|may|might|should|would|will|has|have|must|am) "
    r"(?!(n|not)\b)|\b(if|whether)\b"
)
OPEN = re.compile(  # the verdict is what is asked for, not so in ``what makes it harmful`` and ``how does it help``
    r"^((and|but|so) )?(what (do|does|did|is|are|was)|which|who|when|where|"
    r"how (safe|good|useful|dangerous|is|are|should|can|to|long)) "
)
WHY = re.compile(r"\b(why|how come)\b")
SETTING = frozenset({"in", "with", "by", "during", "after", "when", "for", "from", "despite", "on", "once"})
AGENT, TARGET = "AGENT", "TARGET"  # what stands for the concepts in a clause


@dataclass(frozen=True)
class Assertion:
    """A way to say the false thing: a direction that something gives a target, a verdict, or a pattern."""

    does: re.Pattern[str] | None
    to: frozenset[str]
    verdict: re.Pattern[str] | None
    turned: re.Pattern[str] | None  # the opposite verdict: with both, nothing is taken for granted
    matches: re.Pattern[str] | None

    def is_in(self, clause: str, plain: str) -> bool:
        """Tell whether a clause says it, given with names for what acts and is acted upon and as it was written."""
        if self.matches:
            return bool(self.matches.search(plain))
        if (
            self.verdict
            and (WHY.search(plain) or not OPEN.match(plain))
            and not (self.turned and self.turned.search(clause))
        ):
            return any(not _negated(clause, found) for found in self.verdict.finditer(clause))
        if self.does is None:
            return False
        return any(_concerns(clause, found) and not _negated(clause, found) for found in self.does.finditer(clause))


@dataclass(frozen=True)
class Premise:
    """A false assumption, and the statements and claims that correct it."""

    id: str
    says: str
    of: frozenset[str]  # what is said to do it, any of these
    about: tuple[frozenset[str], ...]  # of each group one stands in the question
    asserts: tuple[Assertion, ...]
    unless: re.Pattern[str] | None
    correct: tuple[str, ...]

    def is_in(self, question: Question) -> bool:
        """Tell whether a question makes this assumption."""
        if not all(group & question.concepts for group in (self.of, *self.about)):
            return False
        if self.unless and self.unless.search(question.wording):
            return False
        whole = tuple(token for clause in question.clauses for token in clause)
        return any(
            not ASKED.search(_clause(part)) and assertion.is_in(_clause(part, self.of, assertion.to), _clause(part))
            for assertion in self.asserts
            for part in ([whole] if assertion.matches else question.clauses)
        )


def false_premises(question: Question) -> list[Premise]:
    """Return the false assumptions of a question."""
    return [premise for premise in load_premises() if premise.is_in(question)]


def _clause(
    tokens: Iterable[Token], agents: frozenset[str] = frozenset(), targets: frozenset[str] = frozenset()
) -> str:
    """Return a clause as text in which what acts and what is acted upon have one name each."""
    words = []
    for token in tokens:
        words.append(TARGET if token.term in targets else AGENT if token.term in agents else " ".join(token.said))
    return " ".join(words)


def _negated(clause: str, found: re.Match[str]) -> bool:
    return bool(NEGATION.search(" ".join(clause[: found.start()].split()[-BEFORE:])))


def _concerns(clause: str, found: re.Match[str]) -> bool:
    """Tell whether a direction goes from an agent to a target: ``A lowers T``, ``T falls with A``, ``less T by A``."""
    before, after = clause[: found.start()].split(), clause[found.end() :].split()
    if TARGET in _object(after):
        return AGENT in before or AGENT in after
    return TARGET in before[-NEAR:] and AGENT in after


def _object(words: list[str]) -> list[str]:
    """Return the words that a direction may concern: up to a setting: ``stroke work`` in ``stroke work in T``."""
    start = 1 if words and words[0] in SETTING else 0  # ``a reduction in T``
    return list(takewhile(lambda word: word not in SETTING, words[start:NEAR]))


@lru_cache(maxsize=1)
def load_premises() -> tuple[Premise, ...]:
    """Return the false assumptions that are known."""
    content = read_yaml((files("diastole.answers") / "premises.yaml").read_text(encoding="utf-8"), "premises.yaml")
    words = {name: re.compile(rf"\b({'|'.join(stems)})\b") for name, stems in content["words"].items()}
    return tuple(
        Premise(
            record["id"],
            record["says"],
            frozenset(record["of"]),
            tuple(frozenset(group) for group in record.get("about", ())),
            tuple(_assertion(each, words) for each in record["asserts"]),
            re.compile("|".join(record["unless"])) if record.get("unless") else None,
            tuple(record["correct"]),
        )
        for record in content["premises"]
    )


def _assertion(record: Mapping[str, Any], words: Mapping[str, re.Pattern[str]]) -> Assertion:
    does = [words[name].pattern for name in record.get("does", ())]
    verdict = record.get("verdict")
    return Assertion(
        does=re.compile("|".join(does)) if does else None,
        to=frozenset(record.get("to", ())),
        verdict=words[verdict] if verdict else None,
        turned=words["bad" if verdict == "good" else "good"] if verdict else None,
        matches=re.compile(record["matches"]) if "matches" in record else None,
    )
