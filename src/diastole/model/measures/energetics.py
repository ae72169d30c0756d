"""Work of the left ventricle, and the pressure-volume area with a curved end-systolic relation."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.model.circulation.kernel_parameters import PLACES
from diastole.model.measures.beat import Beat
from diastole.model.simulation.isovolumic import STEP, isovolumic_curves

Array = NDArray[np.float64]

JOULE_PER_MMHG_ML = 133.322e-6  # J/(mmHg mL)
AFTER_CLOSURE = 0.1  # s, in which end systole may still come
VOLUMES = 15  # points of the curves
POINTS_A_STEP = 4.0  # 1, points of the trace that a step of the isovolumic beat may span: quick bridges need both short


class PressureVolumeCurves(NamedTuple):
    """What the ventricle can hold (relaxed) and make (contracted) at each volume."""

    volume: Array  # mL
    relaxed: Array  # mmHg, transmural, not below 0
    contracted: Array  # mmHg, transmural, peak of an isovolumic beat


def pressure_volume_curves(parameters: Array, largest: float, step: float = STEP) -> PressureVolumeCurves:
    """Return the curves of the left ventricle with these parameters of a beat, up to the largest volume [mL].

    Parameters
    ----------
    step
        Longest of the integration [s]; it is never longer than ``STEP``.
    """
    wall, calcium, tension, bridges, (period,) = (
        parameters[PLACES[name]] for name in ("lv_wall", "lv_calcium", "lv_tension", "bridges", "period")
    )
    volume = np.linspace(1.0, largest, VOLUMES)
    relaxed, contracted = np.empty(VOLUMES), np.empty(VOLUMES)
    isovolumic_curves(volume, period, min(STEP, step), wall, calcium, tension, bridges, relaxed, contracted)
    return PressureVolumeCurves(volume, np.maximum(relaxed, 0.0), np.maximum(contracted, 0.0))


def stroke_work(beat: Beat) -> float:
    """Return the area of the left ventricular pressure-volume loop [J]."""
    inside = beat.cycle.inside(beat.starts, beat.closes)
    pressure, volume = beat.cycle["p_lv"][inside], beat.cycle["v_lv"][inside]
    closing = 0.5 * (pressure[0] + pressure[-1]) * (volume[0] - volume[-1])
    return -float(np.trapezoid(pressure, volume) + closing) * JOULE_PER_MMHG_ML


def pressure_volume_area(beat: Beat) -> float:
    """Return stroke work plus the elastic energy left at end systole [J].

    The end-systolic relation is the curve of isovolumic peaks, scaled to pass through the end-systolic point of the
    loop, because ejection itself lowers what the fibres can hold. A straight line would be wrong where the curve is
    concave. End systole is where pressure over volume is largest, which a pump that empties the ventricle through
    relaxation does not move.
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
    return stroke_work(beat) + float(np.trapezoid(held, curves.volume)) * JOULE_PER_MMHG_ML
