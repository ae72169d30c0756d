"""Axial pumps across the aortic valve: the Impella family."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from diastole.errors import InputError
from diastole.model.devices.device import Device, Model, Panel, Speech, Waveform
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS, LEVELS
from diastole.model.input_blocks.block import Block, optional_block
from diastole.model.input_blocks.block_numbers import is_there
from diastole.model.input_blocks.contradiction import Exclusion, Law
from diastole.model.input_blocks.fields import Choices
from diastole.model.wiring import Kind, Link


def _not_a_level(size: str) -> str:
    """Return the sentence on a level that a size does not have."""
    return f"level {{level}} is not one of Impella {size}; allowed is {', '.join(AXIAL_PUMPS[size].speeds)}"


def _too_high(place: int, levels: int) -> Law:
    return lambda pump: (pump.model == place) & (pump.level >= levels)


class AxialPump(Block):
    """A pump across the aortic valve (Impella)."""

    model: Annotated[Literal["2.5", "CP", "5.5"], Field(description="size")] = "CP"
    level: Annotated[
        str | None,
        optional_block,
        Choices(LEVELS),
        Field(description="performance level, such as P-6; the highest if left out"),
    ] = None

    contradictions: ClassVar = tuple(
        Exclusion(_too_high(place, len(pump.speeds)), _not_a_level(size))
        for place, (size, pump) in enumerate(AXIAL_PUMPS.items())
        if len(pump.speeds) < len(LEVELS)
    )

    @field_validator("level")
    @classmethod
    def _is_level(cls, level: str | None, info: ValidationInfo) -> str | None:
        if level is not None and level not in LEVELS and "model" in info.data:
            raise InputError(_not_a_level(info.data["model"]).format(level=level))
        return level

    @property
    def runs_at(self) -> str:
        """Performance level at which it runs."""
        return list(AXIAL_PUMPS[self.model].speeds)[-1] if self.level is None else self.level


def _model(size: str) -> Model:
    """Return a size at its highest level."""
    level = list(AXIAL_PUMPS[size].speeds)[-1]
    name = f"impella_{size.lower().replace('.', '_')}"
    title = f"Impella {size}"
    return Model(name, title, {"model": size}, {"level": level}, title + ", {level}", (title.casefold(),))


def _setting(pump: Any) -> str:
    return f"at {pump.runs_at}"


DEVICE = Device(
    key="axial_pump",
    block=AxialPump,
    models=tuple(map(_model, AXIAL_PUMPS)),
    setting=_setting,
    speech=Speech(("impella",), "Impella CP at P-6", patterns=(("level", r"(?i)\bp[\s-]?(\d+)(?!\S)", r"P-\1"),)),
    laws="diastole.model.devices.impella.axial_pump",
    law_modules=("diastole.model.devices.rotary_pump",),
    flows={
        "pump": Kind(  # absent in most hearts, like a hole
            parameters=(("{n}", "RotaryPump"),),
            states=(),
            lines=("q_{n} = only_if({n}.running > 0.0, lambda: pump_flow(p_{a}, p_{b}, v_{a}, {n}), 0.0)",),
            signals=(("q_{n}", "mL/s"),),
        )
    },
    links=(Link("axial_pump", "pump", "lv", "ascending_aorta"),),
    places={"the left heart": is_there, "the aorta beyond the valve": is_there},
    waveforms={"axial_pump_flow": Waveform("q_axial_pump", "mL/s", "Flow of the pump across the aortic valve")},
    panel=Panel("Impella,\nmL/s", ("axial_pump_flow",), is_volume=False),
    titles={"model": "Impella", "level": "Level of the Impella"},
)
