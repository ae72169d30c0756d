"""Flow through a heart valve, a leak or a hole. Mynard et al. 2012 (mynard2012), with a bounded leaflet rate.

Areas are effective areas, as echocardiography reports them: stenosis is the open area, regurgitation the closed one.
"""

from typing import Annotated, NamedTuple

from diastole.law import exp, law, select
from diastole.meaning import Flow, Meaning, PressureDifference

ACCELERATION = 1257.75  # cm²/(mmHg s²), 1333.22 dyn/cm² per mmHg over 1.06 g/cm³ of blood
COMPETENT_AREA = 1e-4  # cm², closed area of a competent valve: the flow law needs one above 0; ours


class Valve(NamedTuple):
    """Parameters of a valve."""

    closed_area: Annotated[float, Meaning("cm²", r"A_\mathrm{closed}", note="effective regurgitant orifice; never 0")]
    open_area: Annotated[float, Meaning("cm²", r"A_\mathrm{open}", note="effective area with the leaflets open")]
    shortness: Annotated[float, Meaning("1/cm", r"1/\ell", note="inverse length of the blood column that moves")]
    opening_rate: Annotated[float, Meaning("1/(mmHg s)", "K_o")]
    closing_rate: Annotated[float, Meaning("1/(mmHg s)", "K_c")]
    saturation: Annotated[
        float, Meaning("mmHg", r"\Delta p_\mathrm{sat}", note="at which the rate is half of its bound")
    ]


class Coaptation(NamedTuple):
    """How well the leaflets of an inlet valve meet, which the ventricle's size and pressure decide."""

    following: Annotated[float, Meaning("1", "f", note="relative change of the closed area over that of the cavity")]
    usual: Annotated[float, Meaning("1/mL", r"1/v_u", note="inverse of the volume at which the closed area is given")]
    loose_area: Annotated[float, Meaning("cm²", r"A_l", note="left open by leaflets that nothing presses together")]
    sealing: Annotated[
        float, Meaning("1/mmHg", r"1/p_s", note="inverse of the pressure difference that presses them together")
    ]


class Hole(NamedTuple):
    """Parameters of a hole between two chambers."""

    area: Annotated[float, Meaning("cm²", "A", note="effective")]
    shortness: Annotated[float, Meaning("1/cm", r"1/\ell", note="inverse length of the jet")]


Opening = Annotated[float, Meaning("1", r"\xi", 0, 1)]


@law
def valve_area(opening: Opening, valve: Valve) -> Annotated[float, Meaning("cm²", "A")]:
    """A = A_closed + (A_open − A_closed) ξ. mynard2012."""
    return valve.closed_area + (valve.open_area - valve.closed_area) * opening


@law
def inlet_area(
    opening: Opening,
    volume: Annotated[float, Meaning("mL", "v", 40, 300)],
    dp: PressureDifference,
    valve: Valve,
    coaptation: Coaptation,
) -> Annotated[float, Meaning("cm²", "A")]:
    """A = A_c + (A_open − A_c) ξ,  A_c = max(A_closed (V/V_u)ᶠ, A_0) + A_l exp(min(Δp, 0)/p_s).

    In dogs the closed area goes with the volume of the ventricle (yellin1979), in people who are unloaded it falls by
    more (rosario1998, bugala2021). That leaflets which diastole has brought together leak until systole presses on
    them is seen in people (downes1989); its size is assumed. Form: ours. The power is 1 + f x + f (f − 1) x²/2 with
    x = V/V_u − 1, which is exact where f is 0, 1 or 2.
    """
    x, f = volume * coaptation.usual - 1.0, coaptation.following
    follows = 1.0 + f * x * (1.0 + 0.5 * (f - 1.0) * x)
    loose = coaptation.loose_area * exp(min(dp, 0.0) * coaptation.sealing)
    closed = max(valve.closed_area * follows, COMPETENT_AREA) + loose
    return closed + (valve.open_area - closed) * opening


@law
def orifice_acceleration(
    dp: PressureDifference,
    flow: Flow,
    area: Annotated[float, Meaning("cm²", "A", 0.0001, 4)],
    shortness: Annotated[float, Meaning("1/cm", r"1/\ell", 0.3, 2)],
) -> Annotated[float, Meaning("mL/s²", r"\dot q")]:
    """dQ/dt = (A Δp/ρ − Q|Q|/(2 A)) / ℓ. mynard2012."""
    return shortness * (ACCELERATION * area * dp - 0.5 * flow * abs(flow) / area)


@law
def leaflet_rate(
    dp: PressureDifference, opening: Opening, valve: Valve
) -> Annotated[float, Meaning("1/s", r"\dot\xi")]:
    """dξ/dt = (1 − ξ) K_o g opening, ξ K_c g closing,  g = Δp Δp_sat/(Δp_sat + |Δp|). mynard2012; bound: ours.

    Without the bound a closed valve under 100 mmHg moves at some 2000 /s and an explicit step must shrink fourfold.
    """
    drive = dp * valve.saturation / (valve.saturation + abs(dp))
    return select(dp > 0.0, (1.0 - opening) * valve.opening_rate, opening * valve.closing_rate) * drive
