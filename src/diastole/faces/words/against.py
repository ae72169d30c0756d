"""What speaks against a treatment: marks, citations, and sentences on what a patient has already."""

from typing import TYPE_CHECKING

from diastole.knowledge.rules.contraindications import CONTRAINDICATED, Reason, Statement
from diastole.studies.alternatives.in_use import Against, against

if TYPE_CHECKING:
    from diastole.studies.course.course import Course

FORBIDDEN, CAREFUL = "✗", "!"


def mark_of(reason: Reason) -> str:
    """Return ✗ for a contraindication, ! for a caution."""
    return FORBIDDEN if reason.kind == CONTRAINDICATED else CAREFUL


def sources_of(reason: Reason) -> str:
    """Return each statement behind a reason with its sources and how far it was checked."""
    return "; ".join(map(cited, reason.statements))


def cited(statement: Statement) -> str:
    """Return a statement's id with its sources and how far it was checked."""
    sources = ", ".join(statement.sources) or "no source"
    return f"{statement.id} {sources} ({statement.checked})"


def sentence(found: Against) -> str:
    """Say that a treatment must not be used or calls for caution, why, what was found, and on whose word."""
    reason = found.reason
    verdict = "is contraindicated" if reason.kind == CONTRAINDICATED else "calls for caution"
    return (
        f"{mark_of(reason)} {found.treatment} {verdict} in this patient. {reason.text} Found: {reason.found}. "
        f"{sources_of(reason)}"
    )


def against_course(course: "Course") -> list[tuple[int | None, Against]]:
    """Return what speaks against the treatments of a course, each once.

    With the line that begins the treatment; None where the patient had it before the first line.
    """
    lines = (None, *(step.line for step in course.steps))
    found: dict[tuple[str, str], tuple[int | None, Against]] = {}
    for line, patient in zip(lines, course.patients, strict=True):
        for each in against(patient, course.pressures_as_found):
            found.setdefault((each.treatment, each.reason.text), (line, each))
    return list(found.values())
