"""The one-fibre ventricle: cavity pressure from fibre stress and back. After Arts 1991 and Lumens 2009.

The form is energy-consistent: P dV = σ V_w d ln λ, so the work of the fibres is the work of the pump. With the
exponent of most presets the resting fibre bends less than filling curves of people do (klotz2006).
"""

from typing import Annotated, NamedTuple

from diastole.law import cbrt, exp, law
from diastole.meaning import FillingRate, Meaning, OutsidePressure, Stretch, StretchRate, Volume

MMHG_PER_KPA = 7.50062  # mmHg/kPa


class Wall(NamedTuple):
    """The wall of a ventricle."""

    volume: Annotated[float, Meaning("mL", "v_w", note="of muscle")]
    unstretched: Annotated[float, Meaning("1/mL", r"1/(v_w + 3 v_\mathrm{ref})", note="V_ref: cavity at stretch 1")]
    stiffness: Annotated[float, Meaning("kPa", "a_p", note="of the resting fibre")]
    exponent: Annotated[float, Meaning("1", "b_p", note="of the resting fibre")]
    viscosity: Annotated[float, Meaning("kPa s", r"\eta_p")]


@law
def wall_share(volume: Volume, wall: Wall) -> Annotated[float, Meaning("1", "w")]:
    """w = V_w/(V_w + 3 V): cavity pressure over fibre stress. arts1991."""
    return wall.volume / (wall.volume + 3.0 * volume)


@law
def fibre_stretch(volume: Volume, wall: Wall) -> Annotated[float, Meaning("1", r"\lambda")]:
    """λ = [(V_w + 3 V) / (V_w + 3 V_ref)]^(1/3). arts1991."""
    return cbrt((wall.volume + 3.0 * volume) * wall.unstretched)


@law
def fibre_stretch_rate(
    stretch: Stretch, volume: Volume, filling: FillingRate, wall: Wall
) -> Annotated[float, Meaning("1/s", r"\dot\lambda")]:
    """dλ/dt = λ V̇ / (V_w + 3 V), the time derivative of the stretch. arts1991."""
    return stretch * filling / (wall.volume + 3.0 * volume)


@law
def passive_stress(stretch: Stretch, wall: Wall) -> Annotated[float, Meaning("kPa", r"T_p(\lambda)")]:
    """T_p = a (e^{b (λ − 1)} − 1); below λ = 1 it pulls, which is diastolic suction. Form: ours."""
    return wall.stiffness * (exp(wall.exponent * (stretch - 1.0)) - 1.0)


@law
def fibre_stress(
    active: Annotated[float, Meaning("kPa", "T_a", 0, 50)], stretch: Stretch, stretch_rate: StretchRate, wall: Wall
) -> Annotated[float, Meaning("kPa", r"\sigma")]:
    """σ = T_a + T_p + η dλ/dt. lumens2009; viscous part: ours."""
    return active + passive_stress(stretch, wall) + wall.viscosity * stretch_rate


@law
def ventricular_pressure(
    stress: Annotated[float, Meaning("kPa", r"\sigma", -5, 50)], volume: Volume, outside: OutsidePressure, wall: Wall
) -> Annotated[float, Meaning("mmHg", "p")]:
    """P = P_out + σ w. arts1991."""
    return outside + MMHG_PER_KPA * stress * wall_share(volume, wall)
