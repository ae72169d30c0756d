"""The coronary bed: vessels of the wall that systole squeezes, and arterioles that open as they are short.

Pump and squeezed vessels after Bruinsma 1988 (bruinsma1988), for an inner and an outer half of the wall. The small
arteries before the arterioles are squeezed as well: most of what an epicardial flow probe sees within a beat is their
blood, pressed back in early systole and taken up in early diastole (spaan1981, lee1984).
"""

from typing import Annotated, NamedTuple

from diastole.law import law
from diastole.meaning import Meaning, OutsidePressure, Volume

LEAST_VOLUME = 0.25  # mL, floor of the volume of a layer in its own conductance; ours
GALLAGHER_SQUARE = -0.75  # 1, gallagher1984
GALLAGHER_LINEAR = 2.15  # 1, gallagher1984
GALLAGHER_CONSTANT = -0.39  # 1, gallagher1984
LEAST_FLOW = 1e-9  # mL/s, keeps a quotient finite; ours
LEAST_TONE = 0.1  # 1, least open share of the arterioles; assumed


class Coronary(NamedTuple):
    """Parameters of vessels inside the wall."""

    elastance: Annotated[float, Meaning("mmHg/mL", "1/C")]
    unstressed_volume: Annotated[float, Meaning("mL", "v_u")]
    transmission: Annotated[float, Meaning("1", r"k_\mathrm{im}", note="share of the cavity pressure that squeezes")]


@law
def intramyocardial_pressure(
    cavity: Annotated[float, Meaning("mmHg", r"p_\mathrm{lv}", -5, 150)], outside: OutsidePressure, coronary: Coronary
) -> Annotated[float, Meaning("mmHg", r"p_\mathrm{im}")]:
    """P_im = P_out + k (P_LV − P_out). bruinsma1988."""
    return outside + coronary.transmission * (cavity - outside)


@law
def squeezed_pressure(
    volume: Volume, tissue: Annotated[float, Meaning("mmHg", r"p_\mathrm{im}", -5, 150)], coronary: Coronary
) -> Annotated[float, Meaning("mmHg", "p")]:
    """P = E (V − V_u) + P_im. bruinsma1988."""
    return coronary.elastance * (volume - coronary.unstressed_volume) + tissue


@law
def patency(
    volume: Annotated[float, Meaning("mL", "v", 0, 15)],
    reference_inverse: Annotated[
        float, Meaning("1/mL", r"1/v_\mathrm{ref}", 0.1, 0.5, "inverse of the volume at which conductances are given")
    ],
) -> Annotated[float, Meaning("1", "g")]:
    """g = (max(V, V_least)/V_ref)²: conductance of a vessel goes with the square of its volume. bruinsma1988."""
    ratio = reference_inverse * max(volume, LEAST_VOLUME)
    return ratio * ratio


@law
def arteriolar_target(
    tone: Annotated[float, Meaning("1", "x", 0.1, 1)],
    flow: Annotated[float, Meaning("mL/s", "q", 0.1, 3)],
    need: Annotated[float, Meaning("mL/s", r"q_\mathrm{need}", 0.1, 3)],
) -> Annotated[float, Meaning("1", r"x^\ast")]:
    """x = x Q_need/Q, held in [0.1, 1]: open share of the arterioles at which flow meets need; 1 is exhausted.

    Metabolic autoregulation as its end point; ours.
    """
    return min(max(tone * need / max(flow, LEAST_FLOW), LEAST_TONE), 1.0)


@law
def lost_contraction(met: Annotated[float, Meaning("1", "m", -0.2, 1.2)]) -> Annotated[float, Meaning("1", "w")]:
    """w = 1 − min(1, −0.75 x² + 2.15 x − 0.39), between 0 and 1: contraction follows inner flow. gallagher1984.

    x is the share of its need that the inner layer gets; dogs with a narrowed coronary artery.
    """
    x = min(max(met, 0.0), 1.0)
    left = GALLAGHER_SQUARE * x * x + GALLAGHER_LINEAR * x + GALLAGHER_CONSTANT
    return 1.0 - min(max(left, 0.0), 1.0)
