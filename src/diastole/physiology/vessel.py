"""Vessels as elastic stores, and the segments and conductances between them.

The laws take elastances, conductances and inverse inertances: a kernel multiplies where it would divide.
"""

from typing import NamedTuple

from diastole.law import law


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
def arteriolar_flow(inlet_pressure: float, outlet_pressure: float, arterioles: Arterioles) -> float:
    """Q = G (max(P_in, P_c) − max(P_out, P_c))  [mL/s]. A waterfall: what lies below P_c does not matter; Maas 2012."""
    falls_from = max(inlet_pressure, arterioles.closing_pressure)
    falls_to = max(outlet_pressure, arterioles.closing_pressure)
    return arterioles.conductance * (falls_from - falls_to)


@law
def lumen_narrowing(blood: float, balloon: float) -> float:
    """n = ((V_blood + V_balloon)/V_blood)²  [1]: resistance goes with the inverse square of the free lumen. Ours."""
    ratio = (blood + balloon) / blood
    return ratio * ratio
