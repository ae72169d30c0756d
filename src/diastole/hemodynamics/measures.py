"""The measures of a beat, each as its definition in the vocabulary says it."""

import numpy as np

from diastole.circulation.parameters import COMPETENT_AREA, SECONDS_PER_MINUTE
from diastole.errors import SimulationError
from diastole.hemodynamics.beat import Beat, PeriodicTrace
from diastole.hemodynamics.energetics import pressure_volume_area, stroke_work
from diastole.hemodynamics.vocabulary import MEASURES
from diastole.patient import Patient

Value = float | None

MS = 1000.0  # ms/s
ML_PER_L = 1000.0  # mL/L
BEFORE_OPENING = 0.04  # s, in which the aortic end-diastolic pressure is looked for
AFTER_CLOSURE = 0.1  # s, in which the smallest volume may still come
MITRAL_INFLOW = 15.0  # mL/s, above which the mitral valve counts as open
DOPPLER_POINTS = 200  # at which the jet's velocity is read
DOPPLER_START = 0.05  # s after closure, from which the slope of the jet is read
LEAST_STROKE = 2.0  # mL, net forward stroke volume below which a heart does not sustain a circulation; assumed
LEAST_WORK = 0.01  # J, of the left ventricle per beat: below it blood only flows through; assumed
LEAST_PRESSURE = 15.0  # mmHg, mean aortic pressure likewise; assumed


def _pressures(beat: Beat) -> dict[str, Value]:
    aorta = "p_ascending_aorta"
    systolic = beat.highest(aorta, beat.opens, beat.closes)
    diastolic = beat.lowest(aorta, beat.starts, beat.closes)
    return {
        "systolic_aortic_pressure": systolic,
        "diastolic_aortic_pressure": diastolic,
        "aortic_end_diastolic_pressure": beat.lowest(aorta, beat.opens - BEFORE_OPENING, beat.opens),
        "augmented_diastolic_pressure": beat.highest(aorta, beat.starts, beat.r_wave),
        "pulse_pressure": systolic - diastolic,
        "lv_end_diastolic_pressure": beat.cycle.at("p_lv", beat.r_wave),
        "lv_peak_pressure": beat.highest("p_lv", beat.qrs, beat.closes),
    }


def _volumes(beat: Beat) -> dict[str, Value]:
    largest = beat.highest("v_lv", beat.starts, beat.closes)
    smallest = beat.lowest("v_lv", beat.opens, beat.closes + AFTER_CLOSURE)
    forward, backward = beat.forward("q_aortic"), beat.backward("q_aortic")
    mitral = beat.backward("q_mitral")
    total = forward + mitral + max(beat.integral("q_septal_defect"), 0.0)
    return {
        "lv_end_diastolic_volume": largest,
        "lv_end_systolic_volume": smallest,
        "lv_ejection_fraction": (largest - smallest) / largest,
        "total_stroke_volume": total,
        "forward_stroke_volume": forward - backward,
        "aortic_regurgitant_volume": backward,
        "aortic_regurgitant_fraction": backward / forward,
        "mitral_regurgitant_volume": mitral,
        "mitral_regurgitant_fraction": mitral / total,
        "diastolic_mitral_regurgitant_volume": beat.backward("q_mitral", beat.starts, beat.r_wave),
    }


def _pressure_half_time(beat: Beat, patient: Patient) -> Value:
    """Return the half-time as Doppler reads it: v falls on a line, and the gradient halves as v falls by 1 − 1/√2."""
    leak = patient.lesions.aortic_regurgitation
    if leak is None or leak.orifice_area <= COMPETENT_AREA:
        return None
    since = np.linspace(DOPPLER_START, beat.qrs - beat.starts, DOPPLER_POINTS)
    aortic, ventricular, balloon = (
        np.interp(beat.starts + since, beat.cycle.time, beat.cycle[name])
        for name in ("p_ascending_aorta", "p_lv", "v_balloon")
    )
    if balloon.max() > 0.0:
        return None
    slope, start = np.polyfit(since, np.sqrt(np.maximum(aortic - ventricular, 0.0)), 1)
    return float((1.0 - np.sqrt(0.5)) * start / -slope) * MS if slope < 0.0 else None


