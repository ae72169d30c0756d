"""Who is simulated: body, heart, vessels, lesions and treatment as data, one block of the patient file in each module.

``Patient.load`` reads a file or a preset (in ``presets``), and ``with_values`` changes one.
"""

from diastole.model.devices.balloon_pump import BalloonPump
from diastole.model.patient.patient import Patient
from diastole.model.patient.presets import PRESETS

__all__ = ["PRESETS", "BalloonPump", "Patient"]
