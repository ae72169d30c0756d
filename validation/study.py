"""A publication: who stands for its patients, and what was done to them."""

from dataclasses import dataclass

from diastole import Patient
from validation.patients import Treatment, fitted, preset, treated

BALLOON: Treatment = (("balloon_pump.volume", "40 mL"),)


@dataclass(frozen=True)
class Study:
    """What is common to the rows of a publication."""

    source: str
    checked: str
    patient: str
    why: str  # this patient stands for the group
    reflex: bool
    sheet: str = ""
    preset: str = ""
    values: Treatment = ()  # in which the patient differs from the preset or the fit
    intervention: str = "balloon, 40 mL, 1:1"
    do: Treatment = BALLOON

    @property
    def model(self) -> Patient:
        """The patient that stands for the group."""
        return treated(fitted(self.sheet).patient if self.sheet else preset(self.preset), self.values)
