"""A patient as a record of numbers: what laws make parameters, first state and slow physiology of."""

from collections.abc import Iterator
from typing import NamedTuple

from diastole.model.input_blocks.block_numbers import BlockReader, Numbers
from diastole.model.input_blocks.fields import choices_of, quantity_of
from diastole.model.patient.patient import Patient

# What only the screening and the 3D heart read.
LEFT_OUT = frozenset({
    "body.sex", "wall", "lesions.aortic_regurgitation.onset", "lesions.aortic_stenosis.onset",
    "lesions.ventricular_septal_defect.onset",
})  # fmt: skip
_READ = BlockReader(Patient, LEFT_OUT)
EMPTY: Numbers = _READ.absent  # a record of the same make, of nobody


class PatientNumber(NamedTuple):
    """A number of the record."""

    place: int  # among all
    unit: str
    choices: tuple[str, ...]  # of which it is the place of one, from 0; empty for a quantity


def patient_numbers(patient: Patient) -> Numbers:
    """Return the record of a patient, with the fields of the patient and of each block."""
    return _READ(patient)


def named_parts(record: Numbers) -> Iterator[tuple[str, Numbers]]:
    """Return the names and the parts of a record."""
    return zip(record._fields, record, strict=True)


def _described() -> Iterator[tuple[str, PatientNumber]]:
    for place, (key, field) in enumerate(_READ.numbers()):
        quantity = quantity_of(field)
        yield key, PatientNumber(place, quantity.unit if quantity else "1", choices_of(field))


NUMBERS: dict[str, PatientNumber] = dict(_described())  # by dotted key of a patient
