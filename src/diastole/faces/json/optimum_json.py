"""The JSON of ``diastole optimum``."""

from typing import Self

import xarray

from diastole.faces.json.shape import Document, Number, Shape, finite
from diastole.faces.words.optimum_words import optimum_sentences
from diastole.model.measures.definitions import MEASURES
from diastole.studies.timing_optimum import INFLATION, TimingOptimum


class MomentsJson(Shape):
    """Where a moment is best, and which are as good, the other kept at its best [s], after its usual moment."""

    best: Number
    """The best."""
    low: Number
    """The earliest that is as good."""
    high: Number
    """The latest that is as good."""
    to_the_edge: bool
    """Whether the edge of the grid is as good."""


class OptimumJson(Document):
    """The best timing of a balloon for a patient and a goal."""

    NAME = "diastole/optimum/1"

    patient: str
    """Its name."""
    goal: str
    """The measure that should be best."""
    unit: str
    """Of it."""
    without: Number
    """The goal without the balloon."""
    usual: Number
    """At the usual moments."""
    best: Number
    """At the best."""
    inflation: MomentsJson
    """When the balloon is filled."""
    deflation: MomentsJson
    """When it is emptied."""
    is_usual_as_good: bool
    """Whether the usual moments differ from the best by nothing that is seen at the bedside."""
    failed: int
    """Pairs of moments without a steady beat."""
    reading: list[str]
    """The same as sentences, with cautions of the best."""
    moments: list[Number]
    """Of both axes of the grid [s]."""
    values: list[list[Number]]
    """The goal, a row for each moment of deflation; null without a steady beat."""

    @classmethod
    def of_grid(cls, grid: xarray.Dataset, best: TimingOptimum) -> Self:
        """Return what is printed of a grid."""
        return cls.of(
            best,
            patient=grid.attrs["title"],
            unit=MEASURES[best.goal].unit,
            reading=optimum_sentences(best),
            moments=grid[INFLATION].values.tolist(),
            values=[[finite(float(value)) for value in row] for row in grid[best.goal].values],
        )
