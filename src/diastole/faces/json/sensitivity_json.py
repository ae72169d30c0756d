"""The JSON of ``diastole sensitivity``."""

from typing import Self

from diastole.faces.json.shape import Document, Number, Shape
from diastole.faces.words.sensitivity_words import decides_sentence
from diastole.model.measures.definitions import MEASURES
from diastole.studies.sensitivity.influences import MeasureInfluences, Sensitivity


class EstimateJson(Shape):
    """A number with its 95 % interval."""

    value: Number
    """The number."""
    low: Number
    """Lower end, of the bootstrap."""
    high: Number
    """Upper end."""


class EffectJson(Shape):
    """What a value does as it goes through 95 % of its population (Morris)."""

    mean: EstimateJson
    """Mean absolute change of the measure, in its unit."""
    spread: Number
    """Standard deviation of the changes: large where they depend on other values, or are not linear."""


class IndicesJson(Shape):
    """Share of the variance that a value decides (Sobol)."""

    first: EstimateJson
    """Alone."""
    total: EstimateJson
    """With all that depends on other values."""


class InfluenceJson(Shape):
    """What one value of the patients does to a measure."""

    title: str
    """What the value is."""
    effect: EffectJson | None
    """Of the screening; null without one."""
    indices: IndicesJson | None
    """Null of a value that was screened out, and where the measure is the same in every patient."""


class MeasureInfluencesJson(Shape):
    """What decides one measure."""

    unit: str
    """Of the measure, and of the effects."""
    reading: str
    """Which values decide it, as a sentence."""
    trajectories: int
    """Of the screening, that lack no number."""
    points: int
    """Of Sobol's sequence, whose groups lack no number."""
    values: dict[str, InfluenceJson]
    """By key."""


class SensitivityJson(Document):
    """Which values of a cohort decide a measure."""

    NAME = "diastole/sensitivity/1"

    title: str
    """From the specification."""
    arm: str
    """In which the measures are taken."""
    minus: str
    """Arm whose measures are taken off; empty where none is."""
    measures: dict[str, MeasureInfluencesJson]
    """By name."""
    patients: int
    """That were run."""
    rejected: dict[str, int]
    """How many of them do not count, by the reason."""
    notes: list[str]
    """What was left out."""

    @classmethod
    def of_study(cls, study: Sensitivity) -> Self:
        """Return what is printed of a study."""
        quantity = study.quantity
        measures = {each.measure: _of_measure(each, quantity.where) for each in study.measures}
        return cls.of(study, arm=quantity.arm, minus=quantity.minus, measures=measures)


def _of_measure(measure: MeasureInfluences, where: str) -> MeasureInfluencesJson:
    return MeasureInfluencesJson.of(
        measure,
        unit=MEASURES[measure.measure].unit,
        reading=decides_sentence(measure, where),
        values={each.key: each for each in measure.influences},
    )
