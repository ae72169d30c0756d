"""The functions under the laws: own exponential and cubic root, the branch, and rereading."""

import subprocess
import sys

import numpy as np
import pytest
import sympy

from diastole.law import cbrt, exp, law, reread, select

FACTOR = 2.0


@law
def doubled(x: float) -> float:
    """y = 2 x  [1]."""
    return FACTOR * x


@law
def fourfold_or_nothing(x: float) -> float:
    """y = 4 x above 0  [1]."""
    return select(x > 0.0, doubled(doubled(x)), 0.0)


def test_the_cubic_root_in_its_range():
    x = np.linspace(0.2, 3.0, 2001)
    assert np.array([cbrt(z) for z in x]) == pytest.approx(np.cbrt(x), rel=1e-10)


@pytest.mark.parametrize(("limit", "error"), [(5.0, 4e-10), (20.0, 4e-7)])
def test_the_exponential_in_its_range(limit, error):
    x = np.linspace(-limit, limit, 2001)
    assert np.array([exp(z) for z in x]) == pytest.approx(np.exp(x), rel=error)


def test_the_exponential_far_outside_its_range_is_next_to_nothing_and_never_below():
    x = np.linspace(-1000.0, -100.0, 901)
    y = np.array([exp(z) for z in x])
    assert (y >= 0.0).all()
    assert y.max() < 1e-40


def test_rereading_swaps_names_in_the_laws_that_a_law_calls():
    assert fourfold_or_nothing(3.0) == 12.0
    assert reread(fourfold_or_nothing, {"FACTOR": 10.0})(3.0) == 300.0
    assert fourfold_or_nothing(3.0) == 12.0


def test_rereading_gives_a_formula():
    x = sympy.Symbol("x", positive=True)
    assert reread(doubled, {"FACTOR": sympy.Integer(2)})(x) == 2 * x


def test_a_branch_takes_one_side():
    assert select(True, 1.0, 2.0) == 1.0
    assert select(False, 1.0, 2.0) == 2.0


def test_an_answer_does_not_load_the_compiler():
    code = """
import sys
from diastole.answers.answerer import load_answerer
assert load_answerer().answer("Why no balloon pump in AR?").answered
assert "llvmlite" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
