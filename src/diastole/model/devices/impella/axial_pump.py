"""An axial pump across the aortic valve as its law wants it."""

from typing import Any

from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.devices.rotary_pump import LEAST_LINEAR, ML_PER_S, NO_PUMP, RotaryPump

INLET_SHUT = 18.0  # mL, volume of the ventricle at which its wall shuts the inlet; assumed
INLET_EASE = 1.0 / 32.0  # 1/mL, inverse of the volume above it at which the inlet is free; assumed


def axial_pump(model: str, level: str) -> RotaryPump:
    """Return a pump at a performance level.

    By the affinity laws its head goes with the square of its speed, the linear loss with the speed.

    `model` and `level`: a key of ``AXIAL_PUMPS`` and of its ``speeds``.
    """
    chosen = AXIAL_PUMPS[model]
    speed = chosen.speeds[level] / max(chosen.speeds.values())
    return RotaryPump(
        running=1.0, held=0.0, share=1.0, pull=0.0, head=chosen.head * speed * speed,
        linear=chosen.linear * speed / ML_PER_S + LEAST_LINEAR,
        quadratic=chosen.quadratic / ML_PER_S**2, backward=chosen.backward / ML_PER_S**2,
        least_volume=INLET_SHUT, ease=INLET_EASE,
    )  # fmt: skip


def parameters(pump: Any) -> dict[str, RotaryPump]:
    """Return the pump of a patient's block; without one, no pump."""
    return {"axial_pump": NO_PUMP if pump is None else axial_pump(pump.model, pump.runs_at)}
