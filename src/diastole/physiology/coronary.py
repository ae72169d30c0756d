"""The coronary bed: vessels inside the wall are squeezed in systole. After Bruinsma 1988 (bruinsma1988), one layer.

No autoregulation: flow follows pressure, so every coronary gain is an upper bound.
"""

from typing import NamedTuple

from diastole.law import law

LEAST_VOLUME = 0.5  # mL, floor of the volume inside the wall in its own conductance; ours


class Coronary(NamedTuple):
    """Parameters of the vessels inside the wall."""

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
    """g = (max(V, 0.5 mL)/V_ref)²  [1]: conductance of a vessel goes with the square of its volume. bruinsma1988."""
    ratio = coronary.reference_inverse * max(volume, LEAST_VOLUME)
    return ratio * ratio
