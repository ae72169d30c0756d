"""Objections to a treatment in words: marks, citations, and sentences on the treatments of a patient."""

from typing import TYPE_CHECKING

from diastole.faces.words.screening_words import fact_words
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement_rules import lowest_level
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.judgement import RuleResult
from diastole.knowledge.screening.option_verdict import CONTRAINDICATED
from diastole.studies.alternatives.current_treatments import Against, against

if TYPE_CHECKING:
    from diastole.studies.course.patient_course import Course

FORBIDDEN, CAREFUL, OPEN = "✗", "!", "?"


def mark_of(reason: RuleResult) -> str:
    """Return ✗ for a contraindication, ! for a caution."""
    return FORBIDDEN if reason.verdict == CONTRAINDICATED else CAREFUL


def facts_behind(reason: RuleResult) -> str:
    """Return the facts of this patient that made a rule fire, each with its limit, and their sources."""
    sources = dict.fromkeys(step.source for step in reason.deciding if step.source)
    whole = [each for each in sources if not any(other != each and other.startswith(each) for other in sources)]
    return "; ".join(map(fact_words, reason.deciding)) + (f" [{'; '.join(whole)}]" if whole else "")


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


def sentence(objection: Against) -> str:
    """Return a contraindication or caution in words: treatment, reason, facts of the patient, sources."""
    reason = objection.reason
    verdict = "is contraindicated" if reason.verdict == CONTRAINDICATED else "calls for caution"
    return (
        f"{mark_of(reason)} {objection.treatment} {verdict} in this patient. {reason.rule.title}. "
        f"Found: {facts_behind(reason)}. {sources_of(reason)}"
    )


def against_course(course: "Course") -> list[tuple[int | None, Against]]:
    """Return each objection to a treatment of a course once, with the line of the script that starts the treatment.

    The line is None where the patient had the treatment before the first line.
    """
    lines = (None, *(step.line for step in course.steps))
    objections: dict[tuple[str, str], tuple[int | None, Against]] = {}
    for line, patient in zip(lines, course.patients, strict=True):
        for each in against(patient, course.as_found):
            objections.setdefault((each.treatment, each.reason.rule.id), (line, each))
    return list(objections.values())
