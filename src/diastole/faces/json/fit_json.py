"""The JSON of ``diastole fit``."""

from typing import Self

from diastole.faces.json.shape import Document, Json, Number, Shape
from diastole.faces.json.uncertainty_json import FitUncertaintyJson
from diastole.model.patient.patient_file_tree import dump, split
from diastole.studies.fit.fitting import Fit
from diastole.studies.prediction import FitUncertainty


class ResidualJson(Shape):
    """A number of the sheet, and what the fitted patient shows."""

    measured: Number
    """As the sheet has it."""
    fitted: Number
    """As the patient shows it."""
    residual: Number
    """Fitted less measured."""
    unit: str
    """Of the three numbers."""
    large: bool
    """Whether the fitted patient does not show this number."""


class ParameterJson(Shape):
    """A value of the patient that was free."""

    start: Number
    """On the preset."""
    fitted: Number
    """After the fit."""
    unit: str
    """Of both."""
    determined: bool
    """Whether the numbers of the sheet determine it."""


class FitJson(Document):
    """A patient fitted to a bedside sheet."""

    NAME = "diastole/fit/1"

    preset: str
    """From which the fit started."""
    patient: Json
    """The patient, as a patient file has it."""
    residuals: dict[str, ResidualJson]
    """How well each number is met, by measure."""
    parameters: dict[str, ParameterJson]
    """Parameters that were fitted, by name."""
    undetermined: list[str]
    """Names of the parameters that the numbers leave where the preset has them."""
    left_open: list[str]
    """A sentence for each of them: what the sheet does not tell, and which values would fit as well."""
    cautions: list[str]
    """Numbers that the patient does not show, ways in which its run is an extrapolation, and implausible values."""
    notes: list[str]
    """Values that were not on the sheet, or were assumed."""
    not_used: list[str]
    """Entries of the sheet that the model does not use."""
    uncertainty: FitUncertaintyJson | None = None
    """What the sheet leaves possible; only where it was asked for."""

    @classmethod
    def of(cls, fit: Fit, uncertainty: FitUncertainty | None = None) -> Self:
        """Return what is printed of a fit, and of what its sheet leaves possible."""
        told = {} if uncertainty is None else {"uncertainty": FitUncertaintyJson.of_uncertainty(uncertainty)}
        values, _ = split(dump(fit.patient, {}))
        misfit = [fit.patient.misfit] if fit.patient.misfit else []
        return super().of(
            fit,
            patient=values,
            residuals={row.measure: row for row in fit.rows},
            parameters={each.name: each for each in fit.parameters},
            cautions=[*misfit, *fit.cautions, *fit.implausible],
            not_used=fit.sheet.not_used,
            **told,
        )
