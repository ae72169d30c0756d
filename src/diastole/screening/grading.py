"""The grade of a leak by its measurements: the worst of them, or unknown where they contradict each other.

Nothing is averaged: every measurement keeps its own grade. Two that differ by more than one grade of mild, moderate and
severe (moderate to severe counts as moderate) contradict each other. The worst counts, because an error towards mild
is the dangerous one.
"""

from dataclasses import dataclass

from diastole.evidence.thresholds import GRADES, load_thresholds
from diastole.screening.facts import Facts, Finding
from diastole.screening.vocabulary import FactKind, vocabulary

VALVES = {"ar": "aortic_regurgitation", "mr": "mitral_regurgitation"}  # prefix of the facts → lesion of the limits
MAIN_STEP = {"none": 0, "trace": 0, "mild": 1, "moderate": 2, "moderate_severe": 2, "severe": 3}
SOURCE = "graded from measurements"


@dataclass(frozen=True)
class Parameter:
    """A measurement with the grade that it alone would give."""

    finding: Finding
    grade: str

    @property
    def said(self) -> str:
        """The measurement and its grade in words."""
        return f"{self.finding.fact} {self.finding.said} is {self.grade.replace('_', ' to ')}"


@dataclass(frozen=True)
class Grading:
    """What the measurements of one valve say."""

    parameters: tuple[Parameter, ...]

    @property
    def conflicting(self) -> bool:
        """Whether two measurements differ by more than one grade."""
        steps = [MAIN_STEP[one.grade] for one in self.parameters]
        return bool(steps) and max(steps) - min(steps) > 1

    @property
    def grade(self) -> str | None:
        """The worst grade; None where nothing was measured, or the measurements contradict each other."""
        if self.conflicting or not self.parameters:
            return None
        return max((one.grade for one in self.parameters), key=GRADES.index)

    @property
    def said(self) -> str:
        """All measurements in words."""
        return "; ".join(one.said for one in self.parameters)


def grade(valve: str, facts: Facts) -> Grading:
    """Grade a valve by what was measured on it.

    Parameters
    ----------
    valve
        A key of `VALVES`.
    facts
        What is known; a measurement that is unknown counts neither way.
    """
    kinds = [kind for kind in vocabulary().values() if kind.graded and kind.graded[0] == VALVES[valve]]
    known = [(kind, facts[kind.name]) for kind in kinds if facts[kind.name].value is not None]
    return Grading(tuple(Parameter(found, _grade_of(kind, found)) for kind, found in known))


def with_grades(facts: Facts) -> Facts:
    """Return the facts with those that follow from them: the measured grades, and that the valve was assessed."""
    found = [finding for valve in VALVES for finding in _derived(valve, grade(valve, facts))]
    grading = grade("ar", facts)
    if facts["aortic_valve.assessed"].value is None and (facts["ar.grade"].value is not None or grading.parameters):
        found.append(Finding("aortic_valve.assessed", True, "follows from the grade or a measurement"))
    return facts.with_(*found)


def _derived(valve: str, grading: Grading) -> tuple[Finding, Finding]:
    reason = f"conflicting: {grading.said}" if grading.conflicting else "nothing was measured"
    source = f"{SOURCE}: {grading.said}" if grading.parameters else SOURCE
    measured = Finding(f"{valve}.measured_grade", grading.grade, source, "" if grading.grade else reason)
    return measured, Finding(f"{valve}.measurements_conflict", grading.conflicting, source)


def _grade_of(kind: FactKind, found: Finding) -> str:
    limits = load_thresholds()
    assert kind.graded is not None  # chosen by it
    if isinstance(found.value, float):
        return limits.of(*kind.graded).grade(found.value)
    return dict(limits.signs[kind.graded].grades)[str(found.value)]
