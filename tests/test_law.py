"""The functions under the laws: own exponential and cubic root, the branch, and rereading."""

import subprocess
import sys
from typing import NamedTuple

import numpy as np
import pytest
import sympy

from diastole.array_words import ARRAY_WORDS
from diastole.law import cbrt, exp, expm1, law, only_if, reread, select

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


@pytest.mark.parametrize(("limit", "error"), [(5.0, 4e-12), (20.0, 6e-8)])
def test_the_exponential_in_its_range(limit, error):
    x = np.linspace(-limit, limit, 2001)
    assert np.array([exp(z) for z in x]) == pytest.approx(np.exp(x), rel=error)


def test_the_exponential_far_outside_its_range_is_next_to_nothing_and_never_below():
    x = np.linspace(-400.0, -100.0, 901)
    y = np.array([exp(z) for z in x])
    assert (y >= 0.0).all()
    assert y.max() < 1e-40


@pytest.mark.parametrize(("limit", "error"), [(1e-8, 2e-15), (5.0, 4e-15), (40.0, 3e-14)])
def test_the_exponential_less_one_in_its_range(limit, error):
    x = np.linspace(-limit, limit, 2002)
    assert np.array([expm1(z) for z in x]) == pytest.approx(np.expm1(x), rel=error)


def test_the_exponential_less_one_is_held_outside_its_range():
    assert expm1(-1e5) == expm1(-np.inf) == -1.0
    assert expm1(1e5) == expm1(40.0) == pytest.approx(np.exp(40.0))
    assert np.isnan(expm1(np.nan))
    assert expm1(0.0) == 0.0


def asked_for_once(x, asked):
    """y = 1/x where x is not 0, else 0; `asked` counts."""
    return only_if(x != 0.0, lambda: inverse(x, asked), 0.0)


def inverse(x, asked):
    asked.append(x)
    return select(x > 1.0, max(1.0 / x, 0.1), 1.0 / x)


def test_a_branch_that_is_not_taken_is_not_computed():
    asked = []
    assert [asked_for_once(x, asked) for x in (0.0, 2.0, 0.0)] == [0.0, 0.5, 0.0]
    assert asked == [2.0]


def test_arrays_read_a_law_as_numbers_do_also_inside_a_branch():
    """And a lane that cannot be divided warns nobody."""
    x = np.array([-2.0, 0.0, 0.5, 2.0, 100.0, np.nan])
    found = reread(asked_for_once, ARRAY_WORDS)(x, [])
    np.testing.assert_array_equal(found, [asked_for_once(z, []) for z in x])


@pytest.mark.parametrize("word", ["min", "max"])
def test_the_lesser_and_the_larger_of_arrays_are_those_of_python_also_of_what_is_no_number(word):
    a, b = (each.ravel() for each in np.meshgrid([-1.0, -0.0, 0.0, 2.0, np.nan], [-1.0, -0.0, 0.0, 2.0, np.nan]))
    plain = {"min": min, "max": max}[word]
    expected = [plain(*pair) for pair in zip(a, b, strict=True)]
    found = ARRAY_WORDS[word](a, b)
    np.testing.assert_array_equal(found, expected)
    assert (np.signbit(found) == np.signbit(expected)).all()


def test_rereading_swaps_names_in_the_laws_that_a_law_calls():
    assert fourfold_or_nothing(3.0) == 12.0
    assert reread(fourfold_or_nothing, {"FACTOR": 10.0})(3.0) == 300.0
    assert fourfold_or_nothing(3.0) == 12.0


class Named(NamedTuple):
    halved_rate: float


def halved_rate(given: Named) -> float:
    """Read a field that is called like the law."""
    return select(given.halved_rate > 0.0, 0.5 * given.halved_rate, 0.0)


def test_a_law_that_reads_a_field_of_its_own_name_is_reread_once():
    found = reread(halved_rate, ARRAY_WORDS)(Named(np.array([4.0, -1.0])))
    assert found.tolist() == [2.0, 0.0]


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
