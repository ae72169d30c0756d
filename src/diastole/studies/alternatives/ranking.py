"""The stated order of goals, and how far an option meets them: a transparent rule, not a verdict.

Each goal is scored by the change of its measures against the patient as found, in units of a change that matters,
clipped so that no single number decides; the goals are weighted in their order. What matters, the clip and the weights
are assumed and are printed with every table.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from diastole.model.measures.definitions import MEASURES
from diastole.units import format_quantity

CLIP = 3.0  # changes that matter; more of a good thing counts no further
type Values = Mapping[str, float | None]


class Part(NamedTuple):
    """A measure of a goal, which is to go the way that its record calls better."""

    measures: tuple[str, ...]  # summed
    relevant_change: float  # change that matters, in the unit of the measure; assumed

    @property
    def direction(self) -> int:
        """+1 up, −1 down."""
        return MEASURES[self.measures[0]].better

    @property
    def words(self) -> str:
        """The change that matters, such as ``0.5 L/min of cardiac output``."""
        titles = " and ".join(MEASURES[name].lower_title for name in self.measures)
        return f"{format_quantity(self.relevant_change, MEASURES[self.measures[0]].unit)} of {titles}"


class Goal(NamedTuple):
    """A goal of treatment."""

    name: str
    title: str
    weight: float
    parts: tuple[Part, ...]


GOALS: tuple[Goal, ...] = (
    Goal("forward", "Forward flow and mean pressure up", 4.0, (
        Part(("cardiac_output",), 0.5),
        Part(("mean_aortic_pressure",), 10.0),
    )),
    Goal("filling", "Wedge and LV end-diastolic pressure down", 3.0, (
        Part(("left_atrial_pressure",), 5.0),
        Part(("lv_end_diastolic_pressure",), 5.0),
    )),
    Goal("supply", "Subendocardial supply over demand up", 2.0, (
        Part(("subendocardial_supply_demand_ratio",), 0.3),
    )),
    Goal("leak", "Leak per minute down", 1.0, (
        Part(("aortic_regurgitant_flow", "mitral_regurgitant_flow"), 0.5),
    )),
)  # fmt: skip


class Entry(NamedTuple):
    """An option as the ranking sees it."""

    name: str
    contraindicated: bool
    score: float | None  # None where the option has no numbers


class OptionRank(NamedTuple):
    """Where an option stands."""

    rank: int  # options that are not contraindicated come first
    rank_among_all: int  # by score alone


def goal_scores(measures: Values, reference: Values) -> dict[str, float]:
    """Return the score of each goal: the mean of its parts, each from −3 to 3; a part without a number counts 0."""
    return {goal.name: sum(_part(part, measures, reference) for part in goal.parts) / len(goal.parts) for goal in GOALS}


def total_score(measures: Values, reference: Values) -> float:
    """Return the mean of the goals by their weights, from −3 to 3; 0 is the reference itself."""
    scores = goal_scores(measures, reference)
    return sum(goal.weight * scores[goal.name] for goal in GOALS) / sum(goal.weight for goal in GOALS)


def places(entries: Sequence[Entry]) -> dict[str, OptionRank]:
    """Return where each option stands that has a score, best first; of equal ones the earlier one first."""
    scored = sorted((entry for entry in entries if entry.score is not None), key=lambda entry: -(entry.score or 0.0))
    shown = sorted(scored, key=lambda entry: entry.contraindicated)
    among_all = {entry.name: number for number, entry in enumerate(scored, start=1)}
    return {entry.name: OptionRank(number, among_all[entry.name]) for number, entry in enumerate(shown, start=1)}


def total(names: Sequence[str], measures: Values) -> float | None:
    """Return the sum of measures, or None where one has no value."""
    values = [measures.get(name) for name in names]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _part(part: Part, measures: Values, reference: Values) -> float:
    after, before = total(part.measures, measures), total(part.measures, reference)
    if after is None or before is None:
        return 0.0
    return max(-CLIP, min(CLIP, part.direction * (after - before) / part.relevant_change))
