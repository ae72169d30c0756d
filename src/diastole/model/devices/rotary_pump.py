"""Rotary blood pumps: an axial pump across the aortic valve, a centrifugal pump outside the body.

Both turn a speed into a pressure head that falls with flow; the law is that fall, solved for the flow.
"""

from math import sqrt
from typing import Annotated, NamedTuple

from diastole.law import law, select, smoothstep
from diastole.meaning import InletPressure, Meaning, OutletPressure

ML_PER_S = 1000.0 / 60.0  # mL/s per L/min
LEAST_LINEAR = 0.03  # mmHg s/mL, loss that keeps the flow smooth where the head is met; ours
SHUTTING_PRESSURE = 8.0  # mmHg, below the pressure around the heart, at which the inlet is shut; assumed


class RotaryPump(NamedTuple):
    """A pump with its cannulas, at one speed or holding one flow."""

    running: Annotated[float, Meaning("1", r"\text{running}", note="or 0 where there is no pump")]
    held: Annotated[float, Meaning("mL/s", r"q_\mathrm{held}", note="flow of both inlets; 0 where the speed is held")]
    share: Annotated[float, Meaning("1", "f_0", note="of the held flow through this inlet at equal pressures")]
    pull: Annotated[float, Meaning("1/mmHg", "k", note="change of it with the pressure above the other inlet's")]
    head: Annotated[float, Meaning("mmHg", "H_0", note="at no flow")]
    linear: Annotated[float, Meaning("mmHg s/mL", "a", note="fall of the head with flow")]
    quadratic: Annotated[float, Meaning("mmHg s²/mL²", "b_+", note="fall of the head with flow squared")]
    backward: Annotated[float, Meaning("mmHg s²/mL²", "b_-", note="the same for blood that runs back")]
    least_volume: Annotated[
        float, Meaning("mL", r"v_\mathrm{least}", note="of the chamber, at which the inlet is shut")
    ]
    ease: Annotated[float, Meaning("1/mL", "1/v_e", note="inverse of the volume above it at which the inlet is free")]


NO_PUMP = RotaryPump(0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


DrainedVolume = Annotated[float, Meaning("mL", "v", 0, 150)]


@law
def head_flow(
    surplus: Annotated[float, Meaning("mmHg", "d", -150, 250)], pump: RotaryPump
) -> Annotated[float, Meaning("mL/s", "q")]:
    """Q = 2 d/(a + √(a² + 4 b |d|)),  d = H₀ + P_in − P_out: d = a Q + b Q|Q| solved for Q; b by direction.

    A pump that cannot hold the pressure across it lets blood run back through itself. Affinity laws; b back: ours.
    """
    loss = select(surplus > 0.0, pump.quadratic, pump.backward)
    return 2.0 * surplus / (pump.linear + sqrt(pump.linear * pump.linear + 4.0 * loss * abs(surplus)))


@law
def suction(
    free: Annotated[float, Meaning("mL/s", r"q_\mathrm{free}", -500, 500)],
    inlet: InletPressure,
    drained: DrainedVolume,
    pump: RotaryPump,
) -> Annotated[float, Meaning("mL/s", "q")]:
    """Q = Q_free s((V − V_least) k) s(1 + P_in/P_shut), backflow unhindered. Ours.

    The wall of a chamber that is empty, or that the pump pulls below the pressure around it, shuts the inlet.
    """
    open_share = smoothstep((drained - pump.least_volume) * pump.ease) * smoothstep(1.0 + inlet / SHUTTING_PRESSURE)
    return select(free > 0.0, free * open_share, free)


@law
def pump_flow(
    inlet: InletPressure, outlet: OutletPressure, drained: DrainedVolume, pump: RotaryPump
) -> Annotated[float, Meaning("mL/s", "q")]:
    """Q from the head, with suction."""
    return suction(head_flow(pump.head + inlet - outlet, pump), inlet, drained, pump)


@law
def drained_flow(
    inlet: InletPressure,
    rival: Annotated[float, Meaning("mmHg", r"p_\mathrm{other}", -5, 40)],
    outlet: OutletPressure,
    drained: DrainedVolume,
    pump: RotaryPump,
) -> Annotated[float, Meaning("mL/s", "q")]:
    """Q = f Q_held with f = f₀ + k (P_in − P_other) in [0, 1], or Q from the head, with suction. Ours.

    Two inlets of equal loss b share a flow Q so that b (fQ)² − b ((1 − f)Q)² is the difference of their pressures.
    """
    share = min(max(pump.share + pump.pull * (inlet - rival), 0.0), 1.0)
    free = select(pump.held > 0.0, share * pump.held, head_flow(pump.head + inlet - outlet, pump))
    return suction(free, inlet, drained, pump)
