"""The decorator that marks a law: a pure function of scalars that is readable again with other names.

A law uses plain arithmetic and the words ``sqrt exp expm1 cbrt min max abs select only_if`` only, so that one source
serves all readers: Python (numbers), NumPy (arrays of many patients), `diastole.tracing` (machine code for one patient,
for many, and for a browser), pint (units) and SymPy (the formula in the documentation).
"""

import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType
from typing import Annotated, Any

from diastole.meaning import Meaning, Phase

PACKAGE = Path(__file__).parent
COMPILED_FOLDERS = ("tracing", "model")


def compiled_cache_folder() -> Path:
    """Return the folder of compiled code: one per state of the sources, in the user's cache folder."""
    digest = sha256()
    for path in (Path(__file__), PACKAGE / "number_records.py", *_compiled_sources()):
        digest.update(path.read_bytes())
    root = os.environ.get("DIASTOLE_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or _home() / ".cache"
    return Path(root) / "diastole" / digest.hexdigest()[:16]


def _home() -> Path:
    """Return the user's folder; of a user who has none, as in some containers, a place where nothing can be kept."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


def _compiled_sources() -> list[Path]:
    """Return all files whose text may be compiled, or decides what is: a measure that names no law is one too."""
    return sorted(path for folder in COMPILED_FOLDERS for path in (PACKAGE / folder).rglob("*.py"))


CACHE_FOLDER = compiled_cache_folder()


def law[F: Callable[..., Any]](function: F) -> F:
    """Mark a law: one equation, scalars and tuples of parameters in, a scalar out."""
    function.is_law = True  # type: ignore[attr-defined]
    return function


@law
def select(condition: bool, if_true: float, if_false: float) -> float:
    """Return one of two values: a branch that NumPy, pint and SymPy can read as well."""
    return if_true if condition else if_false


def only_if[Numbers](condition: bool, compute: Callable[[], Numbers], otherwise: Numbers) -> Numbers:
    """Return what is computed where a condition holds, else another number or tuple of numbers.

    For what most patients do not have: a reader for many patients at once computes it only if one of them has it.
    """
    return compute() if condition else otherwise


def reread(function: Callable[..., Any], names: Mapping[str, Any]) -> Callable[..., Any]:
    """Return a law's own source with names swapped, also in the laws that it calls.

    Parameters
    ----------
    function
        A law.
    names
        Replacements by name, such as ``{"sqrt": sympy.sqrt, "select": a_piecewise}`` or constants with units.

    Returns
    -------
    The plain Python function over the swapped names.
    """
    return _reread(function, names, {})


def _reread(function: Any, names: Mapping[str, Any], done: dict[Any, FunctionType]) -> FunctionType:
    """Return the function over the swapped names; each one that it leads to, itself as well, is read once."""
    if function not in done:
        scope = {**function.__globals__, **names}
        done[function] = FunctionType(function.__code__, scope, function.__name__)
        for name in _names(function.__code__):  # what it reads, not all of its module
            value = scope.get(name)
            if name not in names and isinstance(value, FunctionType):
                scope[name] = _reread(value, names, done)
    return done[function]


def _names(code: CodeType) -> set[str]:
    """Return the names that a function reads, also in the functions that are written within it."""
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*map(_names, inner))


@law
def cbrt(x: float) -> float:
    """Return the cubic root of a number near 1, such as a stretch cubed, with two divisions instead of a library call.

    A ratio of parabolas that is within 5e-4 of it, fitted on [0.2, 3], and one step of Halley's iteration, which
    triples the digits: exact to 1e-10 in [0.2, 3].
    """
    top, bottom = 0.305453 + x * (3.18668 + 1.52871 * x), 1.0 + x * (3.46897 + 0.553369 * x)
    cube, sought = top * top * top, (x * bottom) * (bottom * bottom)
    return top * (cube + 2.0 * sought) / (bottom * (2.0 * cube + sought))


EXP_PARTS = 128.0  # 2⁷: the argument is divided by it, the result squared seven times


@law
def exp(x: float) -> float:
    """Return eˣ, faster than the library's in a kernel; exact to 4e-12 for |x| < 5, 6e-8 for |x| < 20.

    A series of a small part of the argument, of even order: it is above 0 everywhere, and so is the result; it falls
    with the argument down to −400. In pairs of terms, as a long sum one by one is what a processor waits for.
    """
    z = x * (1.0 / EXP_PARTS)
    square = z * z
    late = (1.0 / 24.0 + z * (1.0 / 120.0)) + square * (1.0 / 720.0)
    y = (1.0 + z) + square * ((1.0 / 2.0 + z * (1.0 / 6.0)) + square * late)
    for _ in range(7):
        y *= y
    return y


HALVINGS = 12
LARGEST_EXPONENT = 40.0  # 1, beyond which e^x or e^−x is lost beside a 1


@law
def expm1(x: float) -> float:
    """Return eˣ − 1, exact to 4e-15 for |x| < 5, 3e-14 for |x| < 40, and as at ±40 beyond.

    The series of a small part of the argument, doubled by e²ᶻ − 1 = u (u + 2): no digit of a small result is lost.
    """
    z = min(max(x, -LARGEST_EXPONENT), LARGEST_EXPONENT) * 0.5**HALVINGS
    series = 1.0 / 2.0 + z * (1.0 / 6.0 + z * (1.0 / 24.0 + z * (1.0 / 120.0 + z * (1.0 / 720.0))))
    u = z + z * z * series
    for _ in range(HALVINGS):
        u = u * (u + 2.0)
    return u


@law
def smoothstep(x: Phase) -> Annotated[float, Meaning("1", "s(x)")]:
    """s(x) = 3x² − 2x³ with x held in [0, 1]. From 0 to 1 with no slope at either end."""
    z = min(max(x, 0.0), 1.0)
    return z * z * (3.0 - 2.0 * z)
