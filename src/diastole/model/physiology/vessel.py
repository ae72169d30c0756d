"""Vessels as elastic stores, and the segments and conductances between them.

The laws take elastances, conductances and inverse inertances: a kernel multiplies where it would divide.
"""

from typing import NamedTuple

from diastole.law import law

CLOSING_SPAN = 10.0  # mmHg, over which arterioles close one after another; assumed


class Vessel(NamedTuple):
    """Parameters of an elastic store."""

    elastance: float  # mmHg/mL, inverse of the compliance
    unstressed_volume: float  # mL
    viscosity: float  # mmHg s/mL, of the wall


class Segment(NamedTuple):
    """Parameters of a blood column with inertia."""

    resistance: float  # mmHg s/mL
    mobility: float  # mL/(mmHg s²), inverse of the inertance


@law
def vessel_pressure(volume: float, filling: float, vessel: Vessel) -> float:
    """P = E (V − V₀) + η V̇  [mmHg]. A Voigt wall."""
    return vessel.elastance * (volume - vessel.unstressed_volume) + vessel.viscosity * filling


class Arterioles(NamedTuple):
    """Parameters of a bed of small vessels that fall shut under a pressure."""

    conductance: float  # mL/(mmHg s)
    closing_pressure: float  # mmHg


@law
def segment_acceleration(dp: float, flow: float, narrowing: float, segment: Segment) -> float:
    """dQ/dt = M (Δp − R n Q)  [mL/s²], n the rise of resistance where a balloon narrows the lumen."""
    return segment.mobility * (dp - segment.resistance * narrowing * flow)


@law
def bed_flow(dp: float, conductance: float) -> float:
    """Q = G Δp  [mL/s]."""
    return conductance * dp


@law
def perfusion_pressure(pressure: float, closing_pressure: float) -> float:
    """h = δ/2 z² + max(P − P_c − δ/2, 0), z = (P − P_c)/δ + 1/2 from 0 to 1  [mmHg]: what drives blood through.

    Not all arterioles close at once, so that it bends over a span δ. Ours.
    """
    z = min(max((pressure - closing_pressure) / CLOSING_SPAN + 0.5, 0.0), 1.0)
    return 0.5 * CLOSING_SPAN * z * z + max(pressure - closing_pressure - 0.5 * CLOSING_SPAN, 0.0)


@law
def arteriolar_flow(inlet: float, outlet: float, arterioles: Arterioles) -> float:
    """Q = G (h(P_in) − h(P_out))  [mL/s]: a waterfall; how far it falls does not matter. maas2012."""
    closing = arterioles.closing_pressure
    return arterioles.conductance * (perfusion_pressure(inlet, closing) - perfusion_pressure(outlet, closing))


@law
def lumen_narrowing(blood: float, balloon: float) -> float:
    """n = ((V_blood + V_balloon)/V_blood)²  [1]: resistance goes with the inverse square of the free lumen. Ours."""
    ratio = (blood + balloon) / blood
    return ratio * ratio
