"""Shapes of waves within a beat, as a cardiologist reads them off a tracing or a Doppler."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.measures.beat import Beat
from diastole.model.patient import Patient
from diastole.model.run import Run
from validation.patients import preset, with_pump, without_pump
from validation.rows import Row

TOPIC = "Shapes of waves"
VALVE_FLOW = 20.0  # mL/s, above which a Doppler sees flow; assumed
BEFORE_CLOSURE = 0.1  # s, of the aortic valve, by which the right ventricle may begin to relax; assumed
AT_REST = "healthy"
FULL = ("shock", "shock_mr", "acute_severe_ar")  # hearts that fill the pericardium


def _beat(patient: Patient) -> tuple[Run, Beat]:
    run = without_pump(patient)
    return run, run.cycle.beat(0)


def _between(run: Run, name: str, start: float, end: float) -> tuple[Array, Array]:
    inside = run.cycle.inside(start, end)
    return run.cycle.time[inside], run.cycle[name][inside]


def peaks(values: Array, least: float = VALVE_FLOW) -> Array:
    """Return the local maxima above some value, in their order."""
    inner = values[1:-1]
    return inner[(inner > values[:-2]) & (inner >= values[2:]) & (inner > least)]


def late_over_early(patient: Patient, valve: str) -> float:
    """Return the peak of inflow by the atrium's contraction (A) over that of early filling (E); 0 without an A [1]."""
    run, beat = _beat(patient)
    found = peaks(_between(run, f"q_{valve}", beat.starts, beat.r_wave)[1])
    return float(found[-1] / found[0]) if found.size > 1 else 0.0


def acceleration_time(patient: Patient, valve: str) -> float:
    """Return from the beginning of ejection through a valve to the peak of flow [ms]."""
    run, beat = _beat(patient)
    time, flow = _between(run, f"q_{valve}", beat.qrs, beat.closes)
    return float(time[flow.argmax()] - time[np.argmax(flow > VALVE_FLOW)]) * 1000.0


def systolic_over_diastolic(patient: Patient) -> float:
    """Return the peak of pulmonary vein flow in ejection (S) over that in early diastole (D) [1]."""
    run, beat = _beat(patient)
    vein = "q_pulmonary_vein_ostia"
    _, ejecting = _between(run, vein, beat.opens, beat.closes)
    _, filling = _between(run, vein, beat.starts, beat.qrs)
    return float(ejecting.max() / filling.max())


def relaxation_time(patient: Patient) -> float:
    """Return from closure of the aortic valve to where left atrial pressure passes the ventricle's [ms]."""
    run, beat = _beat(patient)
    time, atrial = _between(run, "p_la", beat.starts, beat.qrs)
    _, ventricular = _between(run, "p_lv", beat.starts, beat.qrs)
    return float(time[np.argmax(atrial > ventricular)] - beat.starts) * 1000.0


def right_time_constant(patient: Patient) -> float:
    """Return that of the fall of right ventricular pressure towards 0, from its steepest to atrial pressure [ms]."""
    run, beat = _beat(patient)
    time, ventricular = _between(run, "p_rv", beat.starts - BEFORE_CLOSURE, beat.qrs)
    _, atrial = _between(run, "p_ra", beat.starts - BEFORE_CLOSURE, beat.qrs)
    steepest = int(np.gradient(ventricular, time).argmin())
    falling = slice(steepest, steepest + int(np.argmax(atrial[steepest:] > ventricular[steepest:])))
    return float(-1000.0 / np.polyfit(time[falling], np.log(ventricular[falling]), 1)[0])


def lowest(patient: Patient, signal: str) -> float:
    """Return the smallest value of a signal in a beat."""
    run, beat = _beat(patient)
    return float(_between(run, signal, beat.starts, beat.ends)[1].min())


def highest(patient: Patient, signal: str) -> float:
    """Return the largest value of a signal in a beat."""
    run, beat = _beat(patient)
    return float(_between(run, signal, beat.starts, beat.ends)[1].max())


def early_tricuspid_velocity(patient: Patient) -> float:
    """Return the peak velocity of early inflow through the open tricuspid valve [cm/s]."""
    run, beat = _beat(patient)
    _, flow = _between(run, "q_tricuspid", beat.starts, beat.r_wave)
    return float(peaks(flow)[0]) / patient.valves.tricuspid.open_area


def early_share(patient: Patient) -> float:
    """Return the share of tricuspid inflow that comes in the first half of diastole [1]."""
    _, beat = _beat(patient)
    middle = 0.5 * (beat.starts + beat.qrs)
    return beat.over("q_tricuspid", end=middle).forward / beat.over("q_tricuspid").forward


