"""The measures of a beat, each as its definition in the vocabulary says it."""

import numpy as np

from diastole.errors import SimulationError
from diastole.law import interpreted
from diastole.model.circulation.kernel_parameters import COMPETENT_AREA, PLACES, SECONDS_PER_MINUTE
from diastole.model.devices.register import BODY_FLOWS
from diastole.model.measures.beat import Beat, PeriodicTrace
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.energetics import AFTER_CLOSURE, pressure_volume_area, stroke_work
from diastole.model.patient import Patient
from diastole.model.physiology import lung, oxygen
from diastole.model.simulation.beat_to_beat import lung_water_gain, needs

venous_saturation = interpreted(oxygen.venous_saturation)
capillary_pressure = interpreted(lung.capillary_pressure)

Value = float | None

MS = 1000.0  # ms/s
ML_PER_L = 1000.0  # mL/L
UMOL_PER_MMOL = 1000.0  # µmol/mmol
MINUTES_PER_HOUR = 60.0
DYN_PER_WOOD = 79.993432  # dyn s/cm⁵ per mmHg min/L
WATT_PER_MMHG_L_MIN = 133.322387415 / 6e4  # W per mmHg L/min
CONGESTION = (18.0, 25.0, 30.0)  # mmHg, mean left atrial pressure at which each grade begins, mchugh1972
LAYERS = ("subendocardial", "subepicardial")
BEFORE_OPENING = 0.04  # s, in which the aortic end-diastolic pressure is looked for
MITRAL_INFLOW = 15.0  # mL/s, above which the mitral valve counts as open
ARTERIOLES = ("q_subendocardial_arterioles", "q_subepicardial_arterioles")
DOPPLER_POINTS = 200  # at which the jet's velocity is read
FARTHEST = 3.0  # 1, half-time over diastole up to which the slope of the jet can be read; assumed
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
        "aortic_regurgitant_fraction": backward / forward if beat.ejects else None,
        "mitral_regurgitant_volume": mitral,
        "mitral_regurgitant_fraction": mitral / total if total > 0.0 else None,
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
    half_time = (1.0 - np.sqrt(0.5)) * start / -slope if slope < 0.0 else np.inf
    return float(half_time) * MS if half_time <= FARTHEST * (beat.qrs - beat.starts) else None


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
        "lv_ejection_time": (beat.ends - beat.opens) * MS if beat.ejects else 0.0,
        "diastolic_time": (beat.opens - beat.starts) * MS,
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
        "pressure_volume_area": pressure_volume_area(beat),
        "tension_time_index": demand,
        "diastolic_pressure_time_index": supply if beat.ejects else None,  # a valve that stays shut does not close
        "endocardial_viability_ratio": supply / demand if beat.ejects else None,
        "lv_contractile_atp": beat.integral("atp_lv"),
        "lv_peak_fibre_stress": beat.highest("stress_lv", beat.starts, beat.closes),
        "lv_mean_fibre_stress": beat.integral("stress_lv") / (beat.closes - beat.starts),
    }


def _coronary(beat: Beat) -> dict[str, Value]:
    diastolic = sum(beat.integral(name, end=beat.qrs) for name in ARTERIOLES) / (beat.qrs - beat.starts)
    systolic = sum(beat.integral(name, start=beat.qrs) for name in ARTERIOLES) / (beat.closes - beat.qrs)
    return {"coronary_diastolic_systolic_ratio": diastolic / systolic if systolic > 0.0 else None}


def _cycle_means(cycle: PeriodicTrace, patient: Patient) -> dict[str, Value]:
    per_minute = SECONDS_PER_MINUTE / ML_PER_L
    aortic, mitral = cycle["q_aortic"], cycle["q_mitral"]
    native = cycle.mean("q_aortic") * per_minute
    pumps = sum(cycle.mean(name) for name in BODY_FLOWS) * per_minute
    back = cycle.integral("-q_aortic", 0.0, cycle.length, np.maximum(-aortic, 0.0)) / cycle.length * per_minute
    mitral_back = cycle.integral("-q_mitral", 0.0, cycle.length, np.maximum(-mitral, 0.0)) / cycle.length * per_minute
    means: dict[str, Value] = {
        "heart_rate": SECONDS_PER_MINUTE * cycle.beats / cycle.length,
        "mean_aortic_pressure": cycle.mean("p_ascending_aorta"),
        "left_atrial_pressure": cycle.mean("p_la"),
        "right_atrial_pressure": cycle.mean("p_ra"),
        "pulmonary_artery_pressure": cycle.mean("p_pulmonary_arteries"),
        "cardiac_output": native + pumps,
        "cardiac_index": (native + pumps) / patient.body.body_surface_area,
        "native_cardiac_output": native,
        "pump_flow": pumps,
        "left_to_right_shunt": cycle.mean("q_septal_defect") * per_minute,
        "aortic_regurgitant_flow": back,
        "mitral_regurgitant_flow": mitral_back,
    }
    return means | _body(means, patient) | _lung(means, patient) | _wall(cycle, patient)


