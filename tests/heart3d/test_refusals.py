"""A wall that finds no equilibrium says when, where and what to try."""

import re

import numpy as np
import pytest

from tests.heart3d import walls

from diastole.errors import InputError, SimulationError  # isort: skip
from diastole.model.heart3d.conduction.excitation import OneFibreTransient  # isort: skip
from diastole.model.heart3d.run.build_ventricle import EDGES, STEPS, check_sizes  # isort: skip
from diastole.model.heart3d.wall.wall_crossbridges import WallCrossbridges  # isort: skip
from diastole.model.heart3d.wall.cavity_problem import NewtonError  # isort: skip
from diastole.model.heart3d.run.finite_element_heart import check_tolerance  # isort: skip
from diastole.model.heart3d.run.finite_element_ventricles import FiniteElementVentricles  # isort: skip
from diastole.model.patient import Patient  # isort: skip
from diastole.model.run import simulate  # isort: skip
from diastole.model.simulation.coupled_heart import driven_muscle  # isort: skip

WHERE = r"element \d+ at \(-?\d+\.\d\d, -?\d+\.\d\d, -?\d+\.\d\d\) cm keeps \d+\.\d% of its volume"


@pytest.fixture
def stuck(monkeypatch):
    """Return a ventricle whose wall finds no equilibrium."""
    wall = walls.wall()
    stretch = wall.stretch()
    ones = np.ones_like(stretch)
    muscle = WallCrossbridges(stretch, excitation=OneFibreTransient(0.0 * ones), scale=ones, strength=ones.copy())
    ventricle = FiniteElementVentricles(wall, muscle, viscosities=[0.1])

    def never(volume, *, fresh=True):
        raise NewtonError("no equilibrium after 40 iterations; the residual force is 3")

    monkeypatch.setattr(wall.problem, "solve_volumes", never)
    return ventricle


def test_a_step_without_equilibrium(stuck):
    stuck.begin([driven_muscle(simulate(Patient.preset("shock")).steady.trace.parameters)])
    before = stuck.wall.displacement.x.array.copy()
    stuck.expected(0.012, 4e-3)
    with pytest.raises(SimulationError) as said:
        stuck.solve(np.array([100.0]))
    expected = r"the wall finds no equilibrium 12 ms into the beat on the way from 1\d\d\.\d mL to 100\.0 mL \(no .*; "
    assert re.fullmatch(expected + WHERE + ", less than any other.*try a finer mesh or a shorter step", str(said.value))
    assert np.array_equal(stuck.wall.displacement.x.array, before)


def test_a_move_without_equilibrium(stuck):
    with pytest.raises(SimulationError, match=r"cannot be moved from 1\d\d\.\d mL to 90\.0 mL between beats.*" + WHERE):
        stuck.move(np.array([90.0]))


@pytest.mark.parametrize("tolerance", [0.0, 1e-9, 0.5, np.nan])
def test_a_tolerance_that_no_beat_reaches_is_refused(tolerance):
    with pytest.raises(InputError, match=r"tolerance of .* is not possible: allowed is 1e-06 to 0\.1; 0\.005 is usual"):
        check_tolerance(tolerance)


@pytest.mark.parametrize(
    ("edge", "step", "named"),
    [(EDGES[0] / 2, 4e-3, "0.25 cm"), (2 * EDGES[1], 4e-3, "5 cm"), (1.5, 2 * STEPS[1], "20 ms"), (np.nan, 1.0, "nan")],
)
def test_sizes_with_which_nothing_comes_out(edge, step, named):
    with pytest.raises(InputError, match=rf"{named} .*is not possible: allowed is .* to .*usual"):
        check_sizes(edge, step)
