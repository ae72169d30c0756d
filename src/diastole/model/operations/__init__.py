"""Operations on valves and septum (repair, replacement, clip, closure), one record each."""

from typing import Annotated, NamedTuple

from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.quantity import Quantity

OpenArea = Annotated[float, Quantity("cm²", "(0, 10]", "effective area of the open valve")]
LeakArea = Annotated[float, Quantity("cm²", "[0, 1]", "effective area through which it leaks")]


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

    residual_area: Annotated[float, Quantity("cm²", "[0, 1]", "effective area of what stays open")] = 0.0


class Operation(NamedTuple):
    """An operation."""

    block: type[Block]  # what it leaves; its first key is what alternatives name
    site: str  # that is operated on: two operations there exclude each other
    lesions: tuple[str, ...]  # one of which it needs
    title: str
    done: str  # in words, of a patient who had it
    spoken: tuple[str, ...]  # names in a script besides its own, in small letters without hyphens


OPERATIONS: dict[str, Operation] = {
    "aortic_valve_replacement": Operation(
        AorticReplacement, "aortic valve", ("aortic_regurgitation", "aortic_stenosis"), "Aortic valve replacement",
        "aortic valve replaced", ("avr", "replace aortic valve"),
    ),
    "mitral_valve_repair": Operation(
        MitralRepair, "mitral valve", ("mitral_regurgitation",), "Mitral valve repair", "mitral valve repaired",
        ("repair mitral valve",),
    ),
    "mitral_valve_replacement": Operation(
        MitralReplacement, "mitral valve", ("mitral_regurgitation", "mitral_stenosis"), "Mitral valve replacement",
        "mitral valve replaced", ("mvr", "replace mitral valve"),
    ),
    "septal_defect_closure": Operation(
        SeptalClosure, "septum", ("ventricular_septal_defect",), "Septal defect closure", "septal defect closed",
        ("close septal defect",),
    ),
}  # fmt: skip
