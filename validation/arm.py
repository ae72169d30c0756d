"""The patient of the model who represents a group, the treatment, and what is tried to explain a miss."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from diastole import Patient
from validation.interventions import BALLOON
from validation.part import Part
from validation.patients import Treatment, fitted_patient, preset, treated
from validation.titration import Titration, titration


def _pairs(changes: object) -> object:
    return tuple(changes.items()) if isinstance(changes, dict) else changes


type Changes = Annotated[Treatment, BeforeValidator(_pairs)]  # a map in the file


class Arm(Part):
    """The patient that represents a group, and the treatment."""

    field: Literal[
        "balloon",
        "rotary pumps",
        "aortic regurgitation",
        "mitral regurgitation",
        "stenoses",
        "filling and failure",
    ]
    patient: str
    why: str  # this patient represents the group
    reflex: bool
    sheet: str = ""
    preset: str = ""
    values: Changes = ()  # in which the patient differs from the preset or the fit
    intervention: str = "balloon, 40 mL, 1:1"
    do: Changes = BALLOON
    titrated: Titration | None = None  # a drug without a printed dose that is given beside `do`

    @property
    def treatment(self) -> Treatment:
        """What is done to the patient."""
        return titration(self.titrated, self.model, self.do, reflex=self.reflex) if self.titrated else self.do

    @property
    def model(self) -> Patient:
        """The patient that represents the group."""
        return treated(fitted_patient(self.sheet) if self.sheet else preset(self.preset), self.values)


class Trial(Part):
    """A change of the arm that shows whether the reason of a miss is the reason."""

    what: str  # is assumed by it
    values: Changes = ()  # in which the patient differs as well
    do: Changes = ()  # what is done as well, or instead where the key is the same
    titrated: Titration | None = None
    reflex: bool | None = None
    explains: bool = True  # with it the model is nearer to what is published

    def __str__(self) -> str:
        return self.what

    def of(self, arm: Arm) -> Arm:
        """Return the arm with the change."""
        return arm.model_copy(
            update={
                "values": _merged(arm.values, self.values),
                "do": _merged(arm.do, self.do),
                "titrated": self.titrated or arm.titrated,
                "reflex": arm.reflex if self.reflex is None else self.reflex,
            }
        )


def _merged(first: Treatment, then: Treatment) -> Treatment:
    return tuple((dict(first) | dict(then)).items())
