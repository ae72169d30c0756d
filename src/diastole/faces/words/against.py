"""What speaks against a treatment: marks, citations, and sentences on what a patient has already."""

from typing import TYPE_CHECKING

from diastole.faces.words.screening_words import said_fact
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement_rules import lowest_level
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.judgement import RuleResult
from diastole.knowledge.screening.option_verdict import CONTRAINDICATED
from diastole.studies.alternatives.in_use import Against, against

if TYPE_CHECKING:
    from diastole.studies.course.patient_course import Course

FORBIDDEN, CAREFUL, OPEN = "✗", "!", "?"


def mark_of(reason: RuleResult) -> str:
    """Return ✗ for a contraindication, ! for a caution."""
    return FORBIDDEN if reason.verdict == CONTRAINDICATED else CAREFUL


def found_in(reason: RuleResult) -> str:
    """Return what of this patient made a rule fire, each fact with its limit, and where they stand."""
    sources = dict.fromkeys(step.source for step in reason.deciding if step.source)
    whole = [one for one in sources if not any(other != one and other.startswith(one) for other in sources)]
    return "; ".join(map(said_fact, reason.deciding)) + (f" [{'; '.join(whole)}]" if whole else "")


def sources_of(reason: RuleResult) -> str:
    """Return each statement behind a reason with its sources and how far it was checked."""
    return "; ".join(map(cited, reason.rule.statements))


def cited(id_: str) -> str:
    """Return a statement's id with its sources and how far it was checked."""
    keys = ", ".join(source_keys(id_)) or "no source"
    return f"{id_} {keys} ({level_of(id_) or 'unverified'})"


def source_keys(id_: str) -> list[str]:
    """Return the keys of the sources of a statement."""
    return [support.ref for support in load_statements()[id_].support]


def level_of(id_: str) -> str | None:
    """Return how far a statement was checked against its sources; None where it has none."""
    return lowest_level(load_statements()[id_], load_sources())


def sentence(found: Against) -> str:
    """Say that a treatment must not be used or calls for caution, why, what was found, and on whose word."""
    reason = found.reason
    verdict = "is contraindicated" if reason.verdict == CONTRAINDICATED else "calls for caution"
    return (
        f"{mark_of(reason)} {found.treatment} {verdict} in this patient. {reason.rule.title}. "
        f"Found: {found_in(reason)}. {sources_of(reason)}"
    )


def against_course(course: "Course") -> list[tuple[int | None, Against]]:
    """Return what speaks against the treatments of a course, each once.

    With the line that begins the treatment; None where the patient had it before the first line.
    """
    lines = (None, *(step.line for step in course.steps))
    found: dict[tuple[str, str], tuple[int | None, Against]] = {}
    for line, patient in zip(lines, course.patients, strict=True):
        for each in against(patient, course.as_found):
            found.setdefault((each.treatment, each.reason.rule.id), (line, each))
    return list(found.values())
