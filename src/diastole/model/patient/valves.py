"""The four valves as they are without a lesion."""

from typing import Annotated, ClassVar

from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.contradiction import Exclusion
from diastole.model.input_blocks.quantity import Quantity


class Valve(Block):
    """A valve; areas are effective areas, as echocardiography reports them."""

    closed_area: Annotated[float, Quantity("cm²", "(0, 10]", "effective area of the shut valve")]
    open_area: Annotated[float, Quantity("cm²", "(0, 15]", "effective area of the open valve")]
    length: Annotated[float, Quantity("cm", "(0, 20]", "length of the blood column that moves")]
    opening_rate: Annotated[float, Quantity("1/(mmHg s)", "(0, 1000]", "speed of opening")]
    closing_rate: Annotated[float, Quantity("1/(mmHg s)", "(0, 1000]", "speed of closing")]

    contradictions: ClassVar = (
        Exclusion(
            lambda valve: valve.closed_area >= valve.open_area,
            "closed_area is not smaller than open_area; allowed is closed_area below open_area",
        ),
    )


class Valves(Block):
    """The four valves."""

    leaflet_saturation: Annotated[
        float, Quantity("mmHg", "(0, 500]", "pressure difference that gives half of the fastest motion")
    ]
    mitral: Valve
    aortic: Valve
    tricuspid: Valve
    pulmonary: Valve
