"""Broyden's correction of old factors, on systems that are solved by hand."""

import numpy as np
import pytest

pytest.importorskip("dolfinx_solver")

from diastole.model.heart3d.wall.kept_factors import Secants

from petsc4py import PETSc  # isort: skip

SIZE = 6
STIFFNESS = np.diag(np.arange(1.0, SIZE + 1.0)) + 0.2  # of the present state
KEPT = np.linalg.inv(STIFFNESS * np.linspace(0.7, 1.2, SIZE))  # inverse of an old one
FORCE = np.sin(np.arange(1.0, SIZE + 1.0))


def residuals(secants, count):
    """Return the norms of the residual over iterations towards K x = f, corrected or not."""
    place, norms = np.zeros(SIZE), []
    for _ in range(count):
        missing = FORCE - STIFFNESS @ place
        norms.append(float(np.linalg.norm(missing)))
        step = PETSc.Vec().createWithArray(KEPT @ missing)
        if secants:
            secants.improve(step, np.zeros(1))
        place = place + step.array
    return norms


def broyden(count):
    """Return the same norms by Broyden's first method as the books have it, with its matrix."""
    place, inverse, norms = np.zeros(SIZE), KEPT.copy(), []
    for _ in range(count):
        missing = FORCE - STIFFNESS @ place
        norms.append(float(np.linalg.norm(missing)))
        step = inverse @ missing
        change = STIFFNESS @ step
        inverse += np.outer(step - inverse @ change, step @ inverse) / (step @ inverse @ change)
        place = place + step
    return norms


def test_corrected_steps_are_those_of_broydens_matrix():
    np.testing.assert_allclose(residuals(Secants(), 6), broyden(6), rtol=1e-9)


def test_corrected_steps_arrive_where_plain_ones_are_on_the_way():
    assert residuals(Secants(), 8)[-1] < 1e-3 * residuals(None, 8)[-1]


def test_what_was_learnt_helps_the_next_solution():
    """The pairs stay when another solution begins, and only its first step follows none."""
    secants = Secants()
    first = residuals(secants, 8)
    secants.interrupt()
    assert residuals(secants, 4)[-1] < 0.5 * first[3]


def test_pressures_are_corrected_as_the_displacement_is():
    """A rise that is a multiple of the first component stays that multiple."""
    secants, place = Secants(), np.zeros(SIZE)
    for _ in range(5):
        step = PETSc.Vec().createWithArray(KEPT @ (FORCE - STIFFNESS @ place))
        rise = secants.improve(step, np.array([3.0 * step.array[0]]))
        assert rise[0] == pytest.approx(3.0 * step.array[0], rel=1e-12)
        place = place + step.array
