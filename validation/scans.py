"""What publications report of many runs of one patient: where something is best, and what goes with what."""

from collections.abc import Callable
from itertools import product

import numpy as np

from diastole import Patient
from validation.patients import run, treated

RATES = range(60, 201, 10)  # 1/min
AREA = "lesions.aortic_regurgitation.orifice_area"
AREAS = (0.7, 0.85, 1.0, 1.15)  # share of the patient's own orifice, by which drugs moved it; assumed
FASTER = (0, 10, 20, 30)  # 1/min above the patient's own rate; assumed
DRIVES = (20, 40, 80)  # mmHg of the helium above mean aortic pressure


def rate_of_greatest_output(patient: Patient) -> float:
    """Return the paced rate with the greatest cardiac output [1/min]."""
    outputs = [run(treated(patient, (("pacing.rate", f"{rate} /min"),))).measures["cardiac_output"] for rate in RATES]
    return float(RATES[int(np.argmax(outputs))])


def _leaks(patient: Patient) -> np.ndarray:
    """Return leak per minute [L/min], orifice [cm²] and diastolic time [ms] over orifices and rates (runs, 3)."""
    own = patient.lesions.aortic_regurgitation.orifice_area
    found = []
    for share, more in product(AREAS, FASTER):
        pace = ("pacing.rate", f"{patient.heart_rate + more:g} /min")
        measures = run(treated(patient, ((AREA, f"{share * own:.6g} cm²"), pace))).measures
        found.append((measures["aortic_regurgitant_flow"], share * own, measures["diastolic_time"]))
    return np.array(found)


def leak_with_orifice(patient: Patient) -> float:
    """Return the correlation of the leak per minute with the orifice, over orifices and rates."""
    return float(np.corrcoef(_leaks(patient).T)[0, 1])


def leak_with_diastolic_time(patient: Patient) -> float:
    """Return the correlation of the leak per minute with diastolic time, over orifices and rates."""
    return float(np.corrcoef(_leaks(patient).T)[0, 2])


def gain_beyond_plateau(patient: Patient) -> float:
    """Return the gain of peak diastolic pressure by helium from 40 to 80 over that from 20 to 40 mmHg above the mean."""
    mean = run(patient).measures["mean_aortic_pressure"]
    peaks = []
    for above in DRIVES:
        drive = (("balloon_pump.drive", "pneumatic"), ("balloon_pump.drive_pressure", f"{mean + above:g} mmHg"))
        peaks.append(run(treated(patient, drive)).measures["augmented_diastolic_pressure"])
    return (peaks[2] - peaks[1]) / (peaks[1] - peaks[0])


SCANS: dict[str, Callable[[Patient], float]] = {
    "rate_of_greatest_output": rate_of_greatest_output,
    "leak_with_orifice": leak_with_orifice,
    "leak_with_diastolic_time": leak_with_diastolic_time,
    "gain_beyond_plateau": gain_beyond_plateau,
}
