"""How much of the right atrial pressure the pericardium carries, against what balloons under it measured in people."""

from diastole.model.patient import Patient
from validation.interventions import untreated
from validation.patients import run

TOPIC = "Pericardium"
ACROSS_ATRIUM = (-0.5, 2.5)  # mmHg, 1.0 with one deviation, at central venous pressures of 3 to 16. hamilton1994


def across_atrium(patient: Patient) -> float:
    """Return the mean pressure across the wall of the right atrium [mmHg]: inside less pericardium."""
    own = run(patient)
    return own.measures["right_atrial_pressure"] - float(own.cycle["p_pericardium"].mean())


WORDS = "right atrial less pericardial pressure, means"
ROWS = untreated(TOPIC, "hamilton1994", WORDS, "mmHg", across_atrium, ACROSS_ATRIUM)
