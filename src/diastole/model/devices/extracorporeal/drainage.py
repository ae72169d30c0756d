"""A circuit outside the body as the laws of its pump want it."""

from diastole.law import only_if, select
from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.devices.rotary_pump import LEAST_LINEAR, ML_PER_S, NO_PUMP, RotaryPump
from diastole.model.input_blocks.block_numbers import Numbers, chosen, is_there

INLET_SHUT = 10.0  # mL, volume of an atrium at which its wall shuts the cannula; assumed
INLET_EASE = 1.0 / 15.0  # 1/mL, inverse of the volume above it at which the cannula is free; assumed
INLET_LOSS = 2.5  # mmHg/(L/min)², of either inlet of a cannula that drains both atria; assumed
RPM_PER_KRPM = 1000.0
USUAL_FLOWS = tuple(circuit.usual_flow for circuit in CIRCUITS.values())
LEFT_SHARES = tuple(circuit.left_share for circuit in CIRCUITS.values())
HEADS = tuple(circuit.head for circuit in CIRCUITS.values())
LINEAR_LOSSES = tuple(circuit.linear for circuit in CIRCUITS.values())
QUADRATIC_LOSSES = tuple(circuit.quadratic for circuit in CIRCUITS.values())


def drainage(bypass: Numbers) -> tuple[RotaryPump, RotaryPump]:
    """Return the pump of a circuit as the right and the left atrium see it, each with its share of the flow.

    The controller holds the usual flow where neither flow nor speed is given.
    """
    left = select(bypass.left_atrial_share > 0.0, bypass.left_atrial_share, chosen(bypass.circuit, LEFT_SHARES))
    usual = select(bypass.speed > 0.0, 0.0, chosen(bypass.circuit, USUAL_FLOWS))
    flow = select(bypass.flow > 0.0, bypass.flow, usual)
    shared = (flow > 0.0) & (left > 0.0) & (left < 1.0)
    pull = only_if(shared, lambda: 1.0 / (2.0 * INLET_LOSS * flow * flow), 0.0)
    right = 1.0 - left
    return (
        only_if(right > 0.0, lambda: inlet(bypass, right, flow, pull), NO_PUMP),
        only_if(left > 0.0, lambda: inlet(bypass, left, flow, pull), NO_PUMP),
    )


def inlet(bypass: Numbers, share: float, flow: float, pull: float) -> RotaryPump:
    """Return the pump as an inlet with a share of its flow [1] sees it.

    `flow`: that the controller holds [L/min], 0 where it holds none; `pull`: see `RotaryPump`.
    """
    fast = max(bypass.speed, 0.0) / RPM_PER_KRPM
    quadratic = chosen(bypass.circuit, QUADRATIC_LOSSES) / (share * ML_PER_S) ** 2
    return RotaryPump(
        running=1.0, held=flow * ML_PER_S, share=share, pull=pull, head=chosen(bypass.circuit, HEADS) * fast * fast,
        linear=chosen(bypass.circuit, LINEAR_LOSSES) / (share * ML_PER_S) + LEAST_LINEAR,
        quadratic=quadratic, backward=quadratic, least_volume=INLET_SHUT, ease=INLET_EASE,
    )  # fmt: skip


def parameters(bypass: Numbers) -> dict[str, RotaryPump]:
    """Return both inlets of a patient's circuit, which may be absent."""
    venous, left = only_if(is_there(bypass), lambda: drainage(bypass), (NO_PUMP, NO_PUMP))
    return {"venous_drainage": venous, "left_atrial_drainage": left}
