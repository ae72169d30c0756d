"""Vessels as elastic stores, and the segments and conductances between them.

The laws take elastances, conductances and inverse inertances: a kernel multiplies where it would divide.
"""

from typing import Annotated, NamedTuple

from diastole.law import exp, law
from diastole.meaning import (
    FillingRate,
    Flow,
    InletPressure,
    Meaning,
    OutletPressure,
    Pressure,
    PressureDifference,
    Volume,
)

CLOSING_SPAN = 10.0  # mmHg, over which arterioles close one after another; assumed
USUAL_PRESSURE = 100.0  # mmHg, at which the compliance of an artery is given. langewouters1984
LIMP_PRESSURE = 20.0  # mmHg, far below which an artery is limp; 0 would make compliance go with 1/pressure; assumed


class Vessel(NamedTuple):
    """Parameters of an elastic store."""

    elastance: Annotated[float, Meaning("mmHg/mL", "1/C", note="inverse of the compliance")]
    unstressed_volume: Annotated[float, Meaning("mL", "v_0")]
    viscosity: Annotated[float, Meaning("mmHg s/mL", r"\eta", note="of the wall")]
    stiffening: Annotated[float, Meaning("mmHg/mL²", "E_2", note="of the filled vessel")]


class Artery(NamedTuple):
    """Parameters of an artery, whose wall stiffens with pressure."""

    growth: Annotated[float, Meaning("1/mL", "1/v_e", note="inverse of the volume that stiffens it e-fold")]
    unstressed_volume: Annotated[float, Meaning("mL", "v_0")]
    viscosity: Annotated[float, Meaning("mmHg s/mL", r"\eta", note="of the wall")]


class Segment(NamedTuple):
    """Parameters of a blood column with inertia."""

    resistance: Annotated[float, Meaning("mmHg s/mL", "R")]
    mobility: Annotated[float, Meaning("mL/(mmHg s²)", "1/L", note="inverse of the inertance")]


@law
def vessel_pressure(volume: Volume, filling: FillingRate, vessel: Vessel) -> Annotated[float, Meaning("mmHg", "p")]:
    """P = E x + E₂ x max(x, 0) + η V̇,  x = V − V₀. A Voigt wall that may stiffen as it fills; stiffening: ours."""
    x = volume - vessel.unstressed_volume
    return (vessel.elastance + vessel.stiffening * max(x, 0.0)) * x + vessel.viscosity * filling


@law
def arterial_growth(
    compliance: Annotated[float, Meaning("mL/mmHg", "C", 0.01, 2, note="at 100 mmHg")],
) -> Annotated[float, Meaning("1/mL", "1/v_e")]:
    """k = 1/(C (100 mmHg + P_e)): so that the compliance is C at 100 mmHg. Ours."""
    return 1.0 / (compliance * (USUAL_PRESSURE + LIMP_PRESSURE))


@law
def arterial_pressure(volume: Volume, filling: FillingRate, artery: Artery) -> Annotated[float, Meaning("mmHg", "p")]:
    """P = P_e (exp(k (V − V₀)) − 1) + η V̇: an aorta is the more compliant the lower its pressure. langewouters1984.

    Compliance is C (100 mmHg + P_e)/(P + P_e), at 50 mmHg 1.7 times that at 100; the arctangent of the source, which
    has a pole, falls more steeply. Exponential form: ours.
    """
    return LIMP_PRESSURE * (exp(artery.growth * (volume - artery.unstressed_volume)) - 1.0) + artery.viscosity * filling


class Arterioles(NamedTuple):
    """Parameters of a bed of small vessels that fall shut under a pressure."""

    conductance: Annotated[float, Meaning("mL/(mmHg s)", "G")]
    closing_pressure: Annotated[float, Meaning("mmHg", "p_c")]


@law
def segment_acceleration(
    dp: PressureDifference, flow: Flow, narrowing: Annotated[float, Meaning("1", "n", 1, 3)], segment: Segment
) -> Annotated[float, Meaning("mL/s²", r"\dot q")]:
    """dQ/dt = M (Δp − R n Q), n the rise of resistance where a balloon narrows the lumen."""
    return segment.mobility * (dp - segment.resistance * narrowing * flow)


@law
def bed_flow(
    dp: PressureDifference, conductance: Annotated[float, Meaning("mL/(mmHg s)", "G", 0.1, 10)]
) -> Annotated[float, Meaning("mL/s", "q")]:
    """Q = G Δp."""
    return conductance * dp


@law
def perfusion_pressure(
    pressure: Pressure, closing_pressure: Annotated[float, Meaning("mmHg", "p_c", 20, 80)]
) -> Annotated[float, Meaning("mmHg", "h")]:
    """h = δ [a − z (1 − z/2)],  a = max((P − P_c)/δ + 1/2, 0),  z = min(a, 1): what drives blood through.

    Not all arterioles close at once, so that it bends over a span δ. Ours.
    """
    above = max((pressure - closing_pressure) / CLOSING_SPAN + 0.5, 0.0)
    z = min(above, 1.0)
    return CLOSING_SPAN * (above - z * (1.0 - 0.5 * z))


@law
def arteriolar_flow(
    inlet: InletPressure, outlet: OutletPressure, arterioles: Arterioles
) -> Annotated[float, Meaning("mL/s", "q")]:
    """Q = G (h(P_in) − h(P_out)): a waterfall; how far it falls does not matter. maas2012."""
    closing = arterioles.closing_pressure
    return arterioles.conductance * (perfusion_pressure(inlet, closing) - perfusion_pressure(outlet, closing))


@law
def lumen_narrowing(
    blood: Annotated[float, Meaning("mL", "v", 40, 100)], balloon: Annotated[float, Meaning("mL", "v_b", 0, 40)]
) -> Annotated[float, Meaning("1", "n")]:
    """n = ((V_blood + V_balloon)/V_blood)²: resistance goes with the inverse square of the free lumen. Ours."""
    ratio = (blood + balloon) / blood
    return ratio * ratio
