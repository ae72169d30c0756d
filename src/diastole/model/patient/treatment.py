"""Treatment of a patient: drugs, pacing, operations and devices, each from its register."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import create_model

from diastole.model.devices.register import DEVICES
from diastole.model.drugs.doses import Dose
from diastole.model.drugs.formulary import DRUGS
from diastole.model.input_blocks.block import Block, optional_block
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.operations import OPERATIONS
from diastole.units import DOSE


class Pacing(Block):
    """A pacemaker that sets the rate; the patient's own rhythm is taken as silent."""

    rate: Annotated[float, Quantity("1/min", "[20, 250]", "paced rate")]


_DOSES: dict[str, Any] = {
    name: (
        Annotated[float, Dose(DOSE, f"[0, {drug.largest_dose}]", f"infusion of {name}; {drug.purpose}")],
        0.0,
    )
    for name, drug in DRUGS.items()
}
_OPERATIONS: dict[str, Any] = {
    name: (Annotated[operation.block | None, optional_block], None) for name, operation in OPERATIONS.items()
}
DEVICE_BLOCKS: dict[str, Any] = {
    device.key: (Annotated[device.block | None, optional_block], None) for device in DEVICES
}
if TYPE_CHECKING:

    class Drugs(Block):
        """Infusions, by dose; 0 is none."""

    class Surgery(Block):
        """Operations on valves and septum; the lesions below them stand as they were before."""

        def __getattr__(self, name: str) -> Any: ...

else:
    Drugs = create_model("Drugs", __base__=Block, __doc__="Infusions, by dose; 0 is none.", **_DOSES)
    Surgery = create_model(
        "Surgery",
        __base__=Block,
        __doc__="Operations on valves and septum; the lesions below them stand as they were before.",
        **_OPERATIONS,
    )
TREATMENTS = ("drugs", "pacing", "surgery", *DEVICE_BLOCKS)  # keys of what is done
