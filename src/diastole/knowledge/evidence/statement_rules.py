"""Rules for statements: each returns its reasons to refuse one that can be read."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from diastole.knowledge.evidence.readability import flesch_kincaid_grade
from diastole.knowledge.evidence.sources import CHECKED, Source
from diastole.knowledge.evidence.statement import Citation, Statement

HARDEST_GRADE = 9.0  # Flesch-Kincaid grade of a patient's text
SAYS_SO = "known to us"  # in the clinician's text of a statement without a source
BANNED = re.compile(
    r"\b(?:safe(?:ly|r|st)?|guarantee[ds]?|indicated for you|you (?:should|must|need)|(?:µg|mcg|mg)(?:/\w+)*)\b", re.I
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SIMULATED_KINDS = ("mechanism", "simulation")
NEVER_UNCITED = ("recommendation", "alternative", "simulation", "definition")


@dataclass(frozen=True)
class EvidenceContext:
    """Everything that a statement may name."""

    statements: Mapping[str, Statement]
    sources: Mapping[str, Source]
    claims: Collection[str]


type Rule = Callable[[Statement, EvidenceContext], Iterable[str]]


def check_level(support: Citation, sources: Mapping[str, Source]) -> str:
    """Return how far this claim was checked against its source, which has to exist."""
    return support.checked or sources[support.ref].checked


def lowest_level(statement: Statement, sources: Mapping[str, Source]) -> str | None:
    """Return the lowest check level among the sources, or nothing if there are none."""
    levels = [check_level(support, sources) for support in statement.support]
    return max(levels, key=CHECKED.index, default=None)


def names_sources(statement: Statement, context: EvidenceContext) -> Iterable[str]:
    """Refuse a source that is unknown, our own note, named twice, or checked less far than the claim says."""
    refs = [support.ref for support in statement.support]
    if len(set(refs)) < len(refs):
        yield "names a source twice"
    for support in statement.support:
        source = context.sources.get(support.ref)
        if source is None:
            yield f"source '{support.ref}' does not exist"
        elif source.type == "own":
            yield f"'{support.ref}' is a note of our own and supports nothing"
        elif support.checked and CHECKED.index(support.checked) < CHECKED.index(source.checked):
            yield f"is {support.checked}, but '{support.ref}' as a whole is {source.checked}"


def names_claims(statement: Statement, context: EvidenceContext) -> Iterable[str]:
    """Refuse a claim that is not in the ledger."""
    return (f"claim '{claim}' does not exist" for claim in statement.claims if claim not in context.claims)


def is_supported(statement: Statement, context: EvidenceContext) -> Iterable[str]:
    """Refuse a statement that nothing supports, or only a simulation where that is not enough."""
    if statement.uncited:
        if statement.support or statement.claims or statement.kind in NEVER_UNCITED:
            yield f"is uncited, which a {statement.kind} or a statement with support cannot be"
        if SAYS_SO not in statement.text.clinician:
            yield f"is uncited, but the clinician's text does not say so with the words '{SAYS_SO}'"
    elif statement.is_simulation and statement.kind not in SIMULATED_KINDS:
        yield f"is a {statement.kind} that only a simulation supports"
    elif statement.kind == "simulation" and not statement.claims:
        yield "is a simulation without a claim of the ledger"
    elif statement.kind != "definition" and not statement.support and not statement.claims:
        yield "has no support"


def conflicts_are_mutual(statement: Statement, context: EvidenceContext) -> Iterable[str]:
    """Refuse a conflict with an unknown statement, with itself, or that the other one does not name."""
    for other in statement.conflicts:
        if other not in context.statements:
            yield f"conflicts with '{other}', which does not exist"
        elif other == statement.id:
            yield "conflicts with itself"
        elif statement.id not in context.statements[other].conflicts:
            yield f"conflicts with '{other}', which does not say so"


def review_is_earned(statement: Statement, context: EvidenceContext) -> Iterable[str]:
    """Refuse a review status that sources or reviewers do not bear."""
    review = statement.review
    if review.status == "submitted":
        return
    known = all(support.ref in context.sources for support in statement.support)
    if statement.uncited or (known and lowest_level(statement, context.sources) == "unverified"):
        yield f"is {review.status}, but a source is unverified or missing: it has to stay submitted"
    if review.status == "approved" and (len({one.name for one in review.reviewers}) < 2 or review.date is None):
        yield "is approved without two named reviewers with declared interests and a date"


def lay_numbers_are_the_clinicians(statement: Statement, context: EvidenceContext) -> Iterable[str]:
    """Refuse a number for trainee or patient that the clinician does not read."""
    given = set(NUMBER.findall(statement.text.clinician))
    for reader in ("trainee", "patient"):
        if strange := sorted(set(NUMBER.findall(getattr(statement.text, reader))) - given):
            yield f"the {reader}'s text has {', '.join(strange)}, the clinician's has not"


def patient_text_is_plain(statement: Statement, context: EvidenceContext) -> Iterable[str]:
    """Refuse verdicts, promises, doses and hard texts for patients."""
    for banned in BANNED.findall(statement.text.patient):
        yield f"the patient's text says '{banned}'"
    grade = flesch_kincaid_grade(statement.text.patient)
    if grade > HARDEST_GRADE:
        yield f"the patient's text reads at grade {grade:.1f}, at most {HARDEST_GRADE:.0f} is allowed"


RULES: tuple[Rule, ...] = (
    names_sources,
    names_claims,
    is_supported,
    conflicts_are_mutual,
    review_is_earned,
    lay_numbers_are_the_clinicians,
    patient_text_is_plain,
)
