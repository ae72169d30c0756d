"""A circuit outside the body as the laws of its pump want it."""

from typing import Any

from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.devices.rotary_pump import LEAST_LINEAR, ML_PER_S, NO_PUMP, RotaryPump

INLET_SHUT = 10.0  # mL, volume of an atrium at which its wall shuts the cannula; assumed
INLET_EASE = 1.0 / 15.0  # 1/mL, inverse of the volume above it at which the cannula is free; assumed
INLET_LOSS = 2.5  # mmHg/(L/min)², of either inlet of a cannula that drains both atria; assumed
RPM_PER_KRPM = 1000.0


def drainage(circuit: str, flow: float | None, speed: float | None, left_share: float) -> tuple[RotaryPump, RotaryPump]:
    """Return the pump as the right and the left atrium see it, each with its share of the flow.

    `circuit`: a key of ``CIRCUITS``; `flow`: that the controller holds [L/min], or None; `speed`: of the pump where it
    holds none [1/min]; `left_share`: of the blood that comes from the left atrium at equal pressures in both atria [1].
    """
    chosen = CIRCUITS[circuit]
    fast = 0.0 if speed is None else speed / RPM_PER_KRPM
    held = 0.0 if flow is None else flow * ML_PER_S
    pull = 0.0
    if flow is not None and 0.0 < left_share < 1.0:
        pull = 1.0 / (2.0 * INLET_LOSS * flow * flow)

    def seen(share: float) -> RotaryPump:
        if share == 0.0:
            return NO_PUMP
        quadratic = chosen.quadratic / (share * ML_PER_S) ** 2
        return RotaryPump(
            running=1.0, held=held, share=share, pull=pull, head=chosen.head * fast * fast,
            linear=chosen.linear / (share * ML_PER_S) + LEAST_LINEAR, quadratic=quadratic, backward=quadratic,
            least_volume=INLET_SHUT, ease=INLET_EASE,
        )  # fmt: skip

    return seen(1.0 - left_share), seen(left_share)


def parameters(bypass: Any) -> dict[str, RotaryPump]:
    """Return both inlets of a patient's circuit; without one, no pump."""
    venous, left = (
        (NO_PUMP, NO_PUMP)
        if bypass is None
        else drainage(bypass.circuit, bypass.held_flow, bypass.speed, bypass.left_share)
    )
    return {"venous_drainage": venous, "left_atrial_drainage": left}
