"""One beat of a course in numbers, read off what is watched at the ends of the steps of integration.

The definitions are those of `diastole.model.measures.definitions`, for a beat from one QRS onset to the next.
"""

import numpy as np
from numpy.typing import NDArray

from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE, WATCHED_NAMES
from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.devices.register import BODY_FLOWS, LINKS
from diastole.model.measures.energetics import AFTER_CLOSURE
from diastole.model.measures.of_beat import (
    ARTERIOLES,
    BEFORE_OPENING,
    LAYERS,
    MINUTES_PER_HOUR,
    ML_PER_L,
    UMOL_PER_MMOL,
    capillary_pressure,
)
from diastole.model.patient import Patient
from diastole.model.simulation.beat_to_beat import SLOW_INDEX, TONES, lung_water_gain, needs
from diastole.model.simulation.events import EJECTING
from diastole.studies.course.trend_columns import MEASURED

Array = NDArray[np.float64]

WATCHED = {name: i for i, name in enumerate(WATCHED_NAMES)}
AORTA, LV, VOLUME, AORTIC, MITRAL = (
    WATCHED[name] for name in ("p_ascending_aorta", "p_lv", "v_lv", "q_aortic", "q_mitral")
)
FROM_LV = [f"q_{link.name}" for link in LINKS if link.source == "lv"]
TONE = [SLOW_INDEX[name] for name in TONES]
UNDEFINED = float("nan")


def beat_row(
    patient: Patient, seen: Array, means: dict[str, float], slow: Array, period: float, water: float
) -> list[float]:
    """Return every measure of `trend_columns.MEASURED` for one beat; NaN where one is not defined.

    Parameters
    ----------
    seen
        What is watched (steps + 1, w) at the ends of equal steps from QRS to QRS.
    means
        Its time means.
    slow
        Slow states (m,) during the beat.
    period
        Length of the beat [s].
    water
        Lung water gained before the beat [mL].
    """
    found = _pressures(seen, period) | _pumping(patient, seen, means, period) | _wall(patient, means, slow, period)
    atrial, arterial = means["p_la"], means["p_pulmonary_arteries"]
    capillary = capillary_pressure(atrial, arterial)
    gain = lung_water_gain(capillary, patient)
    found |= {
        "mean_aortic_pressure": means["p_ascending_aorta"],
        "left_atrial_pressure": atrial,
        "right_atrial_pressure": means["p_ra"],
        "pulmonary_artery_pressure": arterial,
        "pulmonary_capillary_pressure": capillary,
        "lung_water_gain": gain * MINUTES_PER_HOUR,
        "lung_water": water + gain * period / SECONDS_PER_MINUTE,
    }
    return [found[name] for name in MEASURED]


def _pressures(seen: Array, period: float) -> dict[str, float]:
    aorta, ventricle, flow = seen[:, AORTA], seen[:, LV], seen[:, AORTIC]
    per_step = (seen.shape[0] - 1) / period
    ejecting = flow > EJECTING
    opens = int(ejecting.argmax())
    lowest = float(aorta.min())
    if ejecting[opens]:
        systolic = float(aorta[ejecting].max())
        first = max(0, opens - round(BEFORE_OPENING * per_step))
        end_diastolic = float(aorta[first : opens + 1].min())
    else:  # the valve stays shut
        systolic, end_diastolic = float(aorta.max()), lowest
    wave = R_WAVE * per_step
    before = int(wave)
    low, high = float(ventricle[before]), float(ventricle[before + 1])
    return {
        "systolic_aortic_pressure": systolic,
        "diastolic_aortic_pressure": lowest,
        "aortic_end_diastolic_pressure": end_diastolic,
        "pulse_pressure": systolic - lowest,
        "lv_end_diastolic_pressure": low + (wave - before) * (high - low),
        "lv_peak_pressure": float(ventricle.max()),
    }


