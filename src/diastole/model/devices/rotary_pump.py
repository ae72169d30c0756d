"""Rotary blood pumps: an axial pump across the aortic valve, a centrifugal pump outside the body.

Both turn a speed into a pressure head that falls with flow; the law is that fall, solved for the flow.
"""

from math import sqrt
from typing import NamedTuple

from diastole.law import law, select, smoothstep

SHUTTING_PRESSURE = 8.0  # mmHg, below the pressure around the heart, at which the inlet is shut; assumed


class RotaryPump(NamedTuple):
    """A pump with its cannulas, at one speed or holding one flow."""

    running: float  # 1, or 0 where there is no pump
    held: float  # mL/s, flow that its controller holds, of both inlets; 0 where the speed is held
    share: float  # 1, of the held flow that comes through this inlet at equal pressures
    pull: float  # 1/mmHg, change of that share with the pressure above the other inlet's
    head: float  # mmHg, at no flow
    linear: float  # mmHg s/mL, fall of the head with flow
    quadratic: float  # mmHg s²/mL², fall of the head with flow squared
    backward: float  # mmHg s²/mL², the same for blood that runs back
    least_volume: float  # mL, of the chamber that it drains, at which the inlet is shut by its wall
    ease: float  # 1/mL, inverse of the volume above it at which the inlet is free


NO_PUMP = RotaryPump(0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@law
def head_flow(surplus: float, pump: RotaryPump) -> float:
    """Q = 2 d/(a + √(a² + 4 b |d|)),  d = H₀ + P_in − P_out  [mL/s]: d = a Q + b Q|Q| solved for Q; b by direction.

    A pump that cannot hold the pressure across it lets blood run back through itself. Affinity laws; b back: ours.
    """
    loss = select(surplus > 0.0, pump.quadratic, pump.backward)
    return 2.0 * surplus / (pump.linear + sqrt(pump.linear * pump.linear + 4.0 * loss * abs(surplus)))


@law
def suction(free: float, inlet: float, drained: float, pump: RotaryPump) -> float:
    """Q = Q_free s((V − V_least) k) s(1 + P_in/P_shut), backflow unhindered  [mL/s]. Ours.

    The wall of a chamber that is empty, or that the pump pulls below the pressure around it, shuts the inlet.
    """
    open_share = smoothstep((drained - pump.least_volume) * pump.ease) * smoothstep(1.0 + inlet / SHUTTING_PRESSURE)
    return select(free > 0.0, free * open_share, free)


@law
def pump_flow(inlet: float, outlet: float, drained: float, pump: RotaryPump) -> float:
    """Q from the head, with suction  [mL/s]."""
    return suction(head_flow(pump.head + inlet - outlet, pump), inlet, drained, pump)


@law
def drained_flow(inlet: float, rival: float, outlet: float, drained: float, pump: RotaryPump) -> float:
    """Q = f Q_held with f = f₀ + k (P_in − P_other) in [0, 1], or Q from the head, with suction  [mL/s]. Ours.

    Two inlets of equal loss b share a flow Q so that b (fQ)² − b ((1 − f)Q)² is the difference of their pressures.
    """
    share = min(max(pump.share + pump.pull * (inlet - rival), 0.0), 1.0)
    free = select(pump.held > 0.0, share * pump.held, head_flow(pump.head + inlet - outlet, pump))
    return suction(free, inlet, drained, pump)
