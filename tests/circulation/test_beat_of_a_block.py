"""A beat of a block: lanes whose beats are cut into fewer steps wait for the others without moving."""

import numpy as np
import pytest

from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.kernel import closed_circulation
from diastole.model.circulation.kernel_parameters import parameter_vector
from diastole.model.patient import Patient
from diastole.tracing.native import CACHE_LINE, lane_memory
from tests.block_beat import states_after_a_beat

FEW, MORE = 200, 280  # steps


def beat(*steps: int) -> np.ndarray:
    """Return the states (states, lanes) after a beat of the same patient in lanes, each with steps of its own."""
    patient, circulation = Patient.preset("acute_severe_ar"), closed_circulation(len(steps))
    return states_after_a_beat(circulation.beat, first_state(patient), parameter_vector(patient), 0.6, steps)


def test_a_lane_with_fewer_steps_stands_still_when_they_are_done():
    alike = beat(FEW, FEW)
    waiting = beat(FEW, MORE)
    assert (waiting[:, 0] == alike[:, 0]).all()  # to the last bit
    assert (waiting[:, 1] == beat(MORE, MORE)[:, 1]).all()
    assert (waiting[:, 1] != alike[:, 1]).any()


@pytest.mark.parametrize("number", [np.float64, np.float32])
@pytest.mark.parametrize("shape", [(1, 8), (3, 8), (5, 7, 2), (0, 4)])
def test_memory_of_lanes_begins_with_a_cache_line(shape, number):
    memory = lane_memory(shape, number)
    assert memory.shape == shape
    assert memory.dtype == number
    assert memory.ctypes.data % CACHE_LINE == 0 or not memory.size
    assert memory.flags.c_contiguous
    assert memory.flags.writeable
