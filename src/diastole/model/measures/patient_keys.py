"""Keys of a patient by the names that people use, such as HR; other measures are computed and have no key."""

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES, SPELLINGS, plain_words
from diastole.model.patient import Patient


def patient_key(called: str) -> str:
    """Return the key of the patient that a name means; a name of no measure is returned unchanged.

    Raises
    ------
    InputError
        If it names a measure that is computed, such as SBP.
    """
    name = SPELLINGS.get(plain_words(called), called)
    if name not in MEASURES or called in Patient.model_fields:
        return called
    if name in Patient.model_fields:
        return name
    raise InputError(
        f"unknown key '{called}': {name} is computed by a run and cannot be set; write it in the block 'measured' of a "
        "bedside sheet, to which a patient is fitted",
        code="unknown_key",
        path=called,
        allowed={"values": list(Patient.model_fields)},
    )
