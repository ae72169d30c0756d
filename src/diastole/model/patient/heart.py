"""The muscle of the heart: atria, ventricles, calcium and cross-bridges; and the pericardium around it."""

from typing import Annotated, ClassVar

from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.contradiction import Exclusion
from diastole.model.input_blocks.quantity import Quantity

LONGEST_STRETCH = 0.2  # 1, stretch beyond 1 up to which calcium sensitivity depends on length, land2017


class AtrialTiming(Block):
    """When the atria contract, at the resting rate."""

    lead: Annotated[float, Quantity("s", "[0, 0.4]", "start of the left one before the QRS onset", written="ms")]
    interatrial_delay: Annotated[
        float, Quantity("s", "[0, 0.2]", "start of the left one after the right", written="ms")
    ]
    duration: Annotated[float, Quantity("s", "(0, 0.5]", "length of the contraction", written="ms")]


class Ventricle(Block):
    """A ventricle as one fibre."""

    wall_volume: Annotated[float, Quantity("mL", "(0, 800]", "volume of the muscle")]
    reference_volume: Annotated[float, Quantity("mL", "(0, 600]", "volume of the cavity at fibre stretch 1")]
    passive_stiffness: Annotated[float, Quantity("kPa", "(0, 50]", "stiffness of the resting fibre")]
    passive_exponent: Annotated[float, Quantity("1", "(0, 50]", "exponent of the resting fibre")]
    wall_viscosity: Annotated[float, Quantity("kPa s", "[0, 5]", "viscosity of the fibre")]
    working_fraction: Annotated[float, Quantity("1", "[0, 1]", "share of the muscle that contracts")]
    peak_calcium: Annotated[float, Quantity("µM", "(0, 10]", "largest free calcium of a beat")]
    calcium_delay: Annotated[
        float, Quantity("s", "[0, 0.2]", "later rise of its calcium than `calcium` says", written="ms")
    ]
    calcium_prolongation: Annotated[
        float, Quantity("s", "[0, 0.3]", "later fall of its calcium than `calcium` says", written="ms")
    ]


class Calcium(Block):
    """Free calcium of both ventricles over a beat, at the resting rate."""

    diastolic: Annotated[float, Quantity("µM", "(0, 5]", "free calcium in diastole")]
    onset: Annotated[float, Quantity("s", "[-0.1, 0.2]", "start of the rise after the QRS onset", written="ms")]
    rise: Annotated[float, Quantity("s", "(0, 0.5]", "time from diastolic to peak calcium", written="ms")]
    plateau_end: Annotated[float, Quantity("s", "(0, 1]", "time from the onset to the fall", written="ms")]
    fall: Annotated[float, Quantity("s", "(0, 1]", "time from peak to diastolic calcium", written="ms")]
    force_frequency: Annotated[
        float, Quantity("1", "[-1, 2]", "relative rise of the transient over a relative rise of the rate")
    ]

    contradictions: ClassVar = (
        Exclusion(
            lambda calcium: calcium.plateau_end < calcium.rise,
            "plateau_end comes before the end of the rise; allowed is plateau_end ≥ rise",
        ),
    )


class Myofilament(Block):
    """Cross-bridges of both ventricles."""

    reference_tension: Annotated[float, Quantity("kPa", "(0, 1000]", "largest active tension T_ref")]
    myosin_heads: Annotated[float, Quantity("µmol/mL", "(0, 5]", "myosin heads per wall volume")]
    calcium_half_binding: Annotated[float, Quantity("µM", "(0, 10]", "calcium of half binding at stretch 1")]
    calcium_length_slope: Annotated[float, Quantity("µM", "[-20, 0]", "change of half binding per unit of stretch, β1")]
    overlap_slope: Annotated[float, Quantity("1", "[0, 10]", "change of force per unit of stretch, β0")]
    troponin_rate: Annotated[float, Quantity("1/s", "(0, 5000]", "binding of calcium, k_T")]
    unblocking_rate: Annotated[float, Quantity("1/s", "(0, 5000]", "unblocking of sites, k_u")]
    attachment_rate: Annotated[float, Quantity("1/s", "(0, 5000]", "unbound to weak, k_uw")]
    stroke_rate: Annotated[float, Quantity("1/s", "(0, 5000]", "weak to strong, k_ws")]
    strong_distortion_rate: Annotated[float, Quantity("1/s", "[0, 5000]", "detachment of strained strong heads, γ_s")]
    weak_distortion_rate: Annotated[float, Quantity("1/s", "[0, 5000]", "detachment of strained weak heads, γ_w")]
    cycle_rate_factor: Annotated[float, Quantity("1", "(0, 10]", "common factor of the rates, κ")]
    strong_share: Annotated[float, Quantity("1", "(0, 1)", "steady share of strong heads, r_s")]
    weak_share: Annotated[float, Quantity("1", "(0, 1)", "steady share of weak heads, r_w")]
    distortion_decay: Annotated[float, Quantity("1", "(0, 50]", "decay of distortion, φ")]
    distortion_gain: Annotated[float, Quantity("1", "[0, 500]", "distortion by stretching, A_eff")]

    contradictions: ClassVar = (
        Exclusion(
            lambda bridges: bridges.calcium_half_binding + LONGEST_STRETCH * bridges.calcium_length_slope <= 0.0,
            "calcium_length_slope takes the calcium of half binding below 0 in a stretched fibre; "
            "allowed is calcium_length_slope above −5 calcium_half_binding",
        ),
        Exclusion(
            lambda bridges: bridges.attachment_rate * (1.0 / bridges.weak_share - 1.0) < bridges.stroke_rate,
            "stroke_rate leaves a negative rate from weak to unbound; "
            "allowed is stroke_rate up to attachment_rate (1/weak_share − 1)",
        ),
    )


class Atrium(Block):
    """An atrium as a time-varying elastance."""

    unstressed_volume: Annotated[float, Quantity("mL", "[0, 300]", "volume without pressure")]
    passive_pressure: Annotated[float, Quantity("mmHg", "(0, 50]", "pressure by which the resting wall is scaled")]
    stiffening_volume: Annotated[float, Quantity("mL", "(0, 1000]", "volume that stiffens the resting wall e-fold")]
    active_elastance: Annotated[float, Quantity("mmHg/mL", "[0, 5]", "elastance added at full contraction")]


class Pericardium(Block):
    """The sac around the four chambers."""

    pressure: Annotated[float, Quantity("mmHg", "[0, 50]", "pressure at the reference volume")]
    volume: Annotated[float, Quantity("mL", "(0, 3000]", "reference volume of the blood in the four chambers")]
    scale: Annotated[float, Quantity("mL", "(0, 1000]", "volume that raises the pressure e-fold")]
