"""What an answer consists of: the sections of its intent, each filled with what fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.answers.corpus import Corpus
from diastole.answers.gate import Premise
from diastole.answers.retrieval import Found, Hit
from diastole.answers.subjects import DEGREES, DISEASES, SUBJECTS
from diastole.answers.terms import Question
from diastole.evidence.reading import read_yaml

NEAR = 0.55  # of the best score: what is further away is not part of an answer
CLOSE = 0.75  # of the best score, in a short answer
RELATED = 4  # questions
STRANGE = 0.2  # what a passage loses in a short answer for each other disease or treatment that it is about

VAGUE = DEGREES | {"contraindication"}  # names no subject


@dataclass(frozen=True)
class SectionPlan:
    """What a section takes."""

    title: str
    limit: int  # ids in the section so far
    source: str = "statements"  # or claims, conflicts
    about: str = "question"  # or subject, disease
    order: str = "file"  # or wording
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
    return SectionPlan(
        title=record["title"],
        limit=record["limit"],
        source=record.get("from", "statements"),
        about=record.get("about", "question"),
        order=record.get("order", "file"),
        kinds=frozenset(record.get("kinds", ())),
        intents=frozenset(record.get("intents", ())),
        polarity=frozenset(record.get("polarity", ())),
    )


def choose(question: Question, found: Found, corpus: Corpus, premises: Sequence[Premise] = ()) -> list[Chosen]:
    """Return the sections of an answer in order, with the ids that they take; no id twice, no empty section."""
    used: dict[str, None] = {}  # in the order of the text
    sections: dict[str, list[str]] = {}
    if premises:
        known = corpus.passages
        right = [id_ for premise in premises for id_ in premise.correct if id_ in known]
        sections["About the question"] = list(dict.fromkeys(right))
        used |= dict.fromkeys(right)
    for plan in load_plans().sections[question.intent]:
        section = sections.setdefault(plan.title, [])
        ids = [id_ for id_ in _candidates(plan, found, list(used), corpus, question) if id_ not in used]
        section.extend(ids[: max(plan.limit - len(section), 0)])
        used |= dict.fromkeys(section)
    return [Chosen(title, tuple(ids)) for title, ids in sections.items() if ids]


def _candidates(plan: SectionPlan, found: Found, used: Sequence[str], corpus: Corpus, question: Question) -> list[str]:
    """Return the ids that a section may take, the best first."""
    fitting = [hit.passage.id for hit in _about(plan, found, corpus, question)]
    if plan.source == "claims":
        shown = [claim for id_ in used for claim in _of(id_, "claims", corpus) if claim in corpus.passages]
        on_subject = [id_ for id_ in shown if corpus.passages[id_].concepts & question.concepts]
        return list(dict.fromkeys([*on_subject, *(id_ for id_ in fitting if id_ in corpus.claims)]))
    statements = [id_ for id_ in fitting if id_ in corpus.statements and _fits(plan, id_, corpus)]
    if plan.source == "conflicts":
        disagree = [other for id_ in used for other in _of(id_, "conflicts", corpus) if other in corpus.statements]
        return list(dict.fromkeys([*disagree, *statements]))
    return statements


def _about(plan: SectionPlan, found: Found, corpus: Corpus, question: Question) -> list[Hit]:
    """Return what is about what the section has to be about, the best first."""
    diseases, named = question.concepts & DISEASES, question.concepts & SUBJECTS
    needed = {"question": frozenset[str](), "subject": named, "disease": diseases}[plan.about]
    share = CLOSE if plan.order == "wording" else 0.0 if needed else NEAR
    near = [hit for hit in found.hits if hit.score >= share * found.hits[0].score]
    if not needed:
        return near
    others = frozenset[str]() if plan.about == "disease" else SUBJECTS

    places = {id_: place for place, id_ in enumerate(corpus.passages)}

    def rank(hit: Hit) -> tuple[float, int, int]:
        """What fits the wording; or few other subjects first, then what the question names, then the files' order."""
        concepts, place = hit.passage.concepts, places[hit.passage.id]
        strange = len(concepts & others - needed)
        if plan.order == "wording":
            return STRANGE * strange - hit.score, 0, place
        return strange, -len(concepts & question.concepts - VAGUE), place

    return sorted((hit for hit in near if needed <= hit.passage.concepts), key=rank)


def _of(id_: str, what: str, corpus: Corpus) -> tuple[str, ...]:
    """Return the claims or conflicts of a statement; of a claim, none."""
    statement = corpus.statements.get(id_)
    return tuple(getattr(statement, what)) if statement else ()


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
