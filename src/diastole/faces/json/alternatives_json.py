"""The JSON of ``diastole alternatives``."""

from typing import Self

from diastole.faces.json.rule_json import RuleJson
from diastole.faces.json.shape import Document, MeasuresJson, PatientName, Shape, Text, units
from diastole.faces.words.alternatives_words import questions
from diastole.studies.alternatives.option_runs import Alternatives, Outcome
from diastole.studies.alternatives.ranking import GOALS


class GoalPartJson(Shape):
    """Measures that are summed for a goal."""

    measures: list[str]
    """Their names."""
    direction: int
    """1 up, -1 down."""
    relevant_change: float
    """Change that matters, in the unit of the measures."""


class GoalJson(Shape):
    """A goal of treatment."""

    name: str
    """Key of ``goal_scores``."""
    title: str
    """In words."""
    weight: float
    """In the score."""
    parts: list[GoalPartJson]
    """Changes by which it is scored."""


class OptionJson(Shape):
    """An option on this patient; without a steady beat it has no numbers."""

    name: str
    """Such as nitroprusside_dobutamine."""
    kind: str
    """drug, rate, device, surgery or none."""
    title: str
    """In words."""
    changes: dict[str, str]
    """Values of the patient that it changes."""
    contraindicated: bool
    """Whether a rule forbids it."""
    verdict: str
    """The highest of the rules: contraindicated, data_needed, caution or none_found."""
    reasons: list[RuleJson]
    """Contraindications."""
    cautions: list[RuleJson]
    """Cautions."""
    ask_first: list[str]
    """Questions to ask first, in words."""
    unknown: list[str]
    """The facts that have to be asked for."""
    rank: int | None
    """Place among all options; those that are contraindicated come last."""
    rank_among_all: int | None
    """Place by the score alone."""
    score: float | None
    """Weighted sum of the goals."""
    goal_scores: dict[str, float]
    """Score of each goal, from -3 to 3."""
    measures: MeasuresJson | None
    """Of its steady beat."""
    extrapolations: list[str]
    """In which ways its run is an extrapolation."""
    failure: Text
    """Why it has no steady beat."""

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """Return what is printed of an option."""
        run, place, judged = outcome.run, outcome.place, outcome.judged
        return super().of(
            outcome.option,
            outcome,
            judged,
            reasons=[RuleJson.of(reason) for reason in judged.reasons],
            cautions=[RuleJson.of(reason) for reason in judged.cautions],
            ask_first=questions(judged.unknown),
            rank=place.rank if place else None,
            rank_among_all=place.rank_among_all if place else None,
            goal_scores=outcome.goals,
            measures=run.measures if run else None,
            extrapolations=run.cautions if run else [],
        )


class ImpossibleJson(Shape):
    """An option that this patient cannot have."""

    name: str
    """As of an option."""
    kind: str
    """As of an option."""
    title: str
    """In words."""
    reason: str
    """Why it is impossible."""


class AlternativesJson(Document):
    """Every option on a patient, by rank."""

    NAME = "diastole/alternatives/2"

    patient: PatientName
    """Name of the patient."""
    reflex: bool
    """Whether the baroreflex worked."""
    cautions: list[str]
    """Measured numbers that this patient does not show."""
    goals: list[GoalJson]
    """Goals by which options are scored, in their order."""
    options: list[OptionJson]
    """By rank."""
    impossible: list[ImpossibleJson]
    """Options that this patient cannot have."""
    units: dict[str, str]
    """Unit of each measure."""

    @classmethod
    def of(cls, tried: Alternatives) -> Self:
        """Return what is printed of the alternatives."""
        return super().of(
            tried,
            cautions=tried.patient.fit_remarks,
            goals=GOALS,
            options=[OptionJson.of(outcome) for outcome in tried.outcomes],
            impossible=[ImpossibleJson.of(option, reason=why) for option, why in tried.impossible],
            units=units(),
        )
