"""The grade of a leak by its measurements: the worst of them, or unknown where they contradict each other.

Nothing is averaged: every measurement keeps its own grade. Two that differ by more than one grade of mild, moderate and
severe (moderate to severe counts as moderate) contradict each other. The worst counts, because an error towards mild
is the dangerous one.
"""

from dataclasses import dataclass, replace

from diastole.knowledge.evidence.thresholds import GRADES, load_thresholds
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind, vocabulary
from diastole.knowledge.rules.facts import NOT_GIVEN, Finding, PatientFacts, Value

LABORATORY = {"platelets": "thrombocytopenia", "inr": "coagulopathy"}  # measurement → fact that it grades
VALVES = {"ar": "aortic_regurgitation", "mr": "mitral_regurgitation"}  # prefix of the facts → lesion of the limits
MAIN_STEP = {"none": 0, "trace": 0, "mild": 1, "moderate": 2, "moderate_severe": 2, "severe": 3}
SOURCE = "graded from measurements"


@dataclass(frozen=True)
class GradedMeasurement:
    """A measurement with the grade that it alone would give."""

    finding: Finding
    grade: str

    @property
    def said(self) -> str:
        """The measurement and its grade in words."""
        title = fact_kind(self.finding.fact).title
        return f"{title} {self.finding.said}: {self.grade.replace('_', ' to ')}"


@dataclass(frozen=True)
class Grading:
    """What the measurements of one valve say.

    Attributes
    ----------
    lost
        Measurements that are on record and unknown, but for those that are too old: whether they contradict the others
        is unknown.
    """

    parameters: tuple[GradedMeasurement, ...]
    lost: tuple[Finding, ...] = ()

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


def grade(valve: str, facts: PatientFacts) -> Grading:
    """Grade a valve by what was measured on it.

    Parameters
    ----------
    valve
        A key of `VALVES`.
    facts
        What is known; a measurement that is unknown counts neither way.
    """
    measured = [(kind, facts[kind.name]) for kind in _measures(valve)]
    return Grading(
        tuple(
            GradedMeasurement(found, graded_value(kind, found.value))
            for kind, found in measured
            if found.value is not None
        ),
        tuple(found for _, found in measured if found.lost and not found.stale),
    )


def graded_value(kind: FactKind, value: Value) -> str:
    """Return the grade that a value of a graded measurement alone would give."""
    limits = load_thresholds()
    assert kind.graded is not None  # chosen by it
    if isinstance(value, float):
        return limits.of(*kind.graded).grade(value)
    return dict(limits.signs[kind.graded].grades)[str(value)]


def with_grades(facts: PatientFacts) -> PatientFacts:
    """Return the facts with those that follow: grades by measurements and laboratory, that the valve was assessed."""
    found = [finding for valve in VALVES for finding in _derived(valve, grade(valve, facts))]
    grading = grade("ar", facts)
    if facts["aortic_valve.assessed"].value is None and (facts["ar.grade"].value is not None or grading.parameters):
        found.append(Finding("aortic_valve.assessed", True, "follows from the grade or a measurement"))
    found += [graded for fact, extent in LABORATORY.items() if (graded := _by_laboratory(facts, fact, extent))]
    return facts.with_(*found, _severity(facts["ar.grade"], grading))


def _severity(reported: Finding, grading: Grading) -> Finding:
    """Return the grade that counts for options beside the balloon: the reported one, or else that by measurements."""
    if reported.value is None and grading.grade is not None:
        return Finding("ar.severity", grading.grade, f"{SOURCE}: {grading.said}")
    return replace(reported, fact="ar.severity", evidence=frozenset())


def _by_laboratory(facts: PatientFacts, fact: str, extent: str) -> Finding | None:
    """Return the extent that a laboratory value gives, if it is worse than what is reported; unknown if it is lost."""
    measured, reported = facts[fact], facts[extent]
    source = f"{fact_kind(fact).title} {measured.said}"
    if measured.value is None:
        hidden = measured.lost and reported.value != "severe" and not measured.stale
        return Finding(extent, None, measured.source, source, measured.time) if hidden else None
    graded = graded_value(fact_kind(fact), measured.value)
    if reported.value is None and reported.reason != NOT_GIVEN and graded != "severe":
        return None  # what is recorded, and not how bad, a better number does not take away
    if reported.value is not None and GRADES.index(graded) <= GRADES.index(str(reported.value)):
        return None
    return Finding(extent, graded, f"{source} [{measured.source}]", time=measured.time)


def _derived(valve: str, grading: Grading) -> tuple[Finding, Finding]:
    reason = f"conflicting: {grading.said}" if grading.conflicting else "nothing was measured"
    source = f"{SOURCE}: {grading.said}" if grading.parameters else SOURCE
    measured = Finding(f"{valve}.measured_grade", grading.grade, source, "" if grading.grade else reason)
    conflict = f"{valve}.measurements_conflict"
    if grading.lost and not grading.conflicting:
        unread = "; ".join(f"{fact_kind(found.fact).title}: {found.reason}" for found in grading.lost)
        return measured, Finding(conflict, None, source, unread)
    return measured, Finding(conflict, grading.conflicting, source)


def _measures(valve: str) -> list[FactKind]:
    return [kind for kind in vocabulary().values() if kind.graded and kind.graded[0] == VALVES[valve]]
