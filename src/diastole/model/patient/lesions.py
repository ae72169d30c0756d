"""Lesions of valves and septum, as echocardiography reports them: by effective orifice areas."""

from typing import Annotated, Literal

from pydantic import Field

from diastole.model.input_blocks.block import Block, optional_block
from diastole.model.input_blocks.quantity import Quantity

type Onset = Literal["acute", "chronic"]


class Regurgitation(Block):
    """A valve that leaks."""

    orifice_area: Annotated[float, Quantity("cm²", "[0, 10]", "effective regurgitant orifice; 0 is a competent valve")]
    onset: Annotated[Onset | None, optional_block, Field(description="how long it exists; unknown if left out")] = None


class Stenosis(Block):
    """A valve that opens too little."""

    orifice_area: Annotated[float, Quantity("cm²", "(0, 10]", "effective area of the open valve")]
    onset: Annotated[Onset | None, optional_block, Field(description="how long it exists; unknown if left out")] = None


class SeptalDefect(Block):
    """A hole between the ventricles."""

    orifice_area: Annotated[float, Quantity("cm²", "[0, 10]", "effective area of the hole; 0 is a closed septum")]
    onset: Annotated[Onset | None, optional_block, Field(description="how long it exists; unknown if left out")] = None


class Lesions(Block):
    """The lesions of a patient; one that is absent is left out."""

    aortic_regurgitation: Annotated[Regurgitation | None, optional_block] = None
    mitral_regurgitation: Annotated[Regurgitation | None, optional_block] = None
    aortic_stenosis: Annotated[Stenosis | None, optional_block] = None
    mitral_stenosis: Annotated[Stenosis | None, optional_block] = None
    ventricular_septal_defect: Annotated[SeptalDefect | None, optional_block] = None
