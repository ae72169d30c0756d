"""The left ventricle in space: what the 3D heart needs to know beyond the volumes of the one-fibre ventricle."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from diastole.errors import InputError
from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.quantity import Quantity

SEGMENTS = 17  # of the left ventricle, after the American Heart Association (cerqueira2002)


class Wall(Block):
    """Shape, fibres and conduction of the left ventricle at the end of diastole; read by the 3D heart only."""

    sphericity: Annotated[float, Quantity("1", "[0.3, 1]", "widest inner diameter over the length of the cavity")]
    apex_thinning: Annotated[
        float, Quantity("1", "[0.2, 1.5]", "thickness at the apex over that at the widest section")
    ]
    inner_angle: Annotated[float, Quantity("1", "[-90, 90]", "fibre angle on the endocardium in degrees")]
    outer_angle: Annotated[float, Quantity("1", "[-90, 90]", "fibre angle on the epicardium in degrees")]
    law: Annotated[
        Literal["transverse", "orthotropic"],
        Field(description="of the wall at rest: fibres in a matrix, or fibres, sheets and their shear"),
    ]
    activation: Annotated[
        Literal["uniform", "normal", "left_bundle_branch_block"],
        Field(description="all at once, by the conduction system, or from the right side of the septum"),
    ]
    calcium: Annotated[
        Literal["one_fibre", "ten_tusscher"],
        Field(description="as of the one fibre, or of human ventricular cells in three layers (tentusscher2006)"),
    ]
    scar: Annotated[
        str, Field(max_length=60, description="segments that do not contract, numbers 1 to 17 with commas, or none")
    ]

    @field_validator("scar")
    @classmethod
    def _known_segments(cls, given: str) -> str:
        for part in _parts(given):
            if not part.isdecimal() or not 1 <= int(part) <= SEGMENTS:
                raise InputError(f"'{part}' is not a segment; allowed are numbers 1 to {SEGMENTS} with commas, or none")
        return given

    @property
    def scarred(self) -> tuple[int, ...]:
        """Numbers of the segments that do not contract."""
        return tuple(int(part) for part in _parts(self.scar))


def _parts(given: str) -> list[str]:
    return [] if given.strip() == "none" else [part.strip() for part in given.split(",")]
