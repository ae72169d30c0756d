"""What an answer consists of: the sections of its intent, each filled with what fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.answers.corpus import Corpus
from diastole.answers.premises import Premise
from diastole.answers.retrieval import Found, Hit
from diastole.answers.subjects import CIRCUMSTANCES, DEVICES, DISEASES, SUBJECTS, TREATMENTS, VAGUE, strange, topics
from diastole.answers.terms import Question
from diastole.evidence.reading import read_yaml

NEAR = 0.55  # of the best score: what is further away is not part of an answer
CLOSE = 0.75  # of the best score, in a short answer
RELATED = 4  # questions
SHORT = "Short answer"
STRANGE = 0.2  # what a passage loses in a short answer for each subject or circumstance that was not asked about
RIVAL = 0.2  # and beyond that for another device than the one that was asked about
# What leaving out a subject costs, where no passage has all that were named: first goes a second treatment.
FOCUS, DISEASE, TREATMENT = 3, 2, 1
CIRCUMSTANCE = 1  # what a circumstance costs that a passage needs and the question does not name


@dataclass(frozen=True)
class SectionPlan:
    """What a section takes."""

    title: str
    limit: int  # ids in the section so far
    source: str = "statements"  # or claims, conflicts
    about: str = "question"  # or subject, pair, disease
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
        if premises and plan.title == SHORT:  # what corrects the question is the short answer
            continue
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
        return list(dict.fromkeys([*on_subject, *fitting]))
    statements = [id_ for id_ in fitting if _fits(plan, id_, corpus)]
    if plan.source == "conflicts":
        disagree = [other for id_ in used for other in _of(id_, "conflicts", corpus) if other in corpus.statements]
        return list(dict.fromkeys([*disagree, *statements]))
    return statements


def _about(plan: SectionPlan, found: Found, corpus: Corpus, question: Question) -> list[Hit]:
    """Return what is about what the section has to be about, the best first."""
    kinds = {"question": frozenset[str](), "subject": SUBJECTS, "pair": SUBJECTS, "disease": DISEASES}[plan.about]
    needed = kinds & question.concepts
    if plan.about == "pair" and not (needed & DISEASES and needed & TREATMENTS):
        return []
    share = CLOSE if plan.order == "wording" and plan.about != "pair" else 0.0 if needed else NEAR
    hits = [hit for hit in found.hits if _may_stand(hit, plan, corpus)]
    near = [hit for hit in hits if hit.score >= share * hits[0].score]
    if not needed:
        return near
    costs = _left_out(needed, question)
    near = [hit for hit in near if _to_the_point(plan, hit, question)]
    least = min((_cost(hit, costs, question) for hit in near), default=0)
    places = {id_: place for place, id_ in enumerate(corpus.passages)}

    def rank(hit: Hit) -> tuple[float, int, int]:
        """What fits the wording; or few other subjects first, then what the question names, then the files' order."""
        concepts, place = hit.passage.concepts, places[hit.passage.id]
        others = strange(concepts, question.concepts, corpus.language.broader)
        if plan.about == "disease":
            others &= DISEASES
        if plan.order == "wording":
            rival = bool(question.concepts & DEVICES and others & DEVICES)
            return STRANGE * len(others) + RIVAL * rival - hit.score, 0, place
        return len(others), -len(concepts & question.concepts - VAGUE), place

    if plan.about == "pair":  # exactly these
        near = [hit for hit in near if needed == hit.passage.concepts & SUBJECTS]
    return sorted((hit for hit in near if _cost(hit, costs, question) == least), key=rank)


def _may_stand(hit: Hit, plan: SectionPlan, corpus: Corpus) -> bool:
    """Tell whether a passage is of the sort that a section consists of: claims; or statements but those about runs."""
    if plan.source == "claims":
        return hit.passage.id in corpus.claims
    return hit.passage.id in corpus.statements and hit.passage.kind != "simulation"


def _left_out(needed: frozenset[str], question: Question) -> dict[str, int]:
    """Return what leaving out each subject costs; the treatment that was named first is what is asked about."""
    named = [term for term in question.terms if term in needed]
    focus = next((term for term in named if term in TREATMENTS), named[0])
    return {term: FOCUS if term == focus else DISEASE if term in DISEASES else TREATMENT for term in named}


def _cost(hit: Hit, costs: Mapping[str, int], question: Question) -> int:
    concepts = hit.passage.concepts
    circumstances = concepts & CIRCUMSTANCES
    unasked = bool(circumstances) and not circumstances & question.concepts
    return CIRCUMSTANCE * unasked + sum(cost for subject, cost in costs.items() if subject not in concepts)


def _to_the_point(plan: SectionPlan, hit: Hit, question: Question) -> bool:
    """Tell whether a passage is about one of the topics of the question, if it has any; options are options anyway."""
    asked = topics(question.concepts)
    return plan.about == "disease" or not asked or bool(asked & hit.passage.concepts)


def _of(id_: str, what: str, corpus: Corpus) -> tuple[str, ...]:
    """Return the claims or conflicts of a statement; of a claim, none."""
    statement = corpus.statements.get(id_)
    return tuple(getattr(statement, what)) if statement else ()


def _fits(plan: SectionPlan, id_: str, corpus: Corpus) -> bool:
    statement = corpus.statements[id_]
    return (
        (not plan.kinds or statement.kind in plan.kinds)
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
