"""Every law as its module writes it: docstring, arguments, result, parameter tuples, and named numbers."""

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
from diastole.meaning import Meaning

WORDS = ("select", "cbrt", "exp", "expm1")  # what laws are written with; formulas have their own signs for them
SHARED = ("Shared parts of laws", "A ramp that several laws use. It is defined beside the decorator that makes a law.")
COMMENT = re.compile(r"#\s*(.+)$")


class Law(NamedTuple):
    """A law, its module and its source."""

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
    def annotations(self) -> dict[str, Any]:
        """Annotations of the arguments, by name, and of the result as ``return``."""
        return inspect.get_annotations(self.function)

    @property
    def result(self) -> Meaning:
        """Meaning of its result."""
        return meaning_of(self.annotations["return"], f"the result of {self.name}")

    @property
    def arguments(self) -> dict[str, Any]:
        """Names of the arguments, each with its meaning, or with the type of a tuple of parameters."""
        return {
            name: kind if hasattr(kind, "_fields") else meaning_of(kind, f"the argument {name} of {self.name}")
            for name, kind in self.annotations.items()
            if name != "return"
        }


def meaning_of(annotation: Any, what: str) -> Meaning:
    """Return the meaning in an annotation, or raise ValueError."""
    if (meaning := _meaning(annotation)) is None:
        raise ValueError(f'{what} has no meaning; write it as Annotated[float, Meaning("mmHg", "p", 0, 150)]')
    return meaning


def _meaning(annotation: Any) -> Meaning | None:
    return next((note for note in getattr(annotation, "__metadata__", ()) if isinstance(note, Meaning)), None)


class Number(NamedTuple):
    """A named number."""

    name: str
    unit: str
    note: str


def modules() -> Iterator[ModuleType]:
    """Yield every module that may hold laws."""
    yield diastole.law
    for package in (diastole.model.physiology, diastole.model.devices):
        for each in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield importlib.import_module(each.name)


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
        each
        for each in classes
        if hasattr(each, "_fields") and all(map(_meaning, inspect.get_annotations(each).values()))
    ]


def fields_of(type_: type) -> dict[str, Meaning]:
    """Return the fields of a parameter tuple with what each means."""
    return {
        name: meaning_of(kind, f"the field {type_.__name__}.{name}")
        for name, kind in inspect.get_annotations(type_).items()
    }


def numbers_of(module: ModuleType) -> list[Number]:
    """Return the named numbers of a module with what the comments behind them say: unit, note."""
    numbers: list[Number] = []
    lines = inspect.getsource(module).splitlines()
    for node in _tree(module).body if module is not diastole.law else ():
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if isinstance(getattr(module, name), float):
                comment = COMMENT.search(lines[node.lineno - 1])
                unit, _, note = (comment[1] if comment else "1").partition(",")
                first, _, rest = unit.partition(";")
                numbers.append(Number(name, first.strip(), (rest + note).strip()))
    return numbers


def heading(module: ModuleType) -> tuple[str, str]:
    """Return the title of a module, and the sentences of its docstring that follow the title."""
    if module is diastole.law:
        return SHARED
    first, _, rest = inspect.cleandoc(module.__doc__ or "").partition("\n")
    title, *more = re.split(r": |\. ", first.rstrip("."), maxsplit=1)
    added = [sentence_case(f"{text}.") for text in more]
    return title, " ".join(" ".join([*added, rest]).split())
