"""What is done for a patient besides the balloon pump: drugs, pacing, pumps, surgery."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from diastole.errors import InputError
from diastole.model.blocks.block import Block, optional_block
from diastole.model.blocks.quantity import Quantity, quantity
from diastole.model.devices.axial_models import AXIAL_PUMPS
from diastole.model.devices.circuits import CIRCUITS
from diastole.model.drugs.formulary import DRUGS


def _dose(name: str) -> Quantity:
    """Describe the dose of a drug, up to the end of its curve."""
    drug = DRUGS[name]
    return quantity("µg/kg/min", at_least=0, at_most=drug.largest_dose, meaning=f"infusion of {name}; {drug.purpose}")


class Drugs(Block):
    """Infusions, by dose; 0 is none."""

    nitroprusside: Annotated[float, _dose("nitroprusside")] = 0.0
    dobutamine: Annotated[float, _dose("dobutamine")] = 0.0
    dopamine: Annotated[float, _dose("dopamine")] = 0.0
    noradrenaline: Annotated[float, _dose("noradrenaline")] = 0.0
    esmolol: Annotated[float, _dose("esmolol")] = 0.0


class Pacing(Block):
    """A pacemaker that sets the rate; the patient's own rhythm is taken as silent."""

    rate: Annotated[float, quantity("1/min", at_least=20, at_most=250, meaning="paced rate")]


class AxialPump(Block):
    """A pump across the aortic valve (Impella)."""

    model: Annotated[Literal["2.5", "CP", "5.5"], Field(description="size")] = "CP"
    level: Annotated[
        str | None, optional_block, Field(description="performance level, such as P-6; the highest if left out")
    ] = None

    @model_validator(mode="after")
    def _has_level(self) -> Self:
        levels = AXIAL_PUMPS[self.model].speeds
        if self.level is not None and self.level not in levels:
            raise InputError(f"level {self.level} is not one of Impella {self.model}; allowed is {', '.join(levels)}")
        return self

    @property
    def runs_at(self) -> str:
        """Performance level at which it runs."""
        return list(AXIAL_PUMPS[self.model].speeds)[-1] if self.level is None else self.level


class Extracorporeal(Block):
    """A centrifugal pump outside the body that returns blood into the femoral artery."""

    circuit: Annotated[
        Literal["va_ecmo", "lava_ecmo", "tandemheart"],
        Field(description="drains the right atrium, both atria, or the left atrium"),
    ] = "va_ecmo"
    flow: Annotated[
        float | None, optional_block, quantity("L/min", above=0, at_most=7, meaning="flow that the controller holds")
    ] = None
    speed: Annotated[
        float | None,
        optional_block,
        quantity("1/min", at_least=500, at_most=7500, meaning="speed, where no flow is held"),
    ] = None

    left_atrial_share: Annotated[
        float | None,
        optional_block,
        quantity("1", above=0, below=1, meaning="share from the left atrium at equal pressures; lava_ecmo only"),
    ] = None

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if self.flow is not None and self.speed is not None:
            raise InputError("flow and speed are both given; allowed is one of them, the other follows")
        fastest = CIRCUITS[self.circuit].fastest
        if self.speed is not None and self.speed > fastest:
            raise InputError(f"speed is {self.speed:g} /min; allowed with {self.circuit} is at most {fastest:g} /min")
        if self.left_atrial_share is not None and self.circuit != "lava_ecmo":
            raise InputError(f"left_atrial_share is given with {self.circuit}; allowed is it with lava_ecmo only")
        return self

    @property
    def held_flow(self) -> float | None:
        """Flow to hold [L/min]; the usual one of the circuit where neither flow nor speed is given."""
        return CIRCUITS[self.circuit].usual_flow if self.flow is None and self.speed is None else self.flow

    @property
    def left_share(self) -> float:
        """Share of the flow that comes from the left atrium [1]."""
        return CIRCUITS[self.circuit].left_share if self.left_atrial_share is None else self.left_atrial_share


OpenArea = Annotated[float, quantity("cm²", above=0, at_most=10, meaning="effective area of the open valve")]
LeakArea = Annotated[float, quantity("cm²", at_least=0, at_most=1, meaning="effective area through which it leaks")]


class AorticReplacement(Block):
    """A replaced aortic valve: by default a biological prosthesis of 23 mm."""

    open_area: OpenArea = 1.8
    closed_area: LeakArea = 0.005


class MitralReplacement(Block):
    """A replaced mitral valve: by default a biological prosthesis of 29 mm."""

    open_area: OpenArea = 2.0
    closed_area: LeakArea = 0.005


class MitralRepair(Block):
    """A repaired mitral valve: by default with a restrictive ring."""

    open_area: OpenArea = 2.5
    closed_area: LeakArea = 0.02


class SeptalClosure(Block):
    """A patched septum."""

    residual_area: Annotated[
        float, quantity("cm²", at_least=0, at_most=1, meaning="effective area of what stays open")
    ] = 0.0


class Surgery(Block):
    """Operations on valves and septum; the lesions below them stand as they were before."""

    aortic_valve_replacement: Annotated[AorticReplacement | None, optional_block] = None
    mitral_valve_replacement: Annotated[MitralReplacement | None, optional_block] = None
    mitral_valve_repair: Annotated[MitralRepair | None, optional_block] = None
    septal_defect_closure: Annotated[SeptalClosure | None, optional_block] = None
