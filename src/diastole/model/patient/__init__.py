"""Who is simulated: body, heart, vessels, lesions and balloon pump as data."""

from diastole.model.devices.balloon_pump import BalloonPump
from diastole.model.patient.patient import Patient
from diastole.model.patient.presets import PRESETS

__all__ = ["PRESETS", "BalloonPump", "Patient"]
