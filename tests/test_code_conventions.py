"""The house is in order: a name means one thing, and what belongs together is not tied in circles."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import diastole

PACKAGE = Path(diastole.__file__).parent
LONGEST_FILE = 300  # lines
LONGEST_FUNCTION = 50  # lines of code
IMPORTS_INSIDE = 60  # each keeps a heavy library out of start-up
SHORT = 4  # lines that an inner function may have without a docstring
GENERATED = PACKAGE / "model" / "circulation" / "generated"


@cache
def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Return every module by its dotted name, without what is generated: right-hand sides and migrations."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if GENERATED in path.parents or path.parent.name == "versions":
            continue
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        found[name] = (path, ast.parse(path.read_text(encoding="utf-8")))
    return found


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, (_, tree) in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, node


def test_a_class_name_stands_once():
    """But for a block of the patient and the parameters of its law, which are one thing at two places."""
    homes = defaultdict(set)
    for name, (_, tree) in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(name)
    pairs = {"diastole.model.patient", "diastole.model.physiology"}
    twice = {
        name: sorted(places)
        for name, places in homes.items()
        if len(places) > 1 and not ({place.rpartition(".")[0] for place in places} == pairs and len(places) == 2)
    }
    assert twice == {}


def test_a_module_name_stands_once():
    homes = defaultdict(list)
    for name, (path, _) in modules().items():
        if path.name != "__init__.py":
            homes[path.stem].append(name)
    assert {stem: names for stem, names in homes.items() if len(names) > 1} == {}


def imports_inside() -> set[tuple[str, int]]:
    return {
        (name, node.lineno)
        for name, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }


def test_imports_stand_at_the_top():
    assert len(imports_inside()) < IMPORTS_INSIDE


def imported(tree: ast.Module) -> Iterator[str]:
    """Return the modules of the package that a module imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("diastole"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else node.module


def test_no_files_import_each_other_in_a_circle():
    graph = {name: set(imported(tree)) - {name} for name, (_, tree) in modules().items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(error.args[1]))


def test_files_are_short():
    lines = {name: path.read_text(encoding="utf-8").count("\n") for name, (path, _) in modules().items()}
    assert {name: count for name, count in lines.items() if count >= LONGEST_FILE} == {}


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines of a function hold code, its head among them, but not its docstring."""
    says = isinstance(function.body[0], ast.Expr) and isinstance(function.body[0].value, ast.Constant)
    held = {
        line
        for part in (function.args, *function.body[says:])
        for node in ast.walk(part)
        if hasattr(node, "lineno")
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return len(held)


def test_functions_are_short():
    assert {
        (name, function.name): lines_of_code(function)
        for name, function in functions()
        if lines_of_code(function) > LONGEST_FUNCTION
    } == {}


Function = ast.FunctionDef | ast.AsyncFunctionDef


def defined_in(node: ast.AST) -> Iterator[Function | ast.ClassDef]:
    """Yield what is defined in a module, class or function, but not what is defined in that again."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            yield child
        else:
            yield from defined_in(child)


def unexplained(node: ast.AST) -> Iterator[str]:
    """Yield each class, public method and longer inner function without a docstring.

    An inner function that the one around it returns is what that one's docstring describes, and what sets a property
    is explained where that is read.
    """
    returned = {line.value.id for line in getattr(node, "body", ())
                if isinstance(line, ast.Return) and isinstance(line.value, ast.Name)}  # fmt: skip
    for each in defined_in(node):
        is_short = isinstance(node, Function) and each.end_lineno - each.lineno < SHORT
        is_private = not isinstance(node, Function) and isinstance(each, Function) and each.name.startswith("_")
        sets = any(isinstance(line, ast.Attribute) and line.attr == "setter" for line in each.decorator_list)
        if not (is_short or is_private or sets or each.name in returned) and ast.get_docstring(each) is None:
            yield each.name
        yield from unexplained(each)


def test_every_class_method_and_longer_inner_function_says_what_it_does():
    assert {name: missing for name, (_, tree) in modules().items() if (missing := list(unexplained(tree)))} == {}
