"""What happens between the beats of many patients at once: the laws of one patient, read over arrays.

A number by patient is an array (blocks, lanes); parameters, slow states and what is watched have their own axis before
that of the lanes. The tuples of numbers of single patients become those of many by `stacked`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from diastole.array_words import ARRAY_WORDS
from diastole.arrays import Array
from diastole.law import reread
from diastole.model.circulation import influence
from diastole.model.circulation.influence import Influence, InfluencedPatient
from diastole.model.devices.balloon_pump import console
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.balloon_pump.console import Console
from diastole.model.simulation import slow_states
from diastole.model.simulation.slow_states import Means, SlowPhysiology
from diastole.number_records import numbers_of, refilled

_heart_rate = reread(influence.heart_rate, ARRAY_WORDS)
_write_influence = reread(influence.write_influence, ARRAY_WORDS)
_influence_of = reread(slow_states.influence_of, ARRAY_WORDS)
_advanced = reread(slow_states.advanced, ARRAY_WORDS)
_settled = reread(slow_states.settled, ARRAY_WORDS)
_ordered = reread(console.ordered, ARRAY_WORDS)
_after_beat = reread(console.after_beat, ARRAY_WORDS)


def stacked[T: tuple[Any, ...]](patients: Sequence[T], shape: tuple[int, int]) -> T:
    """Return a tuple of numbers, or of such tuples, of many patients: each number as an array of this shape.

    `patients`: block by block.
    """
    columns = np.array([list(numbers_of(one)) for one in patients], dtype=np.float64).T
    return refilled(patients[0], (column.reshape(shape) for column in columns))


def _by_name(values: Array) -> Array:
    """Return a view of (blocks, names, lanes) that begins with the names."""
    return np.moveaxis(values, 1, 0)


def influences(slow: Array, patients: SlowPhysiology) -> Influence:
    """Return what slow states (blocks, m, lanes) do to the circulation of each patient."""
    found: Influence = _influence_of(_by_name(slow), patients.chronotropic_response)
    return found


def heart_rates(patients: InfluencedPatient, each: Influence) -> Array:
    """Return the heart rate of each patient [1/min]."""
    rates: Array = _heart_rate(patients, each)
    return rates


def write_influences(own: Array, patients: InfluencedPatient, each: Influence, p: Array) -> None:
    """Write influences on the patients' own parameters (blocks, n, lanes) into p of the same shape."""
    _write_influence(_by_name(own), patients, each, _by_name(p))


def advanced(slow: Array, means: Means, seconds: Array, patients: SlowPhysiology) -> Array:
    """Return slow states (blocks, m, lanes) after beats of so many seconds with these means."""
    with np.errstate(all="ignore"):
        return np.stack(_advanced(_by_name(slow), means, seconds, patients), axis=1)


def settled(slow: Array, means: Means, seconds: Array, patients: SlowPhysiology) -> Array:
    """Return slow states (blocks, m, lanes) a good part of the way to where such beats would go."""
    with np.errstate(all="ignore"):
        return np.stack(_settled(_by_name(slow), means, seconds, patients), axis=1)


def orders(consoles: Console, rate: Array, expected: Array, actual: Array) -> Inflation:
    """Return the inflation of each patient's next beat, which is none where its volume is 0."""
    found: Inflation = _ordered(consoles, rate, expected, actual)
    return found


def after_beat(consoles: Console, present: Inflation, seconds: Array) -> Console:
    """Return each patient's console after a beat of so many seconds with this inflation."""
    after: Console = _after_beat(consoles, present, seconds)
    return after
