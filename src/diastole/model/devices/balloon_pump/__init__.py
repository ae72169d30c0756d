"""The intra-aortic balloon pump: balloon, helium drive, and the console with its ECG and pressure triggers."""

from math import inf
from typing import Annotated, Any, Literal

from pydantic import Field

from diastole.model.devices.device import Device, Model, Panel, Speech, SteadyCycle, Waveform
from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.block_numbers import is_there
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.wiring import Kind

HALF, TOLERATED = 0.5, 0.05  # 1, share of its volume that is in the way, and of an ejection that it may be so; assumed
FILLED = 0.95  # 1, share of its volume that a balloon should reach; assumed
USUAL_VOLUME = 40.0  # mL
SIZES = ((152.0, 25.0), (163.0, 34.0), (183.0, 40.0), (inf, 50.0))  # below this height in cm, so many mL: P-16


def volume_for(height: float) -> float:
    """Return the volume of balloon that is quoted for a height [cm] [mL]; statement P-16, without a source."""
    return next(volume for limit, volume in SIZES if height < limit)


class BalloonPump(Block):
    """Balloon, console and helium drive. A patient without this block has no pump."""

    volume: Annotated[float, Quantity("mL", "[0, 50]", "helium in the full balloon; by height if left out")] = (
        USUAL_VOLUME
    )
    ratio: Annotated[Literal["1:1", "1:2", "1:3"], Field(description="assisted beats among all beats")] = "1:1"
    mode: Annotated[Literal["on", "standby"], Field(description="standby leaves the balloon empty in the aorta")] = "on"
    trigger: Annotated[Literal["r_wave", "pressure"], Field(description="what the console times from")] = "r_wave"
    inflation_offset: Annotated[
        float, Quantity("s", "[-1, 1]", "inflation after the dicrotic notch; early is < 0", written="ms")
    ] = 0.0
    deflation_offset: Annotated[
        float, Quantity("s", "[-1, 1]", "deflation after the R wave or its earlier usual moment; early is < 0", "ms")
    ] = 0.0
    drive: Annotated[
        Literal["prescribed", "pneumatic"],
        Field(description="transit of helium by given times, or by pressure"),
    ] = "prescribed"
    fill_time: Annotated[float, Quantity("s", "(0, 1]", "transit of the helium going in", written="ms")] = 0.13
    vent_time: Annotated[float, Quantity("s", "(0, 1]", "transit of the helium coming out", written="ms")] = 0.1
    drive_pressure: Annotated[float, Quantity("mmHg", "(0, 400]", "source of helium, above atmosphere")] = 200.0
    vacuum: Annotated[float, Quantity("mmHg", "(-760, 0)", "sink of helium, against atmosphere")] = -150.0
    catheter_bore: Annotated[float, Quantity("m", "(0, 0.01]", "bore of the helium line", written="mm")] = 0.002
    catheter_length: Annotated[float, Quantity("m", "(0, 10]", "length of the helium line")] = 1.0

    @property
    def beats(self) -> int:
        """Beats of which one is assisted: 2 for the ratio 1:2."""
        return int(self.ratio.removeprefix("1:"))


def _is_on(pump: Any) -> bool:
    return bool(pump.mode == "on" and pump.volume > 0.0)


def _cautions(pump: Any, cycle: SteadyCycle) -> list[str]:
    """Say where a balloon is not filled, and where it is in the way while the ventricle ejects."""
    if not _is_on(pump):
        return []
    filled = cycle["v_balloon"].max()
    if filled <= 0.0:
        return ["The settings leave no time for an inflation: the balloon stays empty."]
    if filled < FILLED * pump.volume:
        return [f"The balloon reaches only {filled:.0f} of {pump.volume:.0f} mL before deflation."]
    return _in_the_way(pump, cycle)


def _in_the_way(pump: Any, cycle: SteadyCycle) -> list[str]:
    """Say where a ventricle ejects against a balloon, and which setting does it."""
    for index in range(cycle.beats):
        systole = cycle.systole(index)
        full = cycle["v_balloon"][cycle.inside(systole.begins, systole.ends)] >= HALF * pump.volume
        if full.mean() > TOLERATED:
            what = "deflation is late" if full[0] else "inflation is early"
            return [
                f"The balloon is more than half full during {full.mean():.0%} of an ejection, so that the ventricle "
                f"ejects against it: {what}."
            ]
    return []


DEVICE = Device(
    key="balloon_pump",
    block=BalloonPump,
    models=(Model("iabp", "IABP", {}, {"volume": "40 mL", "ratio": "1:1"}, "IABP {volume} {ratio}"),),
    setting=lambda pump: f"{pump.ratio} at {pump.volume:.0f} mL",
    speech=Speech(
        ("iabp", "balloon", "balloon pump", "intra aortic balloon", "intra aortic balloon pump"),
        "IABP 1:1 at 40 mL",
        values=("mode", "volume"),
        patterns=(("ratio", r"\b(\d+)\s*:\s*(\d+)(?!\S)", r"\1:\2"),),
        switch_on={"mode": "on"},
    ),
    laws="diastole.model.devices.balloon_pump.console",
    law_modules=("diastole.model.devices.balloon_pump.balloon",),
    stores={
        "artery_with_balloon": Kind(
            parameters=(("{n}", "Artery"), ("drive", "Drive"), ("earlier", "Inflation"), ("present", "Inflation")),
            states=(("v_{n}", "mL"), ("v_helium", "mL")),
            lines=(
                "v_balloon, q_balloon, p_helium = only_if(",
                "    drive.pneumatic > 0.0,",
                "    lambda: driven_balloon(time, v_helium, arterial_pressure(v_{n} + v_helium, {moving}, {n}), "
                "{n}.viscosity, drive, earlier, present),",
                "    only_if(",
                "        earlier.volume + present.volume > 0.0,",
                "        lambda: prescribed_balloon(time, drive, earlier, present),",
                "        (0.0, 0.0, 0.0),",
                "    ),",
                ")",
                "p_{n} = arterial_pressure(v_{n} + v_balloon, {moving} + q_balloon, {n})",
                "narrowing = lumen_narrowing(v_{n}, v_balloon)",
            ),
            rates=(("v_helium", "select(drive.pneumatic > 0.0, q_balloon, 0.0)"),),
            signals=(("p_{n}", "mmHg"), ("v_balloon", "mL"), ("q_balloon", "mL/s"), ("p_helium", "mmHg")),
            narrowing="narrowing",
        )
    },
    inside={"thoracic_aorta": "artery_with_balloon"},
    places={"the aorta beyond the valve": is_there},
    by_size=lambda body: {"volume": volume_for(body.height)},
    is_on=_is_on,
    cautions=_cautions,
    waveforms={
        "balloon_volume": Waveform("v_balloon", "mL", "Volume of the balloon"),
        "helium_pressure": Waveform("p_helium", "mmHg", "Pressure of the helium source"),
    },
    panel=Panel("Balloon,\nmL", ("balloon_volume",), is_volume=True),
)
