"""Results of many runs of one patient that publications report: optima and correlations."""

from collections.abc import Callable

import numpy as np

from diastole import Patient
from validation.patients import LEAK, run, treated

RATES = range(60, 201, 10)  # 1/min
SHARES = (0.7, 0.85, 1.0, 1.15)  # of the patient's own orifice; assumed
DOSES = (0, 5, 10, 15, 20)  # µg/kg/min of dobutamine; assumed
DRIVES = (20, 40, 80)  # mmHg of the helium above mean aortic pressure


def rate_of_greatest_output(patient: Patient) -> float:
    """Return the paced rate with the greatest cardiac output [1/min]."""
    outputs = [run(treated(patient, (("pacing.rate", f"{rate} /min"),))).measures["cardiac_output"] for rate in RATES]
    return float(RATES[int(np.argmax(outputs))])


def leak_with_orifice(patient: Patient) -> float:
    """Return the correlation of the leak per minute with the orifice."""
    own = patient.lesions.aortic_regurgitation.orifice_area
    leaking = [treated(patient, ((LEAK, f"{share * own:.6g} cm²"),)) for share in SHARES]
    leaks = [run(who).measures["aortic_regurgitant_flow"] for who in leaking]
    return float(np.corrcoef(leaks, SHARES)[0, 1])


def leak_with_diastolic_time(patient: Patient) -> float:
    """Return the correlation of the leak per minute with diastolic time, over doses of dobutamine, reflex on."""
    doses = [treated(patient, (("drugs.dobutamine", f"{dose:g} µg/kg/min"),)) for dose in DOSES]
    runs = [run(who, reflex=True).measures for who in doses]
    leaks = [measures["aortic_regurgitant_flow"] for measures in runs]
    return float(np.corrcoef(leaks, [measures["diastolic_time"] for measures in runs])[0, 1])


def gain_beyond_plateau(patient: Patient) -> float:
    """Return the gain of peak pressure by helium from 40 to 80 over that from 20 to 40 mmHg above the mean."""
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
