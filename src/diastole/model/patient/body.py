"""The body: what size it is."""

from math import sqrt
from typing import Annotated, Literal

from pydantic import Field

from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.quantity import Quantity

MOSTELLER = 3600.0  # cm kg/m⁴, mosteller1987


def body_surface_area(height: float, weight: float) -> float:
    """A = √(height · weight / 3600), height in cm, weight in kg  [m²]. mosteller1987."""
    return sqrt(height * weight / MOSTELLER)


class Body(Block):
    """Sex and size."""

    sex: Annotated[Literal["female", "male"], Field(description="sex")]
    height: Annotated[float, Quantity("cm", "(30, 250]", "height")]
    weight: Annotated[float, Quantity("kg", "(1, 400]", "weight")]

    @property
    def body_surface_area(self) -> float:
        """Body surface area [m²]. mosteller1987."""
        return body_surface_area(self.height, self.weight)
