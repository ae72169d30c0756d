"""Flow through a heart valve, a leak or a hole. Mynard et al. 2012 (mynard2012), with a bounded leaflet rate.

Areas are effective areas, as echocardiography reports them: stenosis is the open area, regurgitation the closed one.
"""

from typing import NamedTuple

from diastole.law import law, select

ACCELERATION = 1257.75  # cm²/(mmHg s²), 1333.22 dyn/cm² per mmHg over 1.06 g/cm³ of blood


class Valve(NamedTuple):
    """Parameters of a valve."""

    closed_area: float  # cm², effective regurgitant orifice area; never 0
    open_area: float  # cm², effective area with the leaflets open
    shortness: float  # 1/cm, inverse length of the blood column that must be accelerated
    opening_rate: float  # 1/(mmHg s)
    closing_rate: float  # 1/(mmHg s)
    saturation: float  # mmHg, pressure difference at which the leaflet rate reaches half of its bound


class Hole(NamedTuple):
    """Parameters of a hole between two chambers."""

    area: float  # cm², effective
    shortness: float  # 1/cm, inverse length of the jet


@law
def valve_area(opening: float, valve: Valve) -> float:
    """A = A_closed + (A_open − A_closed) ξ  [cm²]. mynard2012."""
    return valve.closed_area + (valve.open_area - valve.closed_area) * opening


@law
def orifice_acceleration(dp: float, flow: float, area: float, shortness: float) -> float:
    """dQ/dt = (A Δp/ρ − Q|Q|/(2 A)) / ℓ  [mL/s²]. mynard2012."""
    return shortness * (ACCELERATION * area * dp - 0.5 * flow * abs(flow) / area)


@law
def leaflet_rate(dp: float, opening: float, valve: Valve) -> float:
    """dξ/dt = (1 − ξ) K_o g opening, ξ K_c g closing,  g = Δp Δp_sat/(Δp_sat + |Δp|)  [1/s]. mynard2012; bound: ours.

    Without the bound a closed valve under 100 mmHg moves at some 2000 /s and an explicit step must shrink fourfold.
    """
    drive = dp * valve.saturation / (valve.saturation + abs(dp))
    return select(dp > 0.0, (1.0 - opening) * valve.opening_rate, opening * valve.closing_rate) * drive