def time_to_peak(patient: Patient) -> float:
    """Return when the pressure of the ascending aorta peaks, as a share of ejection [1]."""
    run, beat = _beat(patient)
    time, pressure = _between(run, "p_ascending_aorta", beat.opens, beat.closes)
    return float(time[pressure.argmax()] - beat.opens) / (beat.closes - beat.opens)


def y_descent(patient: Patient) -> float:
    """Return by how much right atrial pressure falls from its v wave in the first half of diastole [mmHg]."""
    run, beat = _beat(patient)
    _, atrial = _between(run, "p_ra", beat.starts, 0.5 * (beat.starts + beat.qrs))
    return float((np.maximum.accumulate(atrial) - atrial).max())


def gap_at_the_end(patient: Patient) -> float:
    """Return by how much the aorta lies above the left ventricle at the R wave [mmHg]."""
    run, beat = _beat(patient)
    return run.cycle.at("p_ascending_aorta", beat.r_wave) - run.cycle.at("p_lv", beat.r_wave)


def assisted_gap(patient: Patient, moment: str) -> float:
    """Return by how much the aorta's lowest pressure with the balloon exceeds the ventricle's at a moment [mmHg]."""
    run = with_pump(patient)
    at = getattr(run.cycle.beat(0), moment)
    return run.measures["aortic_end_diastolic_pressure"] - run.cycle.at("p_lv", at)


class Reading(NamedTuple):
    """How a shape is read off a preset."""

    name: str
    of: Callable[[Patient], float]

    def __call__(self) -> float:
        """Return the shape of the preset as it is."""
        return self.of(preset(self.name))


def _row(source, name, measure, unit, read, low, high=float("inf"), treatment="none") -> Row:
    return Row(TOPIC, source, name, treatment, measure, unit, Reading(name, read), low, high)


ROWS = [
    _row("pye1991", AT_REST, "mitral A over E", "1", partial(late_over_early, valve="mitral"), 0.42, 1.09),
    _row("pye1991", AT_REST, "tricuspid A over E", "1", partial(late_over_early, valve="tricuspid"), 0.41, 0.93),
    _row("pye1991", AT_REST, "peak of early tricuspid inflow", "cm/s", early_tricuspid_velocity, 43.0, 59.0),
    _row("sievers2007", AT_REST, "largest right atrial volume", "mL", partial(highest, signal="v_ra"), 70.8, 131.2),
    _row("sievers2007", AT_REST, "smallest right atrial volume", "mL", partial(lowest, signal="v_ra"), 31.3, 69.3),
    _row(
        "murch2015", AT_REST, "lowest right ventricular pressure", "mmHg", partial(lowest, signal="p_rv"), -3.4, 3.2
    ),
    _row("murch2015", AT_REST, "time constant of right ventricular relaxation", "ms", right_time_constant, 18.0, 44.0),
    *(
        _row("murch2015", name, "time constant of right ventricular relaxation", "ms", right_time_constant, 21.0, 85.0)
        for name in FULL
    ),
    _row("masuyama1991", AT_REST, "pulmonary vein S over D", "1", systolic_over_diastolic, 0.7, 1.8),
    _row("masuyama1991", "chronic_severe_ar", "pulmonary vein S over D", "1", systolic_over_diastolic, 0.7, 1.8),
    _row("reference range", AT_REST, "isovolumic relaxation", "ms", relaxation_time, 60.0, 105.0),
    _row(
        "kitabatake1983", AT_REST, "acceleration time of pulmonary flow", "ms",
        partial(acceleration_time, valve="pulmonary"), 113.0, 161.0,
    ),
    _row("tracing", "acute_severe_ar", "aorta less left ventricle at the R wave", "mmHg", gap_at_the_end, 0.0, 20.0),
    *(
        _row(
            "tracing", "acute_severe_ar", f"lowest aortic pressure less the left ventricle's {words}", "mmHg",
            partial(assisted_gap, moment=moment), 0.0, 20.0, "balloon 1:1",
        )
        for words, moment in (("as the QRS begins", "qrs"), ("at the R wave", "r_wave"))
    ),
    *(
        _row("tracing", name, "y descent of the right atrium", "mmHg", y_descent, 1.0)
        for name in (AT_REST, "chronic_severe_ar")
    ),
    *(
        _row("tracing", name, "time to the peak of aortic pressure over ejection", "1", time_to_peak, 0.3, 0.7)
        for name in (AT_REST, "chronic_severe_ar")
    ),
    *(
        _row("tracing", name, "share of tricuspid inflow in the first half of diastole", "1", early_share, 0.3, 1.0)
        for name in (AT_REST, *FULL)
    ),
]  # fmt: skip