def _pumping(patient: Patient, seen: Array, means: dict[str, float], period: float) -> dict[str, float]:
    volume = seen[:, VOLUME]
    largest, smallest = float(volume.max()), _end_systolic(seen, period)
    forward = _forward(seen[:, AORTIC], period)
    backward = forward - means["q_aortic"] * period
    mitral = _forward(-seen[:, MITRAL], period)
    per_minute = SECONDS_PER_MINUTE / ML_PER_L
    native = means["q_aortic"] * per_minute
    pumps = sum(means[name] for name in BODY_FLOWS) * per_minute
    rate = SECONDS_PER_MINUTE / period
    return {
        "heart_rate": rate,
        "lv_end_diastolic_volume": largest,
        "lv_end_systolic_volume": smallest,
        "lv_ejection_fraction": (largest - smallest) / largest,
        "total_stroke_volume": forward + mitral + _through_septum(patient, volume, means, period),
        "forward_stroke_volume": forward - backward,
        "cardiac_output": native + pumps,
        "cardiac_index": (native + pumps) / patient.body.body_surface_area,
        "native_cardiac_output": native,
        "pump_flow": pumps,
        "aortic_regurgitant_volume": backward,
        "aortic_regurgitant_fraction": backward / forward if forward > 0.0 else UNDEFINED,
        "aortic_regurgitant_flow": backward * rate / ML_PER_L,
        "mitral_regurgitant_volume": mitral,
        "mitral_regurgitant_flow": mitral * rate / ML_PER_L,
    }


def _end_systolic(seen: Array, period: float) -> float:
    """Return the smallest volume from opening of the aortic valve to shortly after its closure [mL]."""
    flow, volume = seen[:, AORTIC], seen[:, VOLUME]
    ejecting = np.flatnonzero(flow > EJECTING)
    if ejecting.size == 0:
        return float(volume.min())
    last = int(ejecting[-1])
    closed = last + int((flow[last:] <= 0.0).argmax())  # last itself where flow never turns back
    share = float(flow[closed] / (flow[closed] - flow[closed - 1])) if closed > last else 0.0
    end = min(closed - share + AFTER_CLOSURE * (seen.shape[0] - 1) / period, flow.size - 1.0)
    whole = min(int(end), flow.size - 2)
    at_end = volume[whole] + (end - whole) * (volume[whole + 1] - volume[whole])
    return float(min(volume[ejecting[0] : whole + 1].min(), at_end))


def _forward(flow: Array, period: float) -> float:
    """Return the volume of what flows forward [mL], by trapezoids."""
    positive = np.maximum(flow, 0.0)
    inside = positive.sum() - 0.5 * (positive[0] + positive[-1])
    return float(inside) * period / (flow.size - 1)


def _through_septum(patient: Patient, volume: Array, means: dict[str, float], period: float) -> float:
    """Return what leaves the ventricle through a septal defect [mL]: what is missing from its balance of blood."""
    if patient.lesions.ventricular_septal_defect is None:
        return 0.0
    net = means["q_mitral"] - means["q_aortic"] - sum(means[name] for name in FROM_LV)
    return max(net * period - float(volume[-1] - volume[0]), 0.0)


def _wall(patient: Patient, means: dict[str, float], slow: Array, period: float) -> dict[str, float]:
    """Return supply and demand of the left ventricular wall."""
    atp = means["atp_lv"]
    flows = (means[ARTERIOLES[0]], means[ARTERIOLES[1]])
    wall = needs(patient, atp, flows, SECONDS_PER_MINUTE / period)
    found = {
        "lv_contractile_atp_rate": atp * SECONDS_PER_MINUTE / UMOL_PER_MMOL,
        "lv_oxygen_need": wall.oxygen * SECONDS_PER_MINUTE,
    }
    for layer, flow, need, tone in zip(LAYERS, flows, wall.needed, slow[TONE].tolist(), strict=True):
        found[f"{layer}_flow"] = flow * SECONDS_PER_MINUTE
        found[f"{layer}_supply_demand_ratio"] = flow / need / tone
    return found
