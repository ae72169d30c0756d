"""The JSON of ``diastole cohort``."""

from diastole.faces.json.shape import Document


class CohortJson(Document):
    """A cohort that was written."""

    NAME = "diastole/cohort/1"

    path: str
    """The folder, in Zarr version 3."""
    title: str
    """From the specification."""
    arms: list[str]
    """Treatments in which every patient was run."""
    seed: int
    """With which the patients were drawn."""
    members: int
    """Patients that were drawn."""
    accepted: int
    """Patients that show what the specification asks for."""
    rejected: dict[str, int]
    """How many of the others are rejected, by the reason."""
