"""The balloon in the descending thoracic aorta and the helium that fills it.

The balloon acts on the blood by nothing but its volume, which adds to the blood in the vessel wall's law.
"""

from typing import Annotated, NamedTuple

from diastole.law import law, select, smoothstep
from diastole.meaning import Meaning, OutsidePressure, Phase, Time

ATMOSPHERE = 760.0  # mmHg
MMHG_PER_PASCAL = 1.0 / 133.322  # mmHg/Pa
CM3_PER_M3 = 1e6  # mL/m³
HELIUM_VISCOSITY = 2.0e-5  # Pa s, at body temperature; to be verified
LEAST_ABSOLUTE = 1.0  # mmHg, floor of an absolute pressure; ours
SOFT_END = 3.0  # mL, over which a full or an empty balloon stops the helium; ours
PI = 3.141592653589793


class Inflation(NamedTuple):
    """One inflation as the console ordered it, in the time of the running beat."""

    start: Annotated[float, Meaning("s", r"t_\mathrm{in}", note="helium goes in")]
    end: Annotated[float, Meaning("s", r"t_\mathrm{out}", note="helium comes out")]
    volume: Annotated[float, Meaning("mL", r"v_\mathrm{full}")]


NO_INFLATION = Inflation(1e6, 1e6, 0.0)


class Drive(NamedTuple):
    """The helium drive."""

    pneumatic: Annotated[
        float, Meaning("1", r"\text{pneumatic}", note="1 for filling by pressure; else by given times")
    ]
    fill_time: Annotated[float, Meaning("s", r"\tau_\mathrm{in}", note="transit of the helium going in")]
    vent_time: Annotated[float, Meaning("s", r"\tau_\mathrm{out}", note="and coming out")]
    pressure: Annotated[float, Meaning("mmHg", r"p_\mathrm{drive}", note="of the source above atmosphere")]
    vacuum: Annotated[float, Meaning("mmHg", r"p_\mathrm{vac}", note="of the sink (negative)")]
    line_resistance: Annotated[float, Meaning("mmHg s/mL", "R_g", note="of the catheter for helium")]
    valve_time: Annotated[float, Meaning("s", r"\tau_v", note="in which the console turns from source to sink")]


FillTime = Annotated[float, Meaning("s", r"\tau_\mathrm{in}", 0.05, 0.2)]
VentTime = Annotated[float, Meaning("s", r"\tau_\mathrm{out}", 0.05, 0.2)]


@law
def line_resistance(
    bore: Annotated[float, Meaning("m", "d", 0.001, 0.004)], length: Annotated[float, Meaning("m", r"\ell", 0.5, 3)]
) -> Annotated[float, Meaning("mmHg s/mL", "R_g")]:
    """R = 128 μ ℓ / (π d⁴), bore and length in m: laminar helium in a round line (Hagen-Poiseuille)."""
    pascal = 128.0 * HELIUM_VISCOSITY * length / (PI * bore * bore * bore * bore)
    return pascal * MMHG_PER_PASCAL / CM3_PER_M3


@law
def inflated_volume(
    time: Time, fill_time: FillTime, vent_time: VentTime, inflation: Inflation
) -> Annotated[float, Meaning("mL", "v_b")]:
    """V = V_full s(min(t − t_in, t_out − t_in)/τ_fill) [1 − s((t − t_out)/τ_vent)]. Prescribed transit; ours."""
    filled = smoothstep(min(time - inflation.start, inflation.end - inflation.start) / fill_time)
    return inflation.volume * filled * (1.0 - smoothstep((time - inflation.end) / vent_time))


@law
def smoothstep_slope(x: Phase) -> Annotated[float, Meaning("1", "s'(x)")]:
    """s′(x) = 6 x (1 − x) inside [0, 1], else 0."""
    z = min(max(x, 0.0), 1.0)
    return 6.0 * z * (1.0 - z)


