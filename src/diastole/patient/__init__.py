"""Who is simulated: body, heart, vessels, lesions and balloon pump as data."""

from diastole.patient.balloon_pump import BalloonPump
from diastole.patient.patient import Patient
from diastole.patient.presets import PRESETS

__all__ = ["PRESETS", "BalloonPump", "Patient"]
