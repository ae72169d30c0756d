"""Every law as its module writes it: docstring, arguments, parameter tuples with their comments, named numbers."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import diastole.law
import diastole.model.devices
import diastole.model.physiology
from _generate.pages import sentence_case

UNIT = re.compile(r"  \[([^\[\]]+)\]")  # two blanks set the unit apart from brackets of the equation
WORDS = ("select", "cbrt", "exp")  # what laws are written with; formulas have their own signs for them
SHARED = ("What laws share", "A ramp that several laws use. It stands beside the decorator that makes a law.")
COMMENT = re.compile(r"#\s*(.+)$")


class Law(NamedTuple):
    """A law and where it stands."""

    function: Callable[..., float]
    module: ModuleType
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        """Name of the function."""
        return self.node.name

    @property
    def docstring(self) -> str:
        """The whole docstring."""
        return inspect.cleandoc(self.function.__doc__ or "")

    @property
    def unit(self) -> str:
        """The unit that the docstring states in brackets."""
        found = UNIT.search(self.docstring)
        if found is None:
            raise ValueError(
                f"the docstring of {self.name} states no unit: end its equation with two blanks and '[unit]'"
            )
        return found[1]

    @property
    def arguments(self) -> dict[str, Any]:
        """Names of the arguments with their types: float or a tuple of parameters."""
        return {arg.arg: eval(ast.unparse(arg.annotation), vars(self.module)) for arg in self.node.args.args}


class Field(NamedTuple):
    """A field of a parameter tuple, or a named number."""

    name: str
    unit: str
    note: str


def modules() -> Iterator[ModuleType]:
    """Yield every module that may hold laws."""
    yield diastole.law
    for package in (diastole.model.physiology, diastole.model.devices):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield importlib.import_module(found.name)


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _is_law(node: ast.stmt) -> bool:
    marked = isinstance(node, ast.FunctionDef) and any(ast.unparse(mark) == "law" for mark in node.decorator_list)
    return marked and node.name not in WORDS  # type: ignore[attr-defined]


def laws_of(module: ModuleType) -> list[Law]:
    """Return the laws of a module in the order in which they are written."""
    return [Law(getattr(module, node.name), module, node) for node in _tree(module).body if _is_law(node)]


@cache
def all_laws() -> tuple[Law, ...]:
    """Return every law, each from the module that writes it."""
    return tuple(law for module in modules() for law in laws_of(module))


def law_modules() -> list[ModuleType]:
    """Return the modules that hold laws."""
    return [module for module in modules() if laws_of(module)]


def tuples_of(module: ModuleType) -> list[type]:
    """Return the parameter tuples that a module defines: those of numbers, not of other tuples."""
    classes = [getattr(module, node.name) for node in _tree(module).body if isinstance(node, ast.ClassDef)]
    return [
        one
        for one in classes
        if hasattr(one, "_fields") and all(type_ is float for type_ in inspect.get_annotations(one).values())
    ]


def _noted(module: ModuleType, line: int, name: str) -> Field:
    found = COMMENT.search(inspect.getsource(module).splitlines()[line - 1])
    unit, _, note = (found[1] if found else "1").partition(",")
    first, _, rest = unit.partition(";")
    return Field(name, first.strip(), (rest + note).strip())


def fields_of(type_: type) -> list[Field]:
    """Return the fields of a parameter tuple with what the comments behind them say."""
    module = importlib.import_module(type_.__module__)
    body = next(node for node in _tree(module).body if isinstance(node, ast.ClassDef) and node.name == type_.__name__)
    return [_noted(module, n.lineno, n.target.id) for n in body.body if isinstance(n, ast.AnnAssign)]  # type: ignore[union-attr]


def numbers_of(module: ModuleType) -> list[Field]:
    """Return the named numbers of a module with what the comments behind them say."""
    found: list[Field] = []
    if module is diastole.law:
        return found
    for node in _tree(module).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if isinstance(getattr(module, name), float):
                found.append(_noted(module, node.lineno, name))
    return found


def heading(module: ModuleType) -> tuple[str, str]:
    """Return what a module is about, as a title and as the sentences that follow it."""
    if module is diastole.law:
        return SHARED
    first, _, rest = inspect.cleandoc(module.__doc__ or "").partition("\n")
    title, *more = re.split(r": |\. ", first.rstrip("."), maxsplit=1)
    added = [sentence_case(f"{text}.") for text in more]
    return title, " ".join(" ".join([*added, rest]).split())
