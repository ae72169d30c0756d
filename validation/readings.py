"""Quantities that publications report and the vocabulary of measures lacks, read from a run."""

from collections.abc import Callable

import numpy as np

from diastole import Run
from diastole.model.measures.pressure_volume import pressure_volume_curves

ML_PER_L = 1000.0  # mL/L
SYSTOLE = 20.0  # mL/s through the aortic valve, above which it counts as systole


def value(name: str, run: Run) -> float:
    """Return a reading or a measure of a run."""
    return OWN[name](run) if name in OWN else run.measures[name]


def lv_end_systolic_pressure(run: Run) -> float:
    """Left ventricular pressure where pressure over volume is highest [mmHg]."""
    pressure = run.signals["lv_pressure"]
    return float(pressure[np.argmax(pressure / run.signals["lv_volume"])])


def arterial_elastance(run: Run) -> float:
    """End-systolic pressure over stroke volume [mmHg/mL]."""
    return lv_end_systolic_pressure(run) / run.measures["total_stroke_volume"]


def stroke_of_beat(run: Run, index: int) -> float:
    """Largest less smallest left ventricular volume from the QRS onset of a beat of the cycle to the next [mL]."""
    inside = (run.time >= index * run.period) & (run.time < (index + 1) * run.period)
    volume = run.signals["lv_volume"][inside]
    return float(volume.max() - volume.min())


def diastolic(run: Run, beat: int = 0) -> np.ndarray:
    """Return the mask of diastole in a beat of the cycle: from QRS onset to QRS onset, without ejection."""
    inside = (run.time >= beat * run.period) & (run.time < (beat + 1) * run.period)
    return inside & (run.signals["aortic_flow"] < SYSTOLE)


def mean_diastolic_pressure(run: Run) -> float:
    """Mean aortic pressure in diastole [mmHg]."""
    return float(run.signals["aortic_pressure"][diastolic(run)].mean())


def diastolic_coronary_flow(run: Run, beat: int = 0) -> float:
    """Mean flow into the coronary arteries in the diastole of a beat [mL/min]."""
    return 60.0 * float(run.signals["coronary_flow"][diastolic(run, beat)].mean())


def diastolic_coronary_volume(run: Run, beat: int = 0) -> float:
    """Volume into the coronary arteries in the diastole of a beat [mL]."""
    return diastolic_coronary_flow(run, beat) / 60.0 * float(diastolic(run, beat).mean()) * float(run.time[-1])


def peak_coronary_flow(run: Run, beat: int = 0) -> float:
    """Highest flow into the coronary arteries in the diastole of a beat [mL/min]."""
    return 60.0 * float(run.signals["coronary_flow"][diastolic(run, beat)].max())


def upper_body_flow(run: Run) -> float:
    """Flow into the arteries of head and arms [mL/min]."""
    return ML_PER_L * run.measures["head_and_arm_flow"]


def ejecting(run: Run) -> np.ndarray:
    """Return the mask of ejection in the first beat of the cycle."""
    return (run.time < run.period) & (run.signals["aortic_flow"] > SYSTOLE)


def systolic_gradient(run: Run) -> np.ndarray:
    """Return left ventricular less aortic pressure while blood leaves the ventricle [mmHg]."""
    return (run.signals["lv_pressure"] - run.signals["aortic_pressure"])[ejecting(run)]


def diastolic_gradient(run: Run) -> np.ndarray:
    """Return aortic less left ventricular pressure while the aortic valve leaks [mmHg]."""
    leaking = (run.time < run.period) & (run.signals["aortic_flow"] < 0.0)
    return (run.signals["aortic_pressure"] - run.signals["lv_pressure"])[leaking]


def mitral_gradient(run: Run) -> np.ndarray:
    """Return left atrial less left ventricular pressure while the ventricle fills [mmHg]."""
    filling = (run.time < run.period) & (run.signals["mitral_flow"] > 0.0)
    return (run.signals["left_atrial_pressure"] - run.signals["lv_pressure"])[filling]


def peak_to_peak_gradient(run: Run) -> float:
    """Peak of the left ventricle less that of the aorta [mmHg]."""
    return run.measures["lv_peak_pressure"] - run.measures["systolic_aortic_pressure"]


def double_product(run: Run) -> float:
    """Heart rate times systolic pressure [mmHg/min]."""
    return run.measures["heart_rate"] * run.measures["systolic_aortic_pressure"]


