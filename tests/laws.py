"""Every law of the package as tests see it: samples of its arguments, what it reads, and its named numbers."""

import ast
import inspect
from typing import Any

import numpy as np
import pytest
from _generate.law_reader import Law, all_laws, fields_of, numbers_of

import diastole.law
from diastole.meaning import Meaning
from diastole.model.circulation.kernel_parameters import law_parameters
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.rotary_pump import RotaryPump
from diastole.model.patient import Patient
from diastole.model.physiology.chamber import ChamberLine
from diastole.model.physiology.lung import LungWater
from tests.devices.pumps import axial_pump, drainage

ANY = "mL/kg"  # stands for any unit, where a law takes it and gives it back

LAWS = [law for law in all_laws() if law.module is not diastole.law]
LAWS_BY_NAME = {law.name: law for law in LAWS}
TUPLES = {kind for law in LAWS for kind in law.arguments.values() if not isinstance(kind, Meaning)}


def unit_of(meaning: Meaning) -> str:
    """Return a unit that pint can read."""
    return ANY if meaning.unit == "any" or meaning.unit.startswith("unit of") else meaning.unit


def fields_read(law: Law) -> dict[str, set[str]]:
    """Return the fields that a law reads of each tuple of parameters."""
    read: dict[str, set[str]] = {name: set() for name, kind in law.arguments.items() if not isinstance(kind, Meaning)}
    for node in ast.walk(law.node):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in read:
            read[node.value.id].add(node.attr)
        if isinstance(node, ast.Call):  # handed on whole to another law
            for place, given in enumerate(node.args):
                if isinstance(given, ast.Name) and given.id in read:
                    inner = LAWS_BY_NAME[node.func.id]
                    read[given.id] |= fields_read(inner)[list(inner.arguments)[place]]
    return read


def field_units(type_: type) -> dict[str, str]:
    """Return the unit of each field of a parameter tuple."""
    return {name: unit_of(meaning) for name, meaning in fields_of(type_).items()}


def constants_of(law: Law) -> dict[str, tuple[float, str]]:
    """Return value and unit of every named number that a law, or a law that it calls, may read."""
    modules = [law.module] + [
        inspect.getmodule(value) for name, value in vars(law.module).items() if name in LAWS_BY_NAME
    ]
    return {one.name: (getattr(module, one.name), one.unit) for module in modules for one in numbers_of(module)}


def parameter_samples() -> dict[type, list[tuple[float, ...]]]:
    """Return tuples of parameters of each type, from the presets."""
    found: dict[type, list[tuple[float, ...]]] = {
        Inflation: [Inflation(0.3, 0.8, 40.0), Inflation(-0.4, 0.1, 30.0)],
        RotaryPump: [axial_pump("CP", "P-8"), axial_pump("5.5", "P-1"), *drainage("lava_ecmo", 4.0)],
        ChamberLine: [ChamberLine(0.1, 90.0, 60.0, 2.5, 800.0, 20.0), ChamberLine(0.5, 40.0, 5.0, 0.1, -30.0, 2.0)],
        LungWater: [LungWater(0.25, 0.75, 26.0, 10.8, -3.0, 3.9)],
    }
    for name in ("healthy", "chronic_severe_ar"):
        patient = Patient.preset(name).with_values({"lesions.ventricular_septal_defect.orifice_area": "0.5 cm²"})
        for value in law_parameters(patient).values():
            if hasattr(value, "_fields") and type(value) not in (Inflation, RotaryPump):
                found.setdefault(type(value), []).append(value)
    return found


SAMPLES = parameter_samples()


def sample(law: Law, random: np.random.Generator) -> list[Any]:
    """Return arguments of a law: random numbers in their range, and tuples of the presets."""
    values: list[Any] = []
    for name, kind in law.arguments.items():
        if isinstance(kind, Meaning):
            assert kind.low < kind.high, (
                f"say in which range '{name}' of {law.name} lies: Meaning(unit, symbol, low, high)"
            )
            values.append(float(random.uniform(kind.low, kind.high)))
        else:
            values.append(SAMPLES[kind][int(random.integers(len(SAMPLES[kind])))])
    return values


def gives(*rows: tuple[Any, ...]) -> pytest.MarkDecorator:
    """Return a decorator for a test of values: a row says something, and names a law, its arguments and its value."""
    return pytest.mark.parametrize(("law", "arguments", "value"), [pytest.param(*row, id=says) for says, *row in rows])
