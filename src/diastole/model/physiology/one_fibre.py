"""The one-fibre ventricle: cavity pressure from fibre stress and back. After Arts 1991 and Lumens 2009.

The form is energy-consistent: P dV = σ V_w d ln λ, so the work of the fibres is the work of the pump. With the
exponent of most presets the resting fibre bends less than filling curves of people do (klotz2006).
"""

from typing import NamedTuple

from diastole.law import cbrt, exp, law

MMHG_PER_KPA = 7.50062  # mmHg/kPa


class Wall(NamedTuple):
    """The wall of a ventricle."""

    volume: float  # mL, of muscle
    unstretched: float  # 1/mL, 1/(V_w + 3 V_ref), V_ref the cavity volume at fibre stretch 1
    stiffness: float  # kPa, of the resting fibre
    exponent: float  # 1, of the resting fibre
    viscosity: float  # kPa s


@law
def wall_share(volume: float, wall: Wall) -> float:
    """w = V_w/(V_w + 3 V)  [1]: cavity pressure over fibre stress. arts1991."""
    return wall.volume / (wall.volume + 3.0 * volume)


@law
def fibre_stretch(volume: float, wall: Wall) -> float:
    """λ = [(V_w + 3 V) / (V_w + 3 V_ref)]^(1/3)  [1]. arts1991."""
    return cbrt((wall.volume + 3.0 * volume) * wall.unstretched)


@law
def fibre_stretch_rate(stretch: float, volume: float, filling: float, wall: Wall) -> float:
    """dλ/dt = λ V̇ / (V_w + 3 V)  [1/s], the time derivative of the stretch. arts1991."""
    return stretch * filling / (wall.volume + 3.0 * volume)


@law
def passive_stress(stretch: float, wall: Wall) -> float:
    """T_p = a (e^{b (λ − 1)} − 1)  [kPa]; below λ = 1 it pulls, which is diastolic suction. Form: ours."""
    return wall.stiffness * (exp(wall.exponent * (stretch - 1.0)) - 1.0)


@law
def fibre_stress(active: float, stretch: float, stretch_rate: float, wall: Wall) -> float:
    """σ = T_a + T_p + η dλ/dt  [kPa]. lumens2009; viscous part: ours."""
    return active + passive_stress(stretch, wall) + wall.viscosity * stretch_rate


@law
def ventricular_pressure(stress: float, volume: float, outside: float, wall: Wall) -> float:
    """P = P_out + σ w  [mmHg]. arts1991."""
    return outside + MMHG_PER_KPA * stress * wall_share(volume, wall)
