"""What dimensions and measures of a cohort are called."""

from collections.abc import Container

from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import Patient

QUANTITIES = quantities(Patient)
ARM = "arm"
MEASURED_AS = "measured_"  # before the name of a measure that is also a key


def measured_as(measure: str, taken: Container[str]) -> str:
    """Return what a measure is called where other names are taken: with the reflex, the two heart rates differ."""
    return f"{MEASURED_AS}{measure}" if measure in taken else measure
