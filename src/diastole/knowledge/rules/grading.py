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
    def in_words(self) -> str:
        """The measurement and its grade."""
        title = fact_kind(self.finding.fact).title
        return f"{title} {self.finding.in_words}: {self.grade.replace('_', ' to ')}"


@dataclass(frozen=True)
class Grading:
    """The grade of one valve by its measurements.

    Attributes
    ----------
    unresolved
        Measurements on record whose value is unknown, without those that are too old: whether they contradict the
        others is unknown.
    """

    parameters: tuple[GradedMeasurement, ...]
    unresolved: tuple[Finding, ...] = ()

    @property
    def conflicting(self) -> bool:
        """Whether two measurements differ by more than one grade."""
        steps = [MAIN_STEP[measured.grade] for measured in self.parameters]
        return bool(steps) and max(steps) - min(steps) > 1

    @property
    def grade(self) -> str | None:
        """The worst grade; None where nothing was measured, or the measurements contradict each other."""
        if self.conflicting or not self.parameters:
            return None
        return max((measured.grade for measured in self.parameters), key=GRADES.index)

    @property
    def in_words(self) -> str:
        """All measurements."""
        return "; ".join(measured.in_words for measured in self.parameters)


def grade(valve: str, facts: PatientFacts) -> Grading:
    """Grade a valve by its measurements.

    Parameters
    ----------
    valve
        A key of `VALVES`.
    facts
        All facts; an unknown measurement does not count.
    """
    measured = [(kind, facts[kind.name]) for kind in _measures(valve)]
    known = [(finding, graded_value(kind, finding.value)) for kind, finding in measured if finding.value is not None]
    unresolved = tuple(finding for _, finding in measured if finding.unresolved and not finding.stale)
    return Grading(tuple(GradedMeasurement(*each) for each in known), unresolved)


def graded_value(kind: FactKind, value: Value) -> str:
    """Return the grade that a measured value alone would give."""
    limits = load_thresholds()
    assert kind.graded is not None  # chosen by it
    if isinstance(value, float):
        return limits.of(*kind.graded).grade(value)
    return dict(limits.signs[kind.graded].grades)[str(value)]


def with_grades(facts: PatientFacts) -> PatientFacts:
    """Return the facts with those that follow from them: grades by measurements, and that the valve was assessed."""
    derived = [finding for valve in VALVES for finding in _derived(valve, grade(valve, facts))]
    grading = grade("ar", facts)
    if facts["aortic_valve.assessed"].value is None and (facts["ar.grade"].value is not None or grading.parameters):
        derived.append(Finding("aortic_valve.assessed", True, "follows from the grade or a measurement"))
    derived += [graded for fact, extent in LABORATORY.items() if (graded := _by_laboratory(facts, fact, extent))]
    return facts.with_(*derived, _severity(facts["ar.grade"], grading))


def _severity(reported: Finding, grading: Grading) -> Finding:
    """Return the grade that counts for other options than the balloon: as reported, else by measurements."""
    if reported.value is None and grading.grade is not None:
        return Finding("ar.severity", grading.grade, f"{SOURCE}: {grading.in_words}")
    return replace(reported, fact="ar.severity", evidence=frozenset())


def _by_laboratory(facts: PatientFacts, fact: str, extent: str) -> Finding | None:
    """Return the extent by a laboratory value that is worse than reported; unknown if the value is unresolved."""
    measured, reported = facts[fact], facts[extent]
    source = f"{fact_kind(fact).title} {measured.in_words}"
    if measured.value is None:
        hidden = measured.unresolved and reported.value != "severe" and not measured.stale
        return Finding(extent, None, measured.source, source, measured.time) if hidden else None
    graded = graded_value(fact_kind(fact), measured.value)
    if reported.value is None and reported.reason != NOT_GIVEN and graded != "severe":
        return None  # a disease recorded without its extent stays open beside a better number
    if reported.value is not None and GRADES.index(graded) <= GRADES.index(str(reported.value)):
        return None
    return Finding(extent, graded, f"{source} [{measured.source}]", time=measured.time)


def _derived(valve: str, grading: Grading) -> tuple[Finding, Finding]:
    reason = f"conflicting: {grading.in_words}" if grading.conflicting else "nothing was measured"
    source = f"{SOURCE}: {grading.in_words}" if grading.parameters else SOURCE
    measured = Finding(f"{valve}.measured_grade", grading.grade, source, "" if grading.grade else reason)
    conflict = f"{valve}.measurements_conflict"
    if grading.unresolved and not grading.conflicting:
        unread = "; ".join(f"{fact_kind(each.fact).title}: {each.reason}" for each in grading.unresolved)
        return measured, Finding(conflict, None, source, unread)
    return measured, Finding(conflict, grading.conflicting, source)


def _measures(valve: str) -> list[FactKind]:
    return [kind for kind in vocabulary().values() if kind.graded and kind.graded[0] == VALVES[valve]]
