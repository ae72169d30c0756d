"""Work of the left ventricle and what it costs, and the pressure-volume area with a curved end-systolic relation."""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import PLACES, SECONDS_PER_MINUTE
from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import JOULE_PER_MMHG_ML, UMOL_PER_MMOL
from diastole.model.measures.flow import AFTER_CLOSURE
from diastole.model.measures.measure import CYCLE, DOWN, SIZED, MeasureGroup, Plausible
from diastole.model.simulation.isovolumic import STEP, isovolumic_curves

WORK = MeasureGroup("Work and cost")
VOLUMES = 15  # points of the curves
POINTS_A_STEP = 4.0  # 1, points of the trace that a step of the isovolumic beat may span: quick bridges need both short


@WORK.measure("LV dP/dt max", "mmHg/s", 0, "How fast the ventricle builds pressure.", Plausible(100.0, 6000.0))
def lv_dpdt_max(beat: Beat) -> float:
    """Steepest rise of left ventricular pressure."""
    rise = beat.cycle.inside(beat.qrs, beat.closes)
    return float(np.gradient(beat.cycle["p_lv"][rise], beat.cycle.time[rise]).max())


@WORK.measure(
    "LV stroke work", "J", 3, "Work on the blood in a beat.", Plausible(0.02, 4.0, SIZED), phrase="stroke work"
)
def lv_stroke_work(beat: Beat) -> float:
    """Area of the pressure-volume loop."""
    inside = beat.cycle.inside(beat.starts, beat.closes)
    pressure, volume = beat.cycle["p_lv"][inside], beat.cycle["v_lv"][inside]
    closing = 0.5 * (pressure[0] + pressure[-1]) * (volume[0] - volume[-1])
    return -float(np.trapezoid(pressure, volume) + closing) * JOULE_PER_MMHG_ML


@WORK.measure(
    "Pressure-volume area", "J", 3, "Work and what is left in the wall; goes with oxygen use.",
    Plausible(0.03, 6.0, SIZED), short="PVA", phrase="the pressure–volume area",
    why_undefined="the end-systolic relation of this ventricle could not be found",
)  # fmt: skip
def pressure_volume_area(beat: Beat) -> float:
    """Stroke work plus the area left of the loop, between the end-systolic relation and the passive curve. The relation
    is the curve of isovolumic peak pressures of this very ventricle, scaled to the loop's end-systolic point, and not a
    straight line, which a concave relation makes meaningless.

    It is scaled because ejection itself lowers what the fibres can hold. End systole is where pressure over volume is
    largest, which a pump that empties the ventricle through relaxation does not move.
    """
    inside = beat.cycle.inside(beat.qrs, beat.closes + AFTER_CLOSURE)
    volumes = beat.cycle["v_lv"][inside]
    pressures = beat.cycle["p_lv"][inside] - beat.cycle["p_pericardium"][inside]
    end = int(np.argmax(pressures / volumes))
    volume, pressure = volumes[end], pressures[end]
    trace = beat.cycle.trace
    step = POINTS_A_STEP * float(trace.time[1] - trace.time[0])
    curves = pressure_volume_curves(trace.parameters, volume, step)
    held = np.maximum(curves.contracted * pressure / curves.contracted[-1] - curves.relaxed, 0.0)
    return lv_stroke_work(beat) + float(np.trapezoid(held, curves.volume)) * JOULE_PER_MMHG_ML


@WORK.measure(
    "Tension-time index", "mmHg s", 2, "A bedside stand-in for oxygen demand.", Plausible(2.0, 150.0), short="TTI",
    phrase="the tension–time index",
)  # fmt: skip
def tension_time_index(beat: Beat) -> float:
    """Integral of left ventricular pressure from QRS onset to closure of the aortic valve."""
    return beat.over("p_lv", beat.qrs).integral


@WORK.measure(
    "LV contractile ATP", "µmol", 2, "Energy that the cross-bridges use in a beat.", Plausible(0.5, 150.0, SIZED),
    phrase="the ATP used for contraction per beat", better=DOWN, is_key=True,
)  # fmt: skip
def lv_contractile_atp(beat: Beat) -> float:
    """One ATP for each detachment of a strongly bound myosin head in the left ventricular wall, over the beat."""
    return beat.over("atp_lv").integral


@WORK.measure(
    "LV contractile ATP per minute", "mmol/min", 2, "Energy that the cross-bridges use in a minute.",
    Plausible(0.05, 12.0, SIZED), scope=CYCLE, in_course=True,
)  # fmt: skip
def lv_contractile_atp_rate(beat: Beat) -> float:
    """Time mean of the contractile ATP use over the support cycle."""
    return beat.cycle.mean("atp_lv") * SECONDS_PER_MINUTE / UMOL_PER_MMOL


@WORK.measure(
    "LV oxygen need", "mL/min", 1, "What the left ventricular wall would use if it got it.",
    Plausible(0.5, 70.0, SIZED), scope=CYCLE, in_course=True,
)  # fmt: skip
def lv_oxygen_need(beat: Beat) -> float:
    """Contractile ATP at five per oxygen molecule, plus upkeep of the wall and its handling of calcium."""
    return beat.cycle.needs.oxygen * SECONDS_PER_MINUTE


@WORK.measure("LV peak fibre stress", "kPa", 1, "The highest load of a fibre.", Plausible(3.0, 300.0))
def lv_peak_fibre_stress(beat: Beat) -> float:
    """Highest fibre stress of the beat."""
    return beat.over("stress_lv").highest


@WORK.measure("LV mean fibre stress", "kPa", 2, "The mean load of a fibre.", Plausible(1.0, 150.0))
def lv_mean_fibre_stress(beat: Beat) -> float:
    """Time mean of the fibre stress."""
    return beat.over("stress_lv").integral / (beat.closes - beat.starts)


class PressureVolumeCurves(NamedTuple):
    """Pressure of the relaxed and of the contracted ventricle at each volume."""

    volume: Array  # mL
    relaxed: Array  # mmHg, transmural, not below 0
    contracted: Array  # mmHg, transmural, peak of an isovolumic beat


def pressure_volume_curves(parameters: Array, largest: float, step: float = STEP) -> PressureVolumeCurves:
    """Return the curves of the left ventricle with these parameters of a beat, up to the largest volume [mL].

    `step`: longest of the integration [s]; it is never longer than ``STEP``.
    """
    wall, calcium, tension, bridges, (period,) = (
        parameters[PLACES[name]] for name in ("lv_wall", "lv_calcium", "lv_tension", "bridges", "period")
    )
    volume = np.linspace(1.0, largest, VOLUMES)
    relaxed, contracted = np.empty(VOLUMES), np.empty(VOLUMES)
    isovolumic_curves(volume, period, min(STEP, step), wall, calcium, tension, bridges, relaxed, contracted)
    return PressureVolumeCurves(volume, np.maximum(relaxed, 0.0), np.maximum(contracted, 0.0))
