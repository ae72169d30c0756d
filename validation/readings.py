"""What publications report beside the vocabulary of measures: read off a run without and a run with the balloon."""

import numpy as np

from diastole import Run

DYN = 79.993  # dyn s/cm⁵ in a Wood unit, mmHg min/L
MS_PER_MIN = 60000.0


def value(name: str, found: Run) -> float:
    """Return a measure of the vocabulary, or one of those below, of a run."""
    own = OWN.get(name)
    return own(found) if own else found.measures[name]


def lv_end_systolic_pressure(found: Run) -> float:
    """Left ventricular pressure where pressure over volume is highest [mmHg]."""
    pressure = found.signals["lv_pressure"]
    return float(pressure[np.argmax(pressure / found.signals["lv_volume"])])


def cardiac_index(found: Run) -> float:
    """Cardiac output over body surface area [L/min/m²]."""
    return found.measures["cardiac_output"] / found.patient.body.body_surface_area


def systemic_vascular_resistance(found: Run) -> float:
    """Mean aortic less right atrial pressure, over cardiac output [dyn s/cm⁵]."""
    measures = found.measures
    gradient = measures["mean_aortic_pressure"] - measures["right_atrial_pressure"]
    return DYN * gradient / measures["cardiac_output"]


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


OWN = {
    "lv_end_systolic_pressure": lv_end_systolic_pressure,
    "cardiac_index": cardiac_index,
    "systemic_vascular_resistance": systemic_vascular_resistance,
    "arterial_elastance": arterial_elastance,
    # at 1:3 the balloon inflates as the first systole of the cycle ends; the second is the assisted one
    "systolic_stroke_into_inflation": lambda found: stroke_of_beat(found, 0),
    "assisted_stroke": lambda found: stroke_of_beat(found, 1),
    "undisturbed_stroke": lambda found: stroke_of_beat(found, 2),
    "undisturbed_stroke_work": lambda found: other_beat("lv_stroke_work", found),
}
