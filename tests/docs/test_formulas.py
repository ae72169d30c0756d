"""The equations on the pages are those of the code, with symbols that mean one thing each."""

import ast

import numpy as np
import pytest
import sympy
from _generate import symbols
from _generate.formulas import Held, _arguments, equations
from _generate.law_reader import all_laws, law_modules, numbers_of

from diastole.meaning import Meaning
from tests.laws import LAWS, sample

each_law = pytest.mark.parametrize("law", all_laws(), ids=lambda law: law.name)
BY_NAME = {law.name: law for law in LAWS}


def flat(arguments):
    return [x for argument in arguments for x in (argument if isinstance(argument, tuple) else (argument,))]


@each_law
def test_no_symbol_of_a_law_stands_for_two_things(law):
    given = flat(_arguments(law))
    results = [left for left, _ in equations(law)[:-1]]
    texts = [str(symbol) for symbol in given] + results
    assert len(texts) == len(set(texts)), texts


@pytest.mark.parametrize("law", [law for law in all_laws() if law.name in BY_NAME], ids=lambda law: law.name)
def test_the_equations_give_the_numbers_of_the_law(law):
    """The symbols are put in, the named numbers and the laws inside too: nothing is lost between code and page."""
    numbers = {symbols.read(text): number(name) for name, text in symbols.NUMBERS.items() if number(name) is not None}
    random = np.random.default_rng(5)
    for _ in range(10):
        values = sample(BY_NAME[law.name], random)
        known = dict(numbers)
        for symbol, value in zip(flat(_arguments(law)), flat(map(plain, values)), strict=True):
            put_in(known, symbol, value)
        for left, right in equations(law):
            done = right.replace(lambda e: isinstance(e, Held), lambda e: sympy.Min(1, sympy.Max(0, e.args[0])))
            while calls := done.atoms(sympy.core.function.AppliedUndef):
                innermost = min(calls, key=lambda call: len(str(call)))  # one inside another is shorter
                done = done.subs(innermost, value_of_call(innermost, known, law, values))
            known[symbols.read(left)] = done.subs(known)
        assert float(known[symbols.read(left)]) == pytest.approx(law.function(*values), rel=1e-6, abs=1e-9)


def value_of_call(function, known, law, values):
    """Return what a law inside another one gives; it has the tuples of parameters of the outer one."""
    inner = law_called(function)
    numbers = iter([float(argument.subs(known)) for argument in function.args])
    tuples = dict(zip(law.arguments.values(), values, strict=True))
    return inner.function(
        *(next(numbers) if isinstance(kind, Meaning) else tuples[kind] for kind in inner.arguments.values())
    )


def plain(value):
    return tuple(value) if isinstance(value, tuple) else value


def put_in(known, symbol, value):
    if symbol.is_Symbol:
        known[symbol] = value
    elif (1 / symbol).is_Symbol:
        known[1 / symbol] = 1 / value if value else sympy.oo
    else:  # 1/(v_w + 3 v_ref), v_w known before
        unknown = (symbol.subs(known)).free_symbols.pop()
        known[unknown] = sympy.solve(symbol.subs(known) - value, unknown)[0]


def number(name):
    return next((getattr(m, name) for m in law_modules() for n in numbers_of(m) if n.name == name), None)


def law_called(function):
    name = next(name for name, text in symbols.CALLS.items() if text == function.func.__name__)
    return next(law for law in all_laws() if law.name == name)


def test_no_symbol_is_kept_for_what_is_gone():
    laws = {law.name: law for law in all_laws()}
    assert set(symbols.CALLS) <= set(laws)
    assert set(symbols.NUMBERS) <= {n.name for m in law_modules() for n in numbers_of(m)}
    assert all(f"{local} = " in ast.unparse(laws[law].node) for law, local in symbols.LOCALS)
