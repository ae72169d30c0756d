"""The four valves as they are without a lesion."""

from typing import Annotated, Self

from pydantic import model_validator

from diastole.errors import InputError
from diastole.model.blocks.block import Block
from diastole.model.blocks.quantity import quantity


class Valve(Block):
    """A valve; areas are effective areas, as echocardiography reports them."""

    closed_area: Annotated[float, quantity("cm²", above=0, at_most=10, meaning="effective area of the shut valve")]
    open_area: Annotated[float, quantity("cm²", above=0, at_most=15, meaning="effective area of the open valve")]
    length: Annotated[float, quantity("cm", above=0, at_most=20, meaning="length of the blood column that moves")]
    opening_rate: Annotated[float, quantity("1/(mmHg s)", above=0, at_most=1000, meaning="speed of opening")]
    closing_rate: Annotated[float, quantity("1/(mmHg s)", above=0, at_most=1000, meaning="speed of closing")]

    @model_validator(mode="after")
    def _opens(self) -> Self:
        if self.closed_area >= self.open_area:
            raise InputError("closed_area is not smaller than open_area; allowed is closed_area below open_area")
        return self


class Valves(Block):
    """The four valves."""

    leaflet_saturation: Annotated[
        float,
        quantity("mmHg", above=0, at_most=500, meaning="pressure difference that gives half of the fastest motion"),
    ]
    mitral: Valve
    aortic: Valve
    tricuspid: Valve
    pulmonary: Valve
