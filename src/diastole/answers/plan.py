"""What an answer consists of: the sections of its intent, each filled with what fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.answers.corpus import Corpus
from diastole.answers.gate import Premise
from diastole.answers.retrieval import Found, Hit
from diastole.answers.terms import Question
from diastole.evidence.reading import read_yaml

NEAR = 0.55  # of the best score: what is further away is not part of an answer
RELATED = 4  # questions


@dataclass(frozen=True)
class SectionPlan:
    """What a section takes."""

    title: str
    limit: int
    source: str = "statements"  # or claims, conflicts
    kinds: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()
    polarity: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FollowUp:
    """A fact to ask for."""

    ask: str
    about: frozenset[str]
    unless: frozenset[str]


@dataclass(frozen=True)
class Plans:
    """All plans."""

    sections: dict[str, tuple[SectionPlan, ...]]  # by intent
    follow_ups: tuple[FollowUp, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """A section with the ids that it takes."""

    title: str
    ids: tuple[str, ...]


@lru_cache(maxsize=1)
def load_plans() -> Plans:
    """Return the plans that come with the package."""
    content = read_yaml((files("diastole.answers") / "plans.yaml").read_text(encoding="utf-8"), "plans.yaml")
    follow_ups = tuple(
        FollowUp(record["ask"], frozenset(record["about"]), frozenset(record["unless"]))
        for record in content.pop("follow_ups")
    )
    questions = tuple(content.pop("questions"))
    return Plans({intent: tuple(map(_section, records)) for intent, records in content.items()}, follow_ups, questions)


def _section(record: dict[str, Any]) -> SectionPlan:
    wanted = {key: frozenset(record.get(key, ())) for key in ("kinds", "intents", "polarity")}
    return SectionPlan(record["title"], record["limit"], record.get("from", "statements"), **wanted)


def choose(question: Question, found: Found, corpus: Corpus, premises: Sequence[Premise] = ()) -> list[Chosen]:
    """Return the sections of an answer, in order, with the ids of statements and claims; no id twice, no empty section."""
    used: set[str] = set()
    sections = []
    if premises:
        known = corpus.passages
        ids = [id_ for premise in premises for id_ in premise.correct if id_ in known]
        sections.append(Chosen("About the question", tuple(dict.fromkeys(ids))))
        used.update(ids)
    near = [hit for hit in found.hits if hit.score >= NEAR * found.hits[0].score] if found.hits else []
    for plan in load_plans().sections[question.intent]:
        ids = [id_ for id_ in _candidates(plan, near, used, corpus, question) if id_ not in used][: plan.limit]
        used.update(ids)
        if ids:
            sections.append(Chosen(plan.title, tuple(ids)))
    return sections


def _candidates(
    plan: SectionPlan, near: Sequence[Hit], used: set[str], corpus: Corpus, question: Question
) -> list[str]:
    """Return the ids that a section may take, the best first."""
    found = [hit.passage.id for hit in near]
    if plan.source == "claims":
        shown = [id_ for used_id in sorted(used, key=_place(found)) for id_ in _shown_by(used_id, corpus)]
        return list(dict.fromkeys([*(id_ for id_ in found if id_ in corpus.claims), *_on_subject(shown, corpus, question)]))
    statements = [id_ for id_ in found if id_ in corpus.statements]
    if plan.source == "conflicts":
        disagree = [id_ for used_id in sorted(used, key=_place(found)) for id_ in _conflicts_of(used_id, corpus)]
        return list(dict.fromkeys([*disagree, *(id_ for id_ in statements if _fits(plan, id_, corpus))]))
    return [id_ for id_ in statements if _fits(plan, id_, corpus)]


def _place(found: Sequence[str]) -> Any:
    """Return the key that sorts ids by their place among what was found, the others behind."""
    places = {id_: place for place, id_ in enumerate(found)}
    return lambda id_: (places.get(id_, len(found)), id_)


def _shown_by(id_: str, corpus: Corpus) -> list[str]:
    statement = corpus.statements.get(id_)
    return [claim for claim in statement.claims if claim in corpus.passages] if statement else []


def _on_subject(ids: Sequence[str], corpus: Corpus, question: Question) -> list[str]:
    """Return the claims that share a concept with the question."""
    return [id_ for id_ in ids if corpus.passages[id_].concepts & question.concepts]


def _conflicts_of(id_: str, corpus: Corpus) -> list[str]:
    statement = corpus.statements.get(id_)
    return [other for other in statement.conflicts if other in corpus.statements] if statement else []


def _fits(plan: SectionPlan, id_: str, corpus: Corpus) -> bool:
    statement = corpus.statements[id_]
    return (
        statement.kind != "simulation"  # says that runs exist; the claims themselves are shown
        and (not plan.kinds or statement.kind in plan.kinds)
        and (not plan.intents or bool(plan.intents & set(statement.intents)))
        and (not plan.polarity or statement.polarity in plan.polarity)
    )


def follow_ups(question: Question) -> tuple[str, ...]:
    """Return the facts that the question leaves open."""
    return tuple(
        each.ask
        for each in load_plans().follow_ups
        if each.about & question.concepts and not each.unless & question.concepts
    )