@law
def inflation_rate(
    time: Time, fill_time: FillTime, vent_time: VentTime, inflation: Inflation
) -> Annotated[float, Meaning("mL/s", r"\dot v_b")]:
    """dV/dt of the prescribed transit. Ours."""
    asked = inflation.end - inflation.start
    since = time - inflation.start
    filled = smoothstep(min(since, asked) / fill_time)
    kept = 1.0 - smoothstep((time - inflation.end) / vent_time)
    filling = select(since < asked, smoothstep_slope(since / fill_time) / fill_time, 0.0)
    venting = smoothstep_slope((time - inflation.end) / vent_time) / vent_time
    return inflation.volume * (filling * kept - filled * venting)


@law
def source_pressure(
    time: Annotated[float, Meaning("s", "t", 0, 1.2)], drive: Drive, first: Inflation, second: Inflation
) -> Annotated[float, Meaning("mmHg", "p_s")]:
    """P_s = P_vac + (P_drive − P_vac) Σ s((t − t_in)/τ_v) [1 − s((t − t_out)/τ_v)]. Ours."""
    turn = drive.valve_time
    one = smoothstep((time - first.start) / turn) * (1.0 - smoothstep((time - first.end) / turn))
    two = smoothstep((time - second.start) / turn) * (1.0 - smoothstep((time - second.end) / turn))
    return drive.vacuum + (drive.pressure - drive.vacuum) * min(one + two, 1.0)


@law
def helium_flow(
    source: Annotated[float, Meaning("mmHg", "p_s", -150, 250)],
    outside: OutsidePressure,
    viscosity: Annotated[float, Meaning("mmHg s/mL", r"\eta", 0, 0.1)],
    inside: Annotated[float, Meaning("mL", "v_b", 0, 40)],
    volume: Annotated[float, Meaning("mL", r"v_\mathrm{full}", 20, 40)],
    drive: Drive,
) -> Annotated[float, Meaning("mL/s", r"\dot v_b")]:
    """dV/dt = (P_s − P_out) / (R 2 p_b/(p_s + p_b) + η), held at full and at empty.

    Isothermal laminar line into a limp membrane, whose gas has the pressure of the blood around it; p are absolute
    pressures, η is the viscosity of the aortic wall that must give way. Law of the line: Hagen-Poiseuille.
    """
    source_absolute = max(source + ATMOSPHERE, LEAST_ABSOLUTE)
    inside_absolute = max(outside + ATMOSPHERE, LEAST_ABSOLUTE)
    line = drive.line_resistance * 2.0 * inside_absolute / (source_absolute + inside_absolute)
    free = (source - outside) / (line + viscosity)
    room = min(max((volume - inside) / SOFT_END, 0.0), 1.0)
    left = min(max(inside / SOFT_END, 0.0), 1.0)
    return free * select(free > 0.0, room, left)


def prescribed_balloon(time: float, drive: Drive, earlier: Inflation, present: Inflation) -> tuple[float, float, float]:
    """Return volume, rate and helium pressure of a balloon that is filled and vented in given times."""
    fill, vent = drive.fill_time, drive.vent_time
    volume = inflated_volume(time, fill, vent, earlier) + inflated_volume(time, fill, vent, present)
    return volume, inflation_rate(time, fill, vent, earlier) + inflation_rate(time, fill, vent, present), 0.0


def driven_balloon(
    time: float, helium: float, around: float, viscosity: float, drive: Drive, earlier: Inflation, present: Inflation
) -> tuple[float, float, float]:
    """Return volume, rate and helium pressure of a balloon that pressure fills.

    `helium`: in the balloon [mL]; `around`: pressure of the aorta at that volume [mmHg]; `viscosity`: of its wall.
    """
    source = source_pressure(time, drive, earlier, present)
    full = max(earlier.volume, present.volume)
    return helium, helium_flow(source, around, viscosity, helium, full, drive), source
