"""What speaks against the treatments of a patient, in sentences."""

from diastole.alternatives.contraindications import CONTRAINDICATED
from diastole.alternatives.in_use import Against, against
from diastole.course.course import Course
from diastole.report.alternatives_words import CAREFUL, FORBIDDEN, cited


def sentence(found: Against) -> str:
    """Say that a treatment must not be used or calls for caution, why, what was found, and on whose word."""
    reason = found.reason
    forbidden = reason.kind == CONTRAINDICATED
    mark, verdict = (FORBIDDEN, "is contraindicated") if forbidden else (CAREFUL, "calls for caution")
    sources = "; ".join(map(cited, reason.statements))
    return f"{mark} {found.treatment} {verdict} in this patient. {reason.text} Found: {reason.found}. {sources}"


def against_course(course: Course) -> list[tuple[int, Against]]:
    """Return what speaks against the treatments of a course, each once, with the line that begins it."""
    found: dict[tuple[str, str], tuple[int, Against]] = {}
    for step, patient in zip(course.steps, course.patients, strict=True):
        for each in against(patient, course.pressures_as_found):
            found.setdefault((each.treatment, each.reason.text), (step.line, each))
    return list(found.values())