def ejection_time_fraction(run: Run) -> float:
    """Ejection time over the length of a beat."""
    return float(ejecting(run).sum() / (run.time < run.period).sum())


def leak_while_leaking(run: Run) -> float:
    """Mean backward flow through the aortic valve while it leaks [mL/s]."""
    flow = run.signals["aortic_flow"][run.time < run.period]
    return -float(flow[flow < 0.0].mean())


def regurgitant_index(run: Run) -> float:
    """Stroke volume of the left over that of the right ventricle, as gated blood pool imaging counts it."""
    return run.measures["total_stroke_volume"] / run.measures["forward_stroke_volume"]


def early_mitral_velocity(run: Run) -> float:
    """Highest velocity of early filling through the open mitral valve [cm/s]."""
    early = run.time < run.period - run.patient.atria.lead  # of the left atrium
    return float(run.signals["mitral_flow"][early].max()) / run.patient.valves.mitral.open_area


def forward_stroke_index(run: Run) -> float:
    """Forward stroke volume over body surface area [mL/m²]."""
    return run.measures["forward_stroke_volume"] / run.patient.body.body_surface_area


def mitral_regurgitant_index(run: Run) -> float:
    """Mitral regurgitant volume over body surface area [mL/m²]."""
    return run.measures["mitral_regurgitant_volume"] / run.patient.body.body_surface_area


def pulmonary_to_systemic_flow(run: Run) -> float:
    """Flow through the lung over flow to the body."""
    systemic = run.measures["cardiac_output"]
    return (systemic + run.measures["left_to_right_shunt"]) / systemic


def single_beat_elastance(run: Run) -> float:
    """Peak pressure of an isovolumic beat at end-diastolic volume less end-systolic pressure, over stroke [mmHg/mL]."""
    volume = run.measures["lv_end_diastolic_volume"]
    isovolumic = pressure_volume_curves(run.steady.trace.parameters, volume).contracted[-1]
    return float(isovolumic - lv_end_systolic_pressure(run)) / run.measures["total_stroke_volume"]


OWN: dict[str, Callable[[Run], float]] = {
    function.__name__: function
    for function in (
        lv_end_systolic_pressure, arterial_elastance, mean_diastolic_pressure, diastolic_coronary_flow,
        diastolic_coronary_volume, peak_coronary_flow, upper_body_flow, early_mitral_velocity, forward_stroke_index,
        mitral_regurgitant_index, peak_to_peak_gradient, double_product, ejection_time_fraction, leak_while_leaking,
        regurgitant_index, pulmonary_to_systemic_flow, single_beat_elastance,
    )
} | {
    "mean_systolic_gradient": lambda run: float(systolic_gradient(run).mean()),
    "mean_diastolic_gradient": lambda run: float(diastolic_gradient(run).mean()),
    "mean_mitral_gradient": lambda run: float(mitral_gradient(run).mean()),
    "mean_ejection_rate": lambda run: float(run.signals["aortic_flow"][ejecting(run)].mean()),
    "rv_ejection_fraction": lambda run: 1.0 - float(run.signals["rv_volume"].min() / run.signals["rv_volume"].max()),
    "peak_diastolic_gradient": lambda run: float(diastolic_gradient(run).max()),
    # what the locked rows call measures that came later
    "v_wave": lambda run: run.measures["left_atrial_v_wave"],
    "systolic_pulmonary_artery_pressure": lambda run: run.measures["pulmonary_artery_systolic_pressure"],
    "rv_end_diastolic_volume": lambda run: float(run.signals["rv_volume"].max()),
    # at 1:2 the balloon inflates in the first diastole of the cycle, and not in the second
    "uninflated_peak_coronary_flow": lambda run: peak_coronary_flow(run, 1),
    "uninflated_diastolic_coronary_volume": lambda run: diastolic_coronary_volume(run, 1),
    # at 1:3 the balloon inflates as the first systole of the cycle ends; the second is the assisted one
    "systolic_stroke_into_inflation": lambda run: stroke_of_beat(run, 0),
    "assisted_stroke": lambda run: stroke_of_beat(run, 1),
    "undisturbed_stroke": lambda run: stroke_of_beat(run, 2),
    "undisturbed_stroke_work": lambda run: run.unassisted["lv_stroke_work"],
}  # fmt: skip
