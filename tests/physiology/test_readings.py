"""One source, three readings: every law (of devices too) as numbers, with units, as symbols."""

import inspect
import re
from functools import reduce

import numpy as np
import pint
import pytest
import sympy
from _generate.law_reader import numbers_of

from diastole.knowledge.evidence.sources import load_sources
from diastole.law import reread
from diastole.meaning import Meaning
from diastole.model.circulation.assembly import assemble
from diastole.model.circulation.network import COUPLED_LOOP
from diastole.model.devices.balloon_pump import balloon
from tests.laws import LAWS, LAWS_BY_NAME, TUPLES, constants_of, field_units, fields_read, sample, unit_of

UNITS = pint.get_application_registry()
SOURCE = re.compile(r"\b[a-z]+(?:18|19|20)\d\d[a-z]?\b")
SAMPLES = 40

each_law = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)


def unit(text: str) -> pint.Unit:
    """Read a unit as the laws write it: `1 per 1/min` is `min`."""
    return reduce(lambda a, b: a / b, (UNITS.parse_expression(part).units for part in _quantities(text)))


def _quantities(text: str) -> list[str]:
    return [f"1 * ({part})" if part != "1" else "dimensionless" for part in text.split(" per ")]


def with_unit(value: float, text: str) -> pint.Quantity:
    return UNITS.Quantity(value, unit(text))


def select_with_units(condition, if_true, if_false):
    """Refuse a branch of another dimension than the other; a bare 0 takes that of the other."""
    chosen, other = (if_true, if_false) if condition else (if_false, if_true)
    if _is_zero(chosen):
        return 0.0 * other
    assert _is_zero(other) or UNITS.Quantity(chosen).check(UNITS.Quantity(other).dimensionality)
    return chosen


def _is_zero(x) -> bool:
    return not isinstance(x, pint.Quantity) and x == 0.0


def extreme_with_units(pick):
    """Let a bare 0 take the dimension of what it is held against."""
    return lambda a, b: pick(0.0 * b if _is_zero(a) else a, 0.0 * a if _is_zero(b) else b)


NAMES_WITH_UNITS = {
    "min": extreme_with_units(min),
    "max": extreme_with_units(max),
    "sqrt": lambda x: x**0.5,
    "cbrt": lambda x: x ** (1 / 3),
    "exp": lambda x: np.exp(x.m_as("dimensionless")),
    "expm1": lambda x: np.expm1(x.m_as("dimensionless")),
    "select": select_with_units,
}


def arguments_with_units(law, values):
    for kind, value in zip(law.arguments.values(), values, strict=True):
        if isinstance(kind, Meaning):
            yield with_unit(value, unit_of(kind))
        else:
            units = field_units(kind)
            yield kind(*(with_unit(x, units[field]) for field, x in zip(kind._fields, value, strict=True)))


