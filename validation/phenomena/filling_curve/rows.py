"""How far the left ventricle fills as pressure rises, against the common shape of human filling curves."""

from diastole.model.patient import Patient
from diastole.studies.fit.filling_curve import over_common
from validation.interventions import untreated
from validation.patients import run

TOPIC = "Filling of the left ventricle"
NEAR = (0.9, 1.1)  # 1, assumed


def over_common_of(patient: Patient) -> float:
    """Return the volume at 30 mmHg over that of the common shape through the patient's own end of diastole [1]."""
    return over_common(patient, run(patient).measures["lv_end_diastolic_volume"])


ROWS = untreated(TOPIC, "klotz2006", "volume at 30 mmHg over that of the common shape", "1", over_common_of, NEAR)
