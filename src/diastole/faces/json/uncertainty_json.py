"""The JSON of what a bedside sheet leaves possible."""

from typing import Self

from diastole.faces.json.shape import Number, Shape
from diastole.faces.words.uncertainty_words import factor_sentence
from diastole.model.measures.definitions import MEASURES
from diastole.studies.prediction import FitUncertainty


class RangeJson(Shape):
    """An interval that holds nine of ten patients."""

    low: Number
    """Lower end."""
    high: Number
    """Upper end."""


class FactorIntervalJson(Shape):
    """Where a value lies that the fit changes."""

    unit: str
    """Of both intervals."""
    before: RangeJson
    """Before the sheet: how patients differ, and what is usual."""
    after: RangeJson
    """With the sheet."""
    width: Number
    """Of the interval of its logarithm with the sheet, over that before."""
    told: str
    """What the sheet says of it: nothing, little or much."""
    reading: str
    """The same as a sentence."""


class PredictedEffectJson(Shape):
    """By how much a treatment would change a measure."""

    treatment: str
    """What is done."""
    measure: str
    """By its name."""
    unit: str
    """Of the change."""
    low: Number
    """Lower end of the interval that holds nine of ten patients."""
    median: Number
    """As many patients lie above as below."""
    high: Number
    """Upper end."""
    rises: Number
    """Share of the patients in whom it rises by a difference seen at the bedside."""
    falls: Number
    """Share of the patients in whom it falls."""


class FitUncertaintyJson(Shape):
    """What a bedside sheet leaves possible."""

    factors: dict[str, FactorIntervalJson]
    """By name of the parameter."""
    effects: list[PredictedEffectJson]
    """What treatments would change."""
    patients: int
    """That were drawn."""
    effective: Number
    """Patients of equal weight who would say as much."""
    notes: list[str]
    """Where the intervals are rough, and who was left out."""

    @classmethod
    def of_uncertainty(cls, uncertainty: FitUncertainty) -> Self:
        """Return what is printed of it."""
        factors = {
            each.name: FactorIntervalJson.of(
                each, before=_range(each.before), after=_range(each.after), reading=factor_sentence(each)
            )
            for each in uncertainty.factors
        }
        effects = [PredictedEffectJson.of(each, unit=MEASURES[each.measure].unit) for each in uncertainty.effects]
        return cls.of(uncertainty, factors=factors, effects=effects)


def _range(ends: tuple[float, float]) -> RangeJson:
    return RangeJson(low=ends[0], high=ends[1])