@each_law
def test_a_law_has_the_unit_that_it_states(law):
    """With quantities for numbers the units fit, and no factor between units is missing or twice there."""
    random = np.random.default_rng(1)
    constants = {name: with_unit(value, text) for name, (value, text) in constants_of(law).items()}
    read = reread(law.function, NAMES_WITH_UNITS | constants)
    stated = unit(unit_of(law.result))
    for _ in range(SAMPLES):
        values = sample(law, random)
        result = UNITS.Quantity(read(*arguments_with_units(law, values)))
        expected = law.function(*values)
        if not _is_zero(expected) or not result.dimensionless:
            assert result.m_as(stated) == pytest.approx(expected, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("type_", sorted(TUPLES, key=lambda t: t.__name__), ids=lambda t: t.__name__)
def test_every_field_of_a_parameter_tuple_has_a_unit(type_):
    units = field_units(type_)
    assert set(units) == set(type_._fields)
    for text in units.values():
        unit(text)


@pytest.mark.parametrize(
    "module", list(dict.fromkeys(law.module for law in LAWS)), ids=lambda m: m.__name__.rpartition(".")[2]
)
def test_every_named_number_has_a_unit(module):
    for number in numbers_of(module):
        unit(number.unit)


def test_one_name_has_one_unit_in_every_law():
    units = {}
    for law in LAWS:
        for name, kind in law.arguments.items():
            if isinstance(kind, Meaning):
                assert units.setdefault(name, kind.unit) == kind.unit, f"{name} of {law.name}"


NAMES_OF_SYMBOLS = {
    "sqrt": sympy.sqrt,
    "cbrt": lambda x: sympy.Pow(x, sympy.Rational(1, 3)),
    "exp": sympy.exp,
    "expm1": lambda x: sympy.exp(x) - 1,
    "abs": sympy.Abs,
    "min": sympy.Min,
    "max": sympy.Max,
    "select": lambda condition, a, b: sympy.Piecewise((a, condition), (b, True)),
}


@each_law
def test_a_law_reads_as_a_formula(law):
    """SymPy reads every law, and the formula gives the numbers of the law."""
    symbols = []
    for name, type_ in law.arguments.items():
        if isinstance(type_, Meaning):
            symbols.append(sympy.Symbol(name, real=True))
        else:
            symbols.append(type_(*(sympy.Symbol(f"{name}_{field}", real=True) for field in type_._fields)))
    formula = reread(law.function, NAMES_OF_SYMBOLS)(*symbols)
    assert sympy.latex(formula)
    flat = [s for symbol in symbols for s in ([symbol] if isinstance(symbol, sympy.Symbol) else symbol)]
    number = sympy.lambdify(flat, formula, modules="math")
    random = np.random.default_rng(2)
    for _ in range(SAMPLES):
        values = sample(law, random)
        numbers = [x for value in values for x in ([value] if isinstance(value, float) else value)]
        assert number(*numbers) == pytest.approx(law.function(*values), rel=1e-6, abs=1e-9)


@each_law
def test_the_sources_of_a_law_resolve(law):
    text = law.function.__doc__ or ""
    named = set(SOURCE.findall(text))
    assert named <= set(load_sources())
    said = ("ours", "assumed", "Voigt", "Hagen-Poiseuille")
    trivial = {
        "atrial_lead_scale", "bed_flow", "flow_need", "oxygen_content", "pump_flow", "segment_acceleration",
        "smoothstep", "smoothstep_slope",
    }  # fmt: skip
    assert named or law.name in trivial or any(word.lower() in text.lower() for word in said)


def _changed(values, place, field, factor, shift):
    """Return the arguments with one number changed: an argument, or a field of a tuple."""
    new = list(values)
    if field is None:
        new[place] = values[place] * factor + shift
    else:
        new[place] = values[place]._replace(**{field: getattr(values[place], field) * factor + shift})
    return new


@each_law
def test_every_parameter_of_a_law_matters(law):
    places = {name: place for place, name in enumerate(law.arguments)}
    what = [(name, None) for name, kind in law.arguments.items() if isinstance(kind, Meaning)]
    what += [(name, field) for name, fields in fields_read(law).items() for field in fields]
    random = np.random.default_rng(3)
    idle = set(what)
    for _ in range(400):
        values = sample(law, random)
        before = law.function(*values)
        for name, field in tuple(idle):
            if law.function(*_changed(values, places[name], field, 1.05, 0.01)) != before:
                idle.discard((name, field))
    assert not idle, f"{law.name} gives the same whatever these are: {idle}"


def test_every_field_of_a_parameter_tuple_is_read():
    """By a law, or by the lines that join the laws."""
    text = assemble() + assemble(COUPLED_LOOP) + inspect.getsource(balloon.prescribed_balloon)
    for type_ in TUPLES:
        read = set().union(
            *(fields for law in LAWS for name, fields in fields_read(law).items() if law.arguments[name] is type_)
        )
        idle = {field for field in set(type_._fields) - read if f".{field}" not in text}
        assert not idle, f"no law reads {type_.__name__}.{', '.join(idle)}"


def test_all_laws_were_found():
    assert len(LAWS) == len(LAWS_BY_NAME) >= 58
    some = {"limb_target", "pump_flow", "orifice_acceleration", "helium_flow", "active_tension"}
    assert some <= set(LAWS_BY_NAME)
