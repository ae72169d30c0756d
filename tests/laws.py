"""Every law of the package as tests see it: its units, samples of its arguments, and its other two readings."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

import diastole.model.devices
import diastole.model.physiology
from diastole.model.circulation.kernel_parameters import law_parameters
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.extracorporeal.drainage import drainage
from diastole.model.devices.impella.axial_pump import axial_pump
from diastole.model.devices.rotary_pump import RotaryPump
from diastole.model.patient import Patient
from diastole.model.physiology.chamber import ChamberLine
from diastole.model.physiology.lung import LungWater

UNIT_IN_DOCSTRING = re.compile(r"  \[([^\[\]]+)\]")  # two blanks set the unit apart from brackets of the equation
UNIT_IN_COMMENT = re.compile(r"#\s*([^,;]+)")


ANY = "mL/kg"  # stands in where a law takes any unit and gives it back


class Argument(NamedTuple):
    """What an argument of this name means in every law: one name, one unit."""

    unit: str
    low: float
    high: float


ARGUMENTS = {
    "a_eff": Argument("1", 10, 40),
    "activation": Argument("1", 0, 1),
    "activation_need": Argument("mL/kg", 0.05, 0.3),
    "active": Argument("kPa", 0, 50),
    "area": Argument("cm²", 1e-4, 4),
    "arterial": Argument("1", 0, 1),
    "arterial_gain": Argument(ANY, 0, 2),
    "arterial_own": Argument("1", 0, 1),
    "arterial_pressure": Argument("mmHg", 5, 50),
    "atrial": Argument("mmHg", 0, 40),
    "attach_rate": Argument("1/s", 100, 300),
    "balloon": Argument("mL", 0, 40),
    "basal": Argument("mL/(min kg)", 5, 30),
    "blocked": Argument("1", 0, 1),
    "blood": Argument("mL", 40, 100),
    "bore": Argument("m", 1e-3, 4e-3),
    "bound": Argument("1", 0, 1),
    "calcium": Argument("µM", 0.1, 1),
    "capillary": Argument("mmHg", 0, 50),
    "cardiopulmonary": Argument("1", 0, 1),
    "cardiopulmonary_gain": Argument(ANY, 0, 2),
    "cardiopulmonary_own": Argument("1", 0, 1),
    "cavity": Argument("mmHg", -5, 150),
    "closing_pressure": Argument("mmHg", 20, 80),
    "conductance": Argument("mL/(mmHg s)", 0.1, 10),
    "consumption": Argument("mL/min", 100, 400),
    "content": Argument("1", 0.1, 0.25),
    "contractile_atp": Argument("µmol/s", 0, 60),
    "detachment": Argument("1/s", 0, 20),
    "dose": Argument("µg/(kg min)", 0, 20),
    "dp": Argument("mmHg", -100, 100),
    "drained": Argument("mL", 0, 150),
    "extraction": Argument("1", 0.3, 0.9),
    "fill_time": Argument("s", 0.05, 0.2),
    "filling": Argument("mL/s", -500, 500),
    "filtration": Argument("mL/min", 0, 10),
    "flow": Argument("mL/s", -500, 500),
    "free": Argument("mL/s", -500, 500),
    "greatest": Argument(ANY, -1, 10),
    "haemoglobin": Argument("g/dL", 6, 18),
    "half_dose": Argument("µg/(kg min)", 0.1, 100),
    "heart_rate": Argument("1/min", 30, 200),
    "heart_volume": Argument("mL", 200, 600),
    "inlet": Argument("mmHg", -5, 150),
    "inside": Argument("mL", 0, 40),
    "length": Argument("m", 0.5, 3),
    "met": Argument("1", -0.2, 1.2),
    "midpoint": Argument("mmHg", 0, 120),
    "narrowing": Argument("1", 1, 3),
    "need": Argument("mL/s", 0.1, 3),
    "opening": Argument("1", 0, 1),
    "outlet": Argument("mmHg", 40, 150),
    "output": Argument("mL/min", 1000, 8000),
    "outside": Argument("mmHg", -5, 150),
    "overlap": Argument("1", 0.5, 1.5),
    "own": Argument("mmHg", 40, 130),
    "oxygen": Argument("mL/s", 0.05, 0.5),
    "period": Argument("s", 0.4, 1.2),
    "phi": Argument("1", 1, 3),
    "pressure": Argument("mmHg", 0, 150),
    "resetting": Argument("1", 0, 1),
    "rival": Argument("mmHg", -5, 40),
    "saturation": Argument("1", 0.5, 1),
    "shortness": Argument("1/cm", 0.3, 2),
    "source": Argument("mmHg", -150, 250),
    "steepness": Argument("1", 1, 3),
    "stress": Argument("kPa", -5, 50),
    "stretch": Argument("1", 0.75, 1.3),
    "stretch_rate": Argument("1/s", -2, 2),
    "stroke_rate": Argument("1/s", 5, 30),
    "strong": Argument("1", 0, 0.3),
    "strong_share": Argument("1", 0.1, 0.6),
    "strong_strain": Argument("1", -2, 1),
    "surplus": Argument("mmHg", -150, 250),
    "time": Argument("s", 0, 0.9),
    "tissue": Argument("mmHg", -5, 150),
    "tone": Argument("1", 0.1, 1),
    "unblock_rate": Argument("1/s", 50, 1000),
    "usual": Argument("mmHg", 80, 110),
    "vent_time": Argument("s", 0.05, 0.2),
    "viscosity": Argument("mmHg s/mL", 0, 0.1),
    "volume": Argument("mL", 5, 150),
    "wall_volume": Argument("mL", 40, 250),
    "weak": Argument("1", 0, 0.3),
    "weak_share": Argument("1", 0.2, 0.8),
    "weak_strain": Argument("1", -0.5, 0.5),
    "width": Argument("mmHg", 1, 30),
    "x": Argument("1", -0.5, 1.5),
}
RANGES_OF_A_LAW = {  # where the common range would leave a branch unread
    ("arteriolar_target", "flow"): (0.1, 3.0),
    ("atrial_pressure", "volume"): (5.0, 120.0),
    ("blocking", "bound"): (0.0, 0.4),  # ceiling and floor of the powers lie here
    ("helium_flow", "volume"): (20.0, 40.0),
    ("patency", "volume"): (0.0, 15.0),
    ("venous_saturation", "arterial"): (0.8, 1.0),
    ("source_pressure", "time"): (0.0, 1.2),
}


def _modules() -> Iterator[ModuleType]:
    for package in (diastole.model.physiology, diastole.model.devices):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield importlib.import_module(found.name)


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _is_law(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(mark, ast.Name) and mark.id == "law" for mark in node.decorator_list
    )


class Law(NamedTuple):
    """A law, where it stands and how it is written."""

    function: Callable[..., float]
    module: ModuleType
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def arguments(self) -> dict[str, Any]:
        """Names of the arguments with their types: float or a tuple of parameters."""
        return {arg.arg: eval(ast.unparse(arg.annotation), vars(self.module)) for arg in self.node.args.args}

    @property
    def unit(self) -> str:
        """The unit that the docstring states in brackets; 'unit of …' where the law takes any."""
        found = UNIT_IN_DOCSTRING.search(ast.get_docstring(self.node, clean=False) or "")
        assert found, f"the docstring of {self.name} states no unit: end the equation with two blanks and '[unit]'"
        return ANY if found[1].startswith("unit of") else found[1]

    @property
    def fields(self) -> dict[str, set[str]]:
        """The fields that the law reads of each tuple of parameters."""
        read: dict[str, set[str]] = {name: set() for name, type_ in self.arguments.items() if type_ is not float}
        for node in ast.walk(self.node):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in read:
                read[node.value.id].add(node.attr)
            if isinstance(node, ast.Call):  # handed on whole to another law
                for place, given in enumerate(node.args):
                    if isinstance(given, ast.Name) and given.id in read:
                        inner = LAWS_BY_NAME[node.func.id]
                        read[given.id] |= inner.fields[list(inner.arguments)[place]]
        return read


LAWS = [
    Law(getattr(module, node.name), module, node)
    for module in _modules()
    for node in _tree(module).body
    if _is_law(node)
]
LAWS_BY_NAME = {law.name: law for law in LAWS}
TUPLES = {type_ for law in LAWS for type_ in law.arguments.values() if type_ is not float}


def _comment(source: list[str], line: int, of: str) -> str:
    found = UNIT_IN_COMMENT.search(source[line - 1])
    assert found, f"{of} has no comment that begins with its unit"
    return found[1].strip()


@cache
def field_units(type_: type) -> dict[str, str]:
    """Return the unit of each field of a parameter tuple, from the comment behind it."""
    module = importlib.import_module(type_.__module__)
    source = inspect.getsource(module).splitlines()
    body = next(node for node in _tree(module).body if isinstance(node, ast.ClassDef) and node.name == type_.__name__)
    return {
        node.target.id: _comment(source, node.lineno, f"{type_.__name__}.{node.target.id}")
        for node in body.body
        if isinstance(node, ast.AnnAssign)
    }


@cache
def constant_units(module: ModuleType) -> dict[str, str]:
    """Return the unit of each number that a module names, from the comment behind it; '1' for π."""
    source = inspect.getsource(module).splitlines()
    units = {}
    for node in _tree(module).body:
        if isinstance(node, ast.Assign) and isinstance(getattr(module, node.targets[0].id), float):
            name = node.targets[0].id
            units[name] = "1" if name == "PI" else _comment(source, node.lineno, f"{module.__name__}.{name}")
    return units


def constants_of(law: Law) -> dict[str, tuple[float, str]]:
    """Return value and unit of every named number that a law, or a law that it calls, may read."""
    modules = [law.module] + [
        inspect.getmodule(getattr(value, "py_func", value))
        for name, value in vars(law.module).items()
        if name in LAWS_BY_NAME
    ]
    return {name: (getattr(module, name), unit) for module in modules for name, unit in constant_units(module).items()}


def parameter_samples() -> dict[type, list[tuple[float, ...]]]:
    """Return tuples of parameters of each type, from the presets."""
    found: dict[type, list[tuple[float, ...]]] = {
        Inflation: [Inflation(0.3, 0.8, 40.0), Inflation(-0.4, 0.1, 30.0)],
        RotaryPump: [axial_pump("CP", "P-8"), axial_pump("5.5", "P-1"), *drainage("lava_ecmo", 4.0, None, 0.5)],
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
    for name, type_ in law.arguments.items():
        if type_ is not float:
            values.append(SAMPLES[type_][int(random.integers(len(SAMPLES[type_])))])
            continue
        assert name in ARGUMENTS, f"say in tests/laws.py what '{name}' of {law.name} means: unit and range"
        low, high = RANGES_OF_A_LAW.get((law.name, name), ARGUMENTS[name][1:])
        values.append(float(random.uniform(low, high)))
    return values
