"""Traced values: numbers, truths, loops and branches of compiled programs are those of Python."""

import math
import operator

import numpy as np
import pytest

from diastole import law
from diastole.tracing import machine
from diastole.tracing.native import address
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import WORDS, Count, Value

X = (-3.0, -0.5, 0.0, 0.25, 2.0, 7.5, math.nan, math.inf)
EVERY_WIDTH = pytest.mark.parametrize("lanes", [1, 2, 4, 8])


def computed(function, *inputs, lanes=1):
    """Return what a function of traced values gives for numbers of each lane, (outputs, lanes)."""
    arrays = [np.ascontiguousarray(np.broadcast_to(given, lanes), dtype=float) for given in inputs]
    program = Program(lanes)
    with program.function("f", {**{f"x{i}": Memory for i in range(len(arrays))}, "out": Memory}) as (*given, out):
        found = function(*(one[0] for one in given))
        for i, number in enumerate(found if isinstance(found, tuple) else (found,)):
            out[i] = number
    out = np.full((8, lanes), np.nan)
    machine.loaded(machine.compiled(program))["f"](*map(address, (*arrays, out)))
    return out


@EVERY_WIDTH
@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv"])
def test_arithmetic_is_that_of_python(name, lanes):
    operation = getattr(operator, name)
    x = np.arange(1.0, lanes + 1.0)
    assert computed(lambda a: operation(a, 3.0), x, lanes=lanes)[0] == pytest.approx(operation(x, 3.0), rel=1e-15)
    assert computed(lambda a: operation(3.0, a), x, lanes=lanes)[0] == pytest.approx(operation(3.0, x), rel=1e-15)
    assert (computed(lambda a: -a, x, lanes=lanes)[0] == -x).all()
    for power in (0.5, 1.0, 1.5, 3.0):
        found = computed(lambda a, n=power: a**n, x, lanes=lanes)
        assert found[0] == pytest.approx(x**power, rel=1e-15)


@pytest.mark.parametrize("a", X)
@pytest.mark.parametrize("b", X)
def test_the_smaller_and_the_larger_are_those_of_python(a, b):
    low, high = computed(lambda x, y: (WORDS["min"](x, y), WORDS["max"](x, y)), a, b)[:2, 0]
    assert np.array_equal((low, high), (min(a, b), max(a, b)), equal_nan=True)
    bounded = computed(lambda x: WORDS["max"](x, 0.0), a)[0, 0]
    assert np.array_equal(bounded, max(a, 0.0), equal_nan=True)  # a clamp hides no number that is none


@pytest.mark.parametrize("a", X)
def test_a_choice_and_a_branch_take_the_side_that_python_takes(a):
    def chosen(x):
        return (
            WORDS["select"](x > 0.0, 2.0 * x, -1.0),
            WORDS["only_if"](x > 0.0, lambda: 2.0 * x, -1.0),
            *WORDS["only_if"]((x > 0.0) & (x < 5.0), lambda: (x, x * x), (0.0, 1.0)),
            WORDS["select"](~(x >= 0.0) | (x != x), 1.0, 0.0),
        )

    inside = a if 0.0 < a < 5.0 else 0.0, a * a if 0.0 < a < 5.0 else 1.0
    expected = (2.0 * a if a > 0.0 else -1.0,) * 2 + inside + (1.0 if not a >= 0.0 else 0.0,)
    assert np.array_equal(computed(chosen, a)[:5, 0], expected, equal_nan=True)


@EVERY_WIDTH
def test_a_lane_that_takes_a_branch_leaves_the_others_alone(lanes):
    x = np.linspace(-1.0, 1.0, lanes) if lanes > 1 else np.array([-1.0])
    found = computed(lambda a: WORDS["only_if"](a > 0.5, lambda: WORDS["sqrt"](a), 7.0), x, lanes=lanes)[0]
    assert found == pytest.approx(np.where(x > 0.5, np.sqrt(np.abs(x)), 7.0))


