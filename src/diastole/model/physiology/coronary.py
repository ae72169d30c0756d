"""The coronary bed: two layers of the wall whose vessels systole squeezes, and arterioles that open as they are short.

Pump and squeezed vessels after Bruinsma 1988 (bruinsma1988), for an inner and an outer half of the wall.
"""

from typing import NamedTuple

from diastole.law import law

LEAST_VOLUME = 0.25  # mL, floor of the volume of a layer in its own conductance; ours
GALLAGHER_SQUARE = -0.75  # 1, gallagher1984
GALLAGHER_LINEAR = 2.15  # 1, gallagher1984
GALLAGHER_CONSTANT = -0.39  # 1, gallagher1984
LEAST_FLOW = 1e-9  # mL/s, keeps a quotient finite; ours
LEAST_TONE = 0.1  # 1, least open share of the arterioles; assumed


class Coronary(NamedTuple):
    """Parameters of the vessels inside a layer of the wall."""

    elastance: float  # mmHg/mL
    unstressed_volume: float  # mL
    reference_inverse: float  # 1/mL, inverse of the volume at which the conductances are given
    transmission: float  # 1, share of the cavity pressure that reaches the vessels


@law
def intramyocardial_pressure(cavity: float, outside: float, coronary: Coronary) -> float:
    """P_im = P_out + k (P_LV − P_out)  [mmHg]. bruinsma1988."""
    return outside + coronary.transmission * (cavity - outside)


@law
def squeezed_pressure(volume: float, tissue: float, coronary: Coronary) -> float:
    """P = E (V − V_u) + P_im  [mmHg]. bruinsma1988."""
    return coronary.elastance * (volume - coronary.unstressed_volume) + tissue


@law
def patency(volume: float, coronary: Coronary) -> float:
    """g = (max(V, V_least)/V_ref)²  [1]: conductance of a vessel goes with the square of its volume. bruinsma1988."""
    ratio = coronary.reference_inverse * max(volume, LEAST_VOLUME)
    return ratio * ratio


@law
def arteriolar_target(tone: float, flow: float, need: float) -> float:
    """x = x Q_need/Q, held in [0.1, 1]  [1]: open share of the arterioles at which flow meets need; 1 is exhausted.

    Metabolic autoregulation as its end point; ours.
    """
    return min(max(tone * need / max(flow, LEAST_FLOW), LEAST_TONE), 1.0)


@law
def lost_contraction(met: float) -> float:
    """w = 1 − min(1, −0.75 x² + 2.15 x − 0.39), between 0 and 1  [1]: contraction follows inner flow. gallagher1984.

    x is the share of its need that the inner layer gets; dogs with a narrowed coronary artery.
    """
    x = min(max(met, 0.0), 1.0)
    left = GALLAGHER_SQUARE * x * x + GALLAGHER_LINEAR * x + GALLAGHER_CONSTANT
    return 1.0 - min(max(left, 0.0), 1.0)
