"""What publications report beside the vocabulary of measures: read off a run without and a run with the balloon."""

import numpy as np

from diastole import Run

SYSTOLE = 20.0  # mL/s through the aortic valve, above which it counts as systole


def value(name: str, found: Run) -> float:
    """Return a measure of the vocabulary, or one of those below, of a run."""
    own = OWN.get(name)
    return own(found) if own else found.measures[name]


def lv_end_systolic_pressure(found: Run) -> float:
    """Left ventricular pressure where pressure over volume is highest [mmHg]."""
    pressure = found.signals["lv_pressure"]
    return float(pressure[np.argmax(pressure / found.signals["lv_volume"])])


def arterial_elastance(found: Run) -> float:
    """End-systolic pressure over stroke volume [mmHg/mL]."""
    return lv_end_systolic_pressure(found) / found.measures["total_stroke_volume"]


def stroke_of_beat(found: Run, index: int) -> float:
    """Largest less smallest left ventricular volume from the QRS onset of a beat of the cycle to the next [mL]."""
    inside = (found.time >= index * found.period) & (found.time < (index + 1) * found.period)
    volume = found.signals["lv_volume"][inside]
    return float(volume.max() - volume.min())


def other_beat(name: str, found: Run) -> float:
    """Return a measure of the beats that the balloon leaves alone."""
    return found.unassisted[name]


def diastolic(found: Run) -> np.ndarray:
    """Return where the first beat of the cycle is in diastole: from QRS onset to QRS onset, without ejection."""
    return (found.time < found.period) & (found.signals["aortic_flow"] < SYSTOLE)


def mean_diastolic_pressure(found: Run) -> float:
    """Mean aortic pressure in diastole [mmHg]."""
    return float(found.signals["aortic_pressure"][diastolic(found)].mean())


def diastolic_coronary_flow(found: Run) -> float:
    """Mean flow into the coronary arteries in diastole [mL/min]."""
    return 60.0 * float(found.signals["coronary_flow"][diastolic(found)].mean())


def diastolic_coronary_volume(found: Run) -> float:
    """Volume into the coronary arteries in a diastole [mL]."""
    return diastolic_coronary_flow(found) / 60.0 * float(diastolic(found).mean()) * float(found.time[-1])


def peak_coronary_flow(found: Run) -> float:
    """Highest flow into the coronary arteries in diastole [mL/min]."""
    return 60.0 * float(found.signals["coronary_flow"][diastolic(found)].max())


def upper_body_flow(found: Run) -> float:
    """Flow into the arteries of head and arms [mL/min]."""
    return 60.0 * float(found.steady.trace["q_head_and_arm_arteries"][:-1].mean())


def early_mitral_velocity(found: Run) -> float:
    """Highest velocity of early filling through the open mitral valve [cm/s]."""
    early = found.time < found.period - found.patient.atria.lead
    return float(found.signals["mitral_flow"][early].max()) / found.patient.valves.mitral.open_area


def forward_stroke_index(found: Run) -> float:
    """Forward stroke volume over body surface area [mL/m²]."""
    return found.measures["forward_stroke_volume"] / found.patient.body.body_surface_area


def mitral_regurgitant_index(found: Run) -> float:
    """Mitral regurgitant volume over body surface area [mL/m²]."""
    return found.measures["mitral_regurgitant_volume"] / found.patient.body.body_surface_area


OWN = {
    "lv_end_systolic_pressure": lv_end_systolic_pressure,
    "arterial_elastance": arterial_elastance,
    "mean_diastolic_pressure": mean_diastolic_pressure,
    "diastolic_coronary_flow": diastolic_coronary_flow,
    "diastolic_coronary_volume": diastolic_coronary_volume,
    "peak_coronary_flow": peak_coronary_flow,
    "upper_body_flow": upper_body_flow,
    "early_mitral_velocity": early_mitral_velocity,
    "forward_stroke_index": forward_stroke_index,
    "mitral_regurgitant_index": mitral_regurgitant_index,
    "systolic_pulmonary_artery_pressure": lambda found: float(found.signals["pulmonary_artery_pressure"].max()),
    "rv_end_diastolic_volume": lambda found: float(found.signals["rv_volume"].max()),
    # at 1:3 the balloon inflates as the first systole of the cycle ends; the second is the assisted one
    "systolic_stroke_into_inflation": lambda found: stroke_of_beat(found, 0),
    "assisted_stroke": lambda found: stroke_of_beat(found, 1),
    "undisturbed_stroke": lambda found: stroke_of_beat(found, 2),
    "undisturbed_stroke_work": lambda found: other_beat("lv_stroke_work", found),
}