def _body(means: dict[str, Value], patient: Patient) -> dict[str, Value]:
    """Return what pressure and flow mean for the body."""
    pressure, venous, output = (
        means[name] for name in ("mean_aortic_pressure", "right_atrial_pressure", "cardiac_output")
    )
    assert pressure is not None
    assert venous is not None
    assert output is not None
    if output <= 0.0:
        return dict.fromkeys(("systemic_vascular_resistance", "cardiac_power_output", "mixed_venous_oxygen_saturation"))
    blood = patient.oxygen
    used = blood.consumption * patient.body.body_surface_area
    return {
        "systemic_vascular_resistance": (pressure - venous) / output * DYN_PER_WOOD,
        "cardiac_power_output": pressure * output * WATT_PER_MMHG_L_MIN,
        "mixed_venous_oxygen_saturation": venous_saturation(
            blood.arterial_saturation, used, output * ML_PER_L, blood.haemoglobin
        ),
    }


def _lung(means: dict[str, Value], patient: Patient) -> dict[str, Value]:
    """Return what pressure means for the lung."""
    atrial, arterial = means["left_atrial_pressure"], means["pulmonary_artery_pressure"]
    assert atrial is not None
    assert arterial is not None
    capillary = capillary_pressure(atrial, arterial)
    return {
        "pulmonary_capillary_pressure": capillary,
        "lung_water_gain": lung_water_gain(capillary, patient) * MINUTES_PER_HOUR,
        "lung_congestion_grade": float(np.searchsorted(CONGESTION, atrial, side="right")),
    }


def _wall(cycle: PeriodicTrace, patient: Patient) -> dict[str, Value]:
    """Return supply and demand of the left ventricular wall."""
    atp = cycle.mean("atp_lv")
    rate = SECONDS_PER_MINUTE * cycle.beats / cycle.length
    flows = (cycle.mean(ARTERIOLES[0]), cycle.mean(ARTERIOLES[1]))
    wall = needs(patient, atp, flows, rate)
    dilated = (1.0 / patient.coronary.subendocardium.arterioles, 1.0 / patient.coronary.subepicardium.arterioles)
    found: dict[str, Value] = {
        "coronary_flow": cycle.mean("q_coronary_arteries") * SECONDS_PER_MINUTE,
        "lv_contractile_atp_rate": atp * SECONDS_PER_MINUTE / UMOL_PER_MMOL,
        "lv_oxygen_need": wall.oxygen * SECONDS_PER_MINUTE,
    }
    layers = zip(LAYERS, flows, wall.needed, dilated, strict=True)
    for layer, flow, need, wide in layers:
        tone = float(cycle.trace.parameters[PLACES[f"{layer}_arterioles"]][0]) / wide
        found[f"{layer}_flow"] = flow * SECONDS_PER_MINUTE
        found[f"{layer}_supply_demand_ratio"] = flow / need / tone
    return found


def measure_beat(cycle: PeriodicTrace, index: int, patient: Patient) -> dict[str, Value]:
    """Return every measure of the vocabulary for one beat of a support cycle, in the order of the vocabulary.

    Raises
    ------
    SimulationError
        If the heart does not eject or does not sustain a circulation.
    """
    beat = cycle.beat(index)
    found = (
        _cycle_means(cycle, patient)
        | _pressures(beat)
        | _volumes(beat)
        | _timing(beat, patient)
        | _energetics(beat, patient)
        | _coronary(beat)
    )
    _check_circulation(found, patient)
    return {name: found[name] for name in MEASURES}


def _check_circulation(found: dict[str, Value], patient: Patient) -> None:
    pressure, output, rate = found["mean_aortic_pressure"], found["cardiac_output"], found["heart_rate"]
    work = found["lv_stroke_work"]
    assert pressure is not None
    assert output is not None
    assert rate is not None
    assert work is not None
    stroke = output * ML_PER_L / rate
    idle = work < LEAST_WORK and not patient.has_bypass
    if pressure < LEAST_PRESSURE or stroke < LEAST_STROKE or idle:
        raise SimulationError(
            f"patient '{patient.name}', steady beat: mean aortic pressure {pressure:.0f} mmHg, forward stroke volume "
            f"{stroke:.1f} mL and stroke work {work:.3f} J; a heart that sustains a circulation makes at least "
            f"{LEAST_PRESSURE:.0f} mmHg, {LEAST_STROKE:.0f} mL and {LEAST_WORK:g} J"
        )
