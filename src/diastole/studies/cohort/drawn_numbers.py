"""Drawn values as the numbers of patients in each arm, without an object for each patient."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array
from diastole.model.devices.register import in_use
from diastole.model.input_blocks.quantity import COMPARED
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import NUMBERS, patient_numbers
from diastole.number_records import numbers_of
from diastole.studies.cohort.cohort_names import QUANTITIES
from diastole.studies.cohort.cohort_runs import changed
from diastole.studies.cohort.distributions import Continuous
from diastole.studies.cohort.specification import Specification, Spread

BODY = "body."  # whose size decides on doses and on what of a device is not given


def drawn_numbers(spec: Specification, values: Mapping[str, Any]) -> list[Array]:
    """Return the numbers of drawn patients in each arm (`NUMBERS`, count); some of them may be impossible together.

    None at all where a value is more than a number of its own: a word, the size of the body, what only the screening
    reads, or what an arm changes as well; nor where no patient is possible, or a device has orders of its own.

    `values`: by key (count,), as `drawn` returns them.
    """
    if not all(_is_a_number_of_its_own(spec, spread) for spread in spec.spreads):
        return []
    members = ({key: float(column[place]) for key, column in values.items()} for place in range(_count(values)))
    of_one = next((numbers for member in members if (numbers := _numbers_in_arms(spec, member))), [])
    return [_with_others(numbers, values) for numbers in of_one]


def are_within(values: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Return in which members every number alone is physically possible (count,); values as of `drawn_numbers`."""
    ends = [
        (COMPARED[end], column, limit) for key, column in values.items() for end, limit in QUANTITIES[key].ends.items()
    ]
    return np.all([is_within(column, limit) for is_within, column, limit in ends], axis=0)


def _is_a_number_of_its_own(spec: Specification, spread: Spread) -> bool:
    is_changed = any(f"{spread.key}.".startswith(f"{key}.") for arm in spec.arms.values() for key in arm)
    is_read = spread.key in NUMBERS and not spread.key.startswith(BODY)
    return isinstance(spread.distribution, Continuous) and is_read and not is_changed


def _numbers_in_arms(spec: Specification, member: Mapping[str, float]) -> list[list[float]]:
    """Return the numbers of one patient in each arm; nothing where the patient is impossible in one."""
    patients = [changed(changed(spec.patient, member), arm) for arm in spec.arms.values()]
    known = [list(numbers_of(patient_numbers(one))) for one in patients if not isinstance(one, str) and _is_lawful(one)]
    return known if len(known) == len(patients) else []


def _is_lawful(patient: Patient) -> bool:
    """Return whether no device has orders of its own, which are no law."""
    return all(device.controller is None for device, _ in in_use(patient))


def _with_others(numbers: list[float], values: Mapping[str, Any]) -> Array:
    """Return the numbers of one patient for all of them, each with its own values."""
    columns = np.repeat(np.array(numbers)[:, None], _count(values), axis=1)
    for key, column in values.items():
        columns[NUMBERS[key].place] = column
    return columns


def _count(values: Mapping[str, Any]) -> int:
    return len(next(iter(values.values())))
