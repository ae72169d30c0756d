"""The muscle of the heart: atria, ventricles, calcium and cross-bridges; and the pericardium around it."""

from typing import Annotated, Self

from pydantic import model_validator

from diastole.errors import InputError
from diastole.model.blocks.block import Block
from diastole.model.blocks.quantity import quantity

LONGEST_STRETCH = 0.2  # 1, stretch beyond 1 up to which calcium sensitivity depends on length, land2017


class AtrialTiming(Block):
    """When the atria contract, at the resting rate."""

    lead: Annotated[float, quantity("s", at_least=0, at_most=0.4, written="ms", meaning="start before the QRS onset")]
    duration: Annotated[float, quantity("s", above=0, at_most=0.5, written="ms", meaning="length of the contraction")]


class Ventricle(Block):
    """A ventricle as one fibre."""

    wall_volume: Annotated[float, quantity("mL", above=0, at_most=800, meaning="volume of the muscle")]
    reference_volume: Annotated[
        float, quantity("mL", above=0, at_most=600, meaning="volume of the cavity at fibre stretch 1")
    ]
    passive_stiffness: Annotated[float, quantity("kPa", above=0, at_most=50, meaning="stiffness of the resting fibre")]
    passive_exponent: Annotated[float, quantity("1", above=0, at_most=50, meaning="exponent of the resting fibre")]
    wall_viscosity: Annotated[float, quantity("kPa s", at_least=0, at_most=5, meaning="viscosity of the fibre")]
    working_fraction: Annotated[
        float, quantity("1", at_least=0, at_most=1, meaning="share of the muscle that contracts")
    ]
    peak_calcium: Annotated[float, quantity("µM", above=0, at_most=10, meaning="largest free calcium of a beat")]


class Calcium(Block):
    """Free calcium of both ventricles over a beat, at the resting rate."""

    diastolic: Annotated[float, quantity("µM", above=0, at_most=5, meaning="free calcium in diastole")]
    onset: Annotated[
        float,
        quantity("s", at_least=-0.1, at_most=0.2, written="ms", meaning="start of the rise after the QRS onset"),
    ]
    rise: Annotated[
        float,
        quantity("s", above=0, at_most=0.5, written="ms", meaning="time from diastolic to peak calcium"),
    ]
    plateau_end: Annotated[
        float, quantity("s", above=0, at_most=1, written="ms", meaning="time from the onset to the fall")
    ]
    fall: Annotated[
        float, quantity("s", above=0, at_most=1, written="ms", meaning="time from peak to diastolic calcium")
    ]

    @model_validator(mode="after")
    def _risen_before_it_falls(self) -> Self:
        if self.plateau_end < self.rise:
            raise InputError("plateau_end comes before the end of the rise; allowed is plateau_end ≥ rise")
        return self


class Myofilament(Block):
    """Cross-bridges of both ventricles."""

    reference_tension: Annotated[float, quantity("kPa", above=0, at_most=1000, meaning="largest active tension T_ref")]
    myosin_heads: Annotated[float, quantity("µmol/mL", above=0, at_most=5, meaning="myosin heads per wall volume")]
    calcium_half_binding: Annotated[
        float, quantity("µM", above=0, at_most=10, meaning="calcium of half binding at stretch 1")
    ]
    calcium_length_slope: Annotated[
        float,
        quantity("µM", at_least=-20, at_most=0, meaning="change of half binding per unit of stretch, β1"),
    ]
    overlap_slope: Annotated[
        float, quantity("1", at_least=0, at_most=10, meaning="change of force per unit of stretch, β0")
    ]
    troponin_rate: Annotated[float, quantity("1/s", above=0, at_most=5000, meaning="binding of calcium, k_T")]
    unblocking_rate: Annotated[float, quantity("1/s", above=0, at_most=5000, meaning="unblocking of sites, k_u")]
    attachment_rate: Annotated[float, quantity("1/s", above=0, at_most=5000, meaning="unbound to weak, k_uw")]
    stroke_rate: Annotated[float, quantity("1/s", above=0, at_most=5000, meaning="weak to strong, k_ws")]
    strong_distortion_rate: Annotated[
        float, quantity("1/s", at_least=0, at_most=5000, meaning="detachment of strained strong heads, γ_s")
    ]
    weak_distortion_rate: Annotated[
        float, quantity("1/s", at_least=0, at_most=5000, meaning="detachment of strained weak heads, γ_w")
    ]
    cycle_rate_factor: Annotated[float, quantity("1", above=0, at_most=10, meaning="common factor of the rates, κ")]
    strong_share: Annotated[float, quantity("1", above=0, below=1, meaning="steady share of strong heads, r_s")]
    weak_share: Annotated[float, quantity("1", above=0, below=1, meaning="steady share of weak heads, r_w")]
    distortion_decay: Annotated[float, quantity("1", above=0, at_most=50, meaning="decay of distortion, φ")]
    distortion_gain: Annotated[float, quantity("1", at_least=0, at_most=500, meaning="distortion by stretching, A_eff")]

    @model_validator(mode="after")
    def _rates_stay_positive(self) -> Self:
        if self.calcium_half_binding + LONGEST_STRETCH * self.calcium_length_slope <= 0:
            raise InputError(
                "calcium_length_slope takes the calcium of half binding below 0 in a stretched fibre; "
                "allowed is calcium_length_slope above −5 calcium_half_binding"
            )
        if self.attachment_rate * (1 / self.weak_share - 1) < self.stroke_rate:
            raise InputError(
                "stroke_rate leaves a negative rate from weak to unbound; "
                "allowed is stroke_rate up to attachment_rate (1/weak_share − 1)"
            )
        return self


class Atrium(Block):
    """An atrium as a time-varying elastance."""

    unstressed_volume: Annotated[float, quantity("mL", at_least=0, at_most=300, meaning="volume without pressure")]
    passive_elastance: Annotated[float, quantity("mmHg/mL", above=0, at_most=5, meaning="elastance at rest")]
    active_elastance: Annotated[
        float, quantity("mmHg/mL", at_least=0, at_most=5, meaning="elastance added at full contraction")
    ]
    stiffening: Annotated[float, quantity("mmHg/mL²", at_least=0, at_most=1, meaning="stiffening of the resting wall")]


class Pericardium(Block):
    """The sac around the four chambers."""

    pressure: Annotated[float, quantity("mmHg", at_least=0, at_most=50, meaning="pressure at the reference volume")]
    volume: Annotated[
        float,
        quantity("mL", above=0, at_most=3000, meaning="reference volume of the blood in the four chambers"),
    ]
    scale: Annotated[float, quantity("mL", above=0, at_most=1000, meaning="volume that raises the pressure e-fold")]
