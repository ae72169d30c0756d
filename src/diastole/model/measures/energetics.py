"""Work of the left ventricle and what it costs, and the pressure-volume area with a curved end-systolic relation."""

from itertools import pairwise

from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE
from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import JOULE_PER_MMHG_ML, UMOL_PER_MMOL
from diastole.model.measures.flow import AFTER_CLOSURE
from diastole.model.measures.measure import CYCLE, DOWN, SIZED, MeasureGroup, Plausible

WORK = MeasureGroup("Work and cost")


@WORK.measure("LV dP/dt max", "mmHg/s", 0, "How fast the ventricle builds pressure.", Plausible(100.0, 6000.0))
def lv_dpdt_max(beat: Beat) -> float:
    """Steepest rise of left ventricular pressure."""
    return beat.cycle.steepest_rise("p_lv", beat.qrs, beat.closes)


@WORK.measure(
    "LV stroke work", "J", 3, "Work on the blood in a beat.", Plausible(0.02, 4.0, SIZED), phrase="stroke work"
)
def lv_stroke_work(beat: Beat) -> float:
    """Area of the pressure-volume loop."""
    return beat.cycle.loop_area("p_lv", "v_lv", beat.starts, beat.closes) * JOULE_PER_MMHG_ML


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
    end = beat.cycle.end_systole(beat.qrs, beat.closes + AFTER_CLOSURE)
    volume, relaxed, contracted = beat.cycle.curves(end.volume)
    scale = end.pressure / contracted[-1]
    held = [max(most * scale - least, 0.0) for most, least in zip(contracted, relaxed, strict=True)]
    potential = 0.5 * sum((a + b) * (w - v) for (a, b), (v, w) in zip(pairwise(held), pairwise(volume), strict=True))
    return lv_stroke_work(beat) + potential * JOULE_PER_MMHG_ML


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
