"""Circuits outside the body: VA-ECMO, left atrial VA-ECMO and TandemHeart."""

from functools import reduce
from operator import or_
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from diastole.model.devices.device import Device, Model, Panel, Speech, SteadyCycle, Waveform
from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.input_blocks.block import Block, optional_block
from diastole.model.input_blocks.block_numbers import Numbers, is_there
from diastole.model.input_blocks.contradiction import Exclusion, Law
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.wiring import Kind, Link
from diastole.numbers import THIN, significant
from diastole.units import format_quantity

L_PER_MIN = 60.0 / 1000.0  # L/min per mL/s
REACHED = 0.97  # 1, share of the flow that a circuit should hold; assumed
IDLE = 0.02  # L/min, flow through the lungs below which blood stays where the search put it; assumed


SHARING = list(CIRCUITS).index("lava_ecmo")  # place of the circuit that drains both atria


def _drains_left_atrium(pump: Numbers) -> Any:
    """Return whether a circuit, which may be absent, takes blood from the left atrium."""
    left = [pump.circuit == place for place, circuit in enumerate(CIRCUITS.values()) if circuit.left_share > 0.0]
    return reduce(or_, left) & is_there(pump)


def _too_fast(place: int, fastest: float) -> Law:
    return lambda pump: (pump.circuit == place) & (pump.speed > fastest)


class Extracorporeal(Block):
    """A centrifugal pump outside the body that returns blood into the femoral artery."""

    circuit: Annotated[
        Literal["va_ecmo", "lava_ecmo", "tandemheart"],
        Field(description="drains the right atrium, both atria, or the left atrium"),
    ] = "va_ecmo"
    flow: Annotated[float | None, Quantity("L/min", "(0, 7]", "flow that the controller holds"), optional_block] = None
    speed: Annotated[
        float | None,
        Quantity("1/min", "[500, 7500]", "speed, where no flow is held"),
        optional_block,
    ] = None

    left_atrial_share: Annotated[
        float | None,
        Quantity("1", "(0, 1)", "share from the left atrium at equal pressures; lava_ecmo only"),
        optional_block,
    ] = None

    contradictions: ClassVar = (
        Exclusion(
            lambda pump: (pump.flow > 0.0) & (pump.speed > 0.0),
            "flow and speed are both given; allowed is one of them, the other follows",
        ),
        *(
            Exclusion(
                _too_fast(place, circuit.fastest),
                f"speed is {{speed}}; allowed with {name} is at most {circuit.fastest:g} /min",
            )
            for place, (name, circuit) in enumerate(CIRCUITS.items())
        ),
        Exclusion(
            lambda pump: (pump.left_atrial_share > 0.0) & (pump.circuit != SHARING),
            "left_atrial_share is given with {circuit}; it is allowed with lava_ecmo only",
        ),
    )

    @property
    def held_flow(self) -> float | None:
        """Flow to hold [L/min]; the usual one of the circuit where neither flow nor speed is given."""
        return CIRCUITS[self.circuit].usual_flow if self.flow is None and self.speed is None else self.flow


def _model(circuit: str, title: str, *spoken: str) -> Model:
    """Return a circuit at its usual flow."""
    flow = format_quantity(CIRCUITS[circuit].usual_flow, "L/min")
    return Model(circuit, title, {"circuit": circuit}, {"flow": flow}, title + ", {flow}", spoken)


def _setting(pump: Any) -> str:
    if pump.held_flow is None:
        return f"at {significant(pump.speed)}{THIN}/min"
    return f"at {significant(pump.held_flow)}{THIN}L/min"


def _cautions(pump: Any, cycle: SteadyCycle) -> list[str]:
    """Say where a circuit does not hold its flow, and where it leaves the lungs hardly any."""
    if pump.held_flow is None:
        return []
    cautions = []
    moved = (cycle.mean("q_venous_drainage") + cycle.mean("q_left_atrial_drainage")) * L_PER_MIN
    if moved < REACHED * pump.held_flow:
        cautions.append(f"The circuit moves only {moved:.1f} of {pump.held_flow:.1f} L/min: it sucks the atrium empty.")
    if abs(cycle.mean("q_pulmonary")) * L_PER_MIN < IDLE:
        cautions.append(
            "Hardly any blood passes the lungs. How it is shared between lungs and body no longer changes from beat to "
            "beat, wherever the search began, so pressures of the left heart, the lungs and the veins are one of many."
        )
    return cautions


DEVICE = Device(
    key="extracorporeal",
    block=Extracorporeal,
    models=(
        _model("va_ecmo", "VA-ECMO", "va ecmo", "ecmo"),
        _model("lava_ecmo", "Left atrial VA-ECMO", "lava ecmo", "left atrial va ecmo"),
        _model("tandemheart", "TandemHeart", "tandemheart", "tandem heart"),
    ),
    setting=_setting,
    speech=Speech((), "VA-ECMO at 3.5 L/min", values=("flow", "speed")),
    laws="diastole.model.devices.extracorporeal.drainage",
    law_modules=("diastole.model.devices.rotary_pump",),
    flows={
        "drainage": Kind(  # one of two inlets of a pump
            parameters=(("{n}", "RotaryPump"),),
            states=(),
            lines=(
                "q_{n} = only_if({n}.running > 0.0, lambda: drained_flow(p_{a}, p_{rival}, p_{b}, v_{a}, {n}), 0.0)",
            ),
            signals=(("q_{n}", "mL/s"),),
        )
    },
    links=(
        Link("venous_drainage", "drainage", "ra", "abdominal_aorta"),
        Link("left_atrial_drainage", "drainage", "la", "abdominal_aorta"),
    ),
    places={"the left heart": _drains_left_atrium},
    cautions=_cautions,
    waveforms={
        "venous_drainage_flow": Waveform("q_venous_drainage", "mL/s", "Flow drained from the right atrium"),
        "left_atrial_drainage_flow": Waveform("q_left_atrial_drainage", "mL/s", "Flow drained from the left atrium"),
    },
    panel=Panel("Circuit,\nmL/s", ("venous_drainage_flow", "left_atrial_drainage_flow"), is_volume=False),
    titles={"flow": "Flow of the circuit"},
)
