"""The healthy heart: reference ranges, and the shape of the aortic pressure."""

from functools import partial

import numpy as np

from diastole.model.measures.beat import Beat
from validation.interventions import FALLS
from validation.patients import preset, without_pump
from validation.rows import Row

RANGES = {  # measure: low, high, unit
    "systolic_aortic_pressure": (105, 130, "mmHg"),
    "diastolic_aortic_pressure": (65, 85, "mmHg"),
    "lv_ejection_fraction": (0.55, 0.70, "1"),
    "cardiac_output": (4.5, 6.5, "L/min"),
    "lv_end_diastolic_pressure": (5, 12, "mmHg"),
    "pulmonary_artery_pressure": (10, 18, "mmHg"),
    "right_atrial_pressure": (1, 6, "mmHg"),
    "lv_ejection_time": (280, 300, "ms"),
    "lv_dpdt_max": (1200, 2000, "mmHg/s"),
}
NOTCH = 0.12  # s after closure of the valve, in which the dicrotic notch is looked for


def measured(measure: str) -> float:
    return without_pump(preset("healthy")).measures[measure]


def _beat() -> Beat:
    return without_pump(preset("healthy")).cycle.beat(0)


def notch_rise() -> float:
    """Return by how much the aortic pressure rises again after the notch [mmHg]."""
    beat = _beat()
    pressure = beat.cycle["p_ascending_aorta"][beat.cycle.inside(beat.starts, beat.starts + NOTCH)]
    falling = np.flatnonzero(np.diff(pressure) >= 0.0)
    return float(pressure[falling[0] :].max() - pressure[falling[0]]) if falling.size else 0.0


def late_rise() -> float:
    """Return the largest rise of the aortic pressure from sample to sample in the second half of diastole [mmHg]."""
    beat = _beat()
    late = beat.cycle.inside(0.5 * (beat.starts + beat.qrs), beat.qrs)
    return float(np.diff(beat.cycle["p_ascending_aorta"][late]).max())


def _row(measure, unit, read, low, high=float("inf"), *, source="reference range", tuned=True) -> Row:
    return Row("Healthy heart", source, "healthy", "none", measure, unit, read, low, high, tuned)


ROWS = [
    *(_row(name, unit, partial(measured, name), low, high) for name, (low, high, unit) in RANGES.items()),
    _row("coronary_diastolic_systolic_ratio", "1", partial(measured, "coronary_diastolic_systolic_ratio"), 1.0),
    _row("rise of aortic pressure after the dicrotic notch", "mmHg", notch_rise, 1.0),
    _row("steepest step of aortic pressure in late diastole (no ringing)", "mmHg", late_rise, *FALLS, tuned=False),
]