def _mitral_closure(beat: Beat) -> Value:
    """Return how long before the R wave forward mitral flow ends, before ejection begins [ms]."""
    inside = beat.cycle.inside(beat.starts, beat.opens)
    time, flow = beat.cycle.time[inside], beat.cycle["q_mitral"][inside]
    falls = np.flatnonzero((flow[:-1] >= MITRAL_INFLOW) & (flow[1:] < MITRAL_INFLOW))
    if falls.size == 0:
        return None
    i = int(falls[-1])
    share = (flow[i] - MITRAL_INFLOW) / (flow[i] - flow[i + 1])
    return (beat.r_wave - float(time[i] + share * (time[i + 1] - time[i]))) * MS


def _timing(beat: Beat, patient: Patient) -> dict[str, Value]:
    return {
        "lv_ejection_time": (beat.ends - beat.opens) * MS,
        "aortic_pressure_half_time": _pressure_half_time(beat, patient),
        "mitral_closure_before_r_wave": _mitral_closure(beat),
    }


def _energetics(beat: Beat, patient: Patient) -> dict[str, Value]:
    rise = beat.cycle.inside(beat.qrs, beat.closes)
    pressure, time = beat.cycle["p_lv"][rise], beat.cycle.time[rise]
    above = np.maximum(beat.cycle["p_ascending_aorta"] - beat.cycle["p_lv"], 0.0)
    supply = beat.cycle.integral("supply", beat.starts, beat.qrs, above)
    demand = beat.integral("p_lv", beat.qrs)
    return {
        "lv_dpdt_max": float(np.gradient(pressure, time).max()),
        "lv_stroke_work": stroke_work(beat),
        "pressure_volume_area": pressure_volume_area(beat, patient),
        "tension_time_index": demand,
        "diastolic_pressure_time_index": supply,
        "endocardial_viability_ratio": supply / demand,
        "lv_contractile_atp": beat.integral("atp_lv"),
        "lv_peak_fibre_stress": beat.highest("stress_lv", beat.starts, beat.closes),
        "lv_mean_fibre_stress": beat.integral("stress_lv") / (beat.closes - beat.starts),
    }


def _coronary(beat: Beat) -> dict[str, Value]:
    arterioles = "q_coronary_arterioles"
    diastolic = beat.integral(arterioles, end=beat.qrs) / (beat.qrs - beat.starts)
    systolic = beat.integral(arterioles, start=beat.qrs) / (beat.closes - beat.qrs)
    return {"coronary_diastolic_systolic_ratio": diastolic / systolic if systolic > 0.0 else None}


def _cycle_means(cycle: PeriodicTrace) -> dict[str, Value]:
    return {
        "heart_rate": SECONDS_PER_MINUTE * cycle.beats / cycle.length,
        "mean_aortic_pressure": cycle.mean("p_ascending_aorta"),
        "left_atrial_pressure": cycle.mean("p_la"),
        "right_atrial_pressure": cycle.mean("p_ra"),
        "pulmonary_artery_pressure": cycle.mean("p_pulmonary_arteries"),
        "cardiac_output": cycle.mean("q_aortic") * SECONDS_PER_MINUTE / ML_PER_L,
        "coronary_flow": cycle.mean("q_coronary_arteries") * SECONDS_PER_MINUTE,
    }


def measure_beat(cycle: PeriodicTrace, index: int, patient: Patient) -> dict[str, Value]:
    """Return every measure of the vocabulary for one beat of a support cycle, in the order of the vocabulary.

    Raises
    ------
    SimulationError
        If the heart does not eject or does not sustain a circulation.
    """
    beat = cycle.beat(index)
    found = (
        _cycle_means(cycle)
        | _pressures(beat)
        | _volumes(beat)
        | _timing(beat, patient)
        | _energetics(beat, patient)
        | _coronary(beat)
    )
    _check_circulation(found, patient)
    return {name: found[name] for name in MEASURES}


def _check_circulation(found: dict[str, Value], patient: Patient) -> None:
    pressure, stroke = found["mean_aortic_pressure"], found["forward_stroke_volume"]
    work = found["lv_stroke_work"]
    assert pressure is not None
    assert stroke is not None
    assert work is not None
    if pressure < LEAST_PRESSURE or stroke < LEAST_STROKE or work < LEAST_WORK:
        raise SimulationError(
            f"patient '{patient.name}', steady beat: mean aortic pressure {pressure:.0f} mmHg, forward stroke volume "
            f"{stroke:.1f} mL and stroke work {work:.3f} J; a heart that sustains a circulation makes at least "
            f"{LEAST_PRESSURE:.0f} mmHg, {LEAST_STROKE:.0f} mL and {LEAST_WORK:g} J"
        )
