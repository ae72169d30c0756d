"""The JSON of ``diastole map``."""

from typing import Self

import xarray

from diastole.faces.json.shape import Document, Number, Shape, finite
from diastole.faces.words.harm_words import harm_sentence
from diastole.studies.harm_map import Turn


class AxisJson(Shape):
    """A value that differs along an axis."""

    key: str
    """Of the patient file."""
    unit: str
    """Of the values."""
    values: list[Number]
    """From the least to the largest."""


class EndpointJson(Shape):
    """What a treatment does by one definition of harm."""

    definition: str
    """When a patient counts as harmed."""
    reading: str
    """Where harm begins to prevail, as a sentence."""
    change: list[list[Number]]
    """Median change, a row for each value of y; null where there is no steady beat."""
    harmed: list[list[Number]]
    """Share of the patients that is harmed."""
    harmed_low: list[list[Number]]
    """Lower end of its 95 % interval."""
    harmed_high: list[list[Number]]
    """Upper end."""
    helped: list[list[Number]]
    """Share of the patients that is helped."""


class MapJson(Document):
    """A map of harm."""

    NAME = "diastole/map/1"

    treatment: str
    """What is done."""
    members: int
    """Patients in each square."""
    x: AxisJson
    """Along the first axis."""
    y: AxisJson
    """Along the second axis."""
    endpoints: dict[str, EndpointJson]
    """By measure."""

    @classmethod
    def of_map(cls, grid: xarray.Dataset, turns: list[Turn]) -> Self:
        """Return what is printed of a map."""

        def rows(name: str) -> list[list[Number]]:
            return [[finite(float(value)) for value in row] for row in grid[name].values]

        def axis(letter: str) -> AxisJson:
            about = grid[letter].attrs
            return AxisJson(key=about["key"], unit=about["units"], values=grid[letter].values.tolist())

        endpoints = {
            turn.measure: EndpointJson(
                definition=turn.definition,
                reading=harm_sentence(turn, grid),
                **{part: rows(f"{turn.measure}_{part}") for part in list(EndpointJson.model_fields)[2:]},
            )
            for turn in turns
        }
        attrs = grid.attrs
        return cls.of(
            treatment=attrs["treatment"], members=attrs["members"], x=axis("x"), y=axis("y"), endpoints=endpoints
        )