@EVERY_WIDTH
def test_a_loop_runs_as_often_as_it_is_told(lanes):
    program = Program(lanes)
    with program.function("powers", {"x": Memory, "out": Memory, "count": Count}) as (x, out, count):
        product, total = program.variable(1.0), program.variable(0.0)
        for i in program.loop(count):
            product.value *= x[0]
            total.value += i.value
            for j in program.loop(2):
                out[2 * i + j] = product.value + (j + 1).value
        with program.when(count):
            out[2 * count] = total.value
    powers = machine.loaded(machine.compiled(program))["powers"]
    x = np.arange(1.0, lanes + 1.0)
    out = np.full((12, lanes), -1.0)
    powers(address(x), address(out), 5)
    expected = x ** np.arange(1, 6)[:, np.newaxis]
    assert (out[0:10:2] == expected + 1.0).all()
    assert (out[1:10:2] == expected + 2.0).all()
    assert (out[10] == 10.0).all()
    assert (out[11] == -1.0).all()
    untouched = np.full((12, lanes), -1.0)
    powers(address(x), address(untouched), 0)
    assert (untouched == -1.0).all()


@EVERY_WIDTH
def test_own_exponential_and_cubic_root_are_the_laws(lanes):
    x = np.linspace(0.3, 2.9, lanes)
    roots, powers = computed(lambda a: (law.reread(law.cbrt, WORDS)(a), law.reread(law.exp, WORDS)(a)), x, lanes=lanes)[
        :2
    ]
    assert roots == pytest.approx([law.cbrt(one) for one in x], rel=1e-14)
    assert powers == pytest.approx([law.exp(one) for one in x], rel=1e-13)


def test_single_precision_is_near_double():
    program = Program(4, "f32")
    with program.function("f", {"x": Memory, "out": Memory}) as (x, out):
        out[0] = law.reread(law.exp, WORDS)(x[0])
    x, out = np.linspace(-1.0, 1.0, 4, dtype=np.float32), np.empty(4, dtype=np.float32)
    machine.loaded(machine.compiled(program))["f"](x.ctypes.data, out.ctypes.data)
    assert out == pytest.approx(np.exp(x.astype(float)), rel=1e-4)
    assert out != pytest.approx(np.exp(x.astype(float)), rel=1e-12)


def branch(x):
    return 1.0 if x > 0.0 else 0.0


def conjunction(x):
    return WORDS["select"](x > 0.0 and x < 1.0, 1.0, 0.0)


@pytest.mark.parametrize("forbidden", [branch, conjunction, lambda x: bool(x), lambda x: x**0.3, lambda x: x**20])
def test_what_cannot_be_traced_is_refused(forbidden):
    with pytest.raises(TypeError, match=r"traced value"):
        computed(forbidden, 1.0)


@pytest.mark.parametrize("bad", [np.zeros(4, dtype=np.float32), np.zeros(8)[::2], np.zeros((3, 2)).T])
def test_numbers_in_pieces_or_of_another_kind_are_refused(bad):
    with pytest.raises(ValueError, match=r"in one piece"):
        address(bad)


def test_an_array_of_another_shape_is_refused():
    array = np.zeros((3, 2))
    assert address(array, (3, 2)) == array.ctypes.data
    with pytest.raises(ValueError, match=r"of shape \(6,\) here, not \(3, 2\)"):
        address(array, (6,))


def test_a_value_is_for_the_machine():
    program = Program()
    with program.function("f", {"x": Memory}) as (x,):
        with pytest.raises(TypeError):
            hash(x[0])
        assert isinstance(x[0] == 1.0, type(x[0] < 1.0))
        assert isinstance(x[0], Value)


@pytest.mark.parametrize("lanes", [0, -4, 3, 6, 12])
def test_lanes_that_would_lie_apart_in_memory_are_refused(lanes):
    with pytest.raises(ValueError, match=rf"not {lanes}"):
        Program(lanes)
