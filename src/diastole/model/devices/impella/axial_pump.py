"""An axial pump across the aortic valve as its law wants it."""

from diastole.law import only_if, select
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.devices.rotary_pump import LEAST_LINEAR, ML_PER_S, NO_PUMP, RotaryPump
from diastole.model.input_blocks.block_numbers import Numbers, chosen, is_there

INLET_SHUT = 18.0  # mL, volume of the ventricle at which its wall shuts the inlet; assumed
INLET_EASE = 1.0 / 32.0  # 1/mL, inverse of the volume above it at which the inlet is free; assumed
MODELS = tuple(AXIAL_PUMPS.values())
HEADS = tuple(pump.head for pump in MODELS)
LINEAR_LOSSES = tuple(pump.linear for pump in MODELS)
QUADRATIC_LOSSES = tuple(pump.quadratic for pump in MODELS)
BACKWARD_LOSSES = tuple(pump.backward for pump in MODELS)
# By model: speed at each level over that at the highest one.
SPEEDS = tuple(tuple(speed / max(pump.speeds.values()) for speed in pump.speeds.values()) for pump in MODELS)


def axial_pump(model: float, level: float) -> RotaryPump:
    """Return a pump at a performance level.

    By the affinity laws its head goes with the square of its speed, the linear loss with the speed.

    `model` and `level`: numbers of the choices; where no level is chosen, it is the highest.
    """
    speed = chosen(model, tuple([speed_share(level, speeds) for speeds in SPEEDS]))
    return RotaryPump(
        running=1.0, held=0.0, share=1.0, pull=0.0, head=chosen(model, HEADS) * speed * speed,
        linear=chosen(model, LINEAR_LOSSES) * speed / ML_PER_S + LEAST_LINEAR,
        quadratic=chosen(model, QUADRATIC_LOSSES) / ML_PER_S**2, backward=chosen(model, BACKWARD_LOSSES) / ML_PER_S**2,
        least_volume=INLET_SHUT, ease=INLET_EASE,
    )  # fmt: skip


def speed_share(level: float, speeds: tuple[float, ...]) -> float:
    """Return the share of its highest speed [1] at which a model runs that has these."""
    highest = len(speeds) - 1.0
    return chosen(select(level < 0.0, highest, min(level, highest)), speeds)


def parameters(pump: Numbers) -> dict[str, RotaryPump]:
    """Return the pump of a patient's block, which may be absent."""
    running = only_if(is_there(pump), lambda: axial_pump(pump.model, pump.level), NO_PUMP)
    return {"axial_pump": running}
