"""The intra-aortic balloon pump as a person sets it."""

from typing import Annotated, Literal

from pydantic import Field

from diastole.model.blocks.block import Block
from diastole.model.blocks.quantity import quantity


class BalloonPump(Block):
    """Balloon, console and helium drive. A patient without this block has no pump."""

    volume: Annotated[float, quantity("mL", at_least=0, at_most=50, meaning="helium in the full balloon")] = 40.0
    ratio: Annotated[Literal["1:1", "1:2", "1:3"], Field(description="assisted beats among all beats")] = "1:1"
    mode: Annotated[Literal["on", "standby"], Field(description="standby leaves the balloon empty in the aorta")] = "on"
    trigger: Annotated[Literal["r_wave", "pressure"], Field(description="what the console times from")] = "r_wave"
    inflation_offset: Annotated[
        float,
        quantity(
            "s",
            at_least=-1,
            at_most=1,
            written="ms",
            meaning="inflation after the dicrotic notch; early is < 0",
        ),
    ] = 0.0
    deflation_offset: Annotated[
        float,
        quantity(
            "s",
            at_least=-1,
            at_most=1,
            written="ms",
            meaning="deflation after the R wave (or its earlier usual moment); early is < 0",
        ),
    ] = 0.0
    drive: Annotated[
        Literal["prescribed", "pneumatic"],
        Field(description="transit of helium by given times, or by pressure"),
    ] = "prescribed"
    fill_time: Annotated[
        float, quantity("s", above=0, at_most=1, written="ms", meaning="transit of the helium going in")
    ] = 0.13
    vent_time: Annotated[
        float, quantity("s", above=0, at_most=1, written="ms", meaning="transit of the helium coming out")
    ] = 0.1
    drive_pressure: Annotated[
        float, quantity("mmHg", above=0, at_most=400, meaning="source of helium, above atmosphere")
    ] = 200.0
    vacuum: Annotated[
        float, quantity("mmHg", above=-760, below=0, meaning="sink of helium, against atmosphere")
    ] = -150.0
    catheter_bore: Annotated[
        float, quantity("m", above=0, at_most=0.01, written="mm", meaning="bore of the helium line")
    ] = 0.002
    catheter_length: Annotated[float, quantity("m", above=0, at_most=10, meaning="length of the helium line")] = 1.0

    @property
    def beats(self) -> int:
        """Beats of which one is assisted: 2 for the ratio 1:2."""
        return int(self.ratio.removeprefix("1:"))
