"""The decorator that makes a law: a pure function of scalars, compiled, and readable again with other names.

A law uses plain arithmetic and the words ``sqrt exp cbrt min max abs select`` only, so that one source serves three
readers: the kernel (numbers), pint (units) and SymPy (the formula in the documentation).
"""

import os
from collections.abc import Callable, Mapping
from functools import cached_property, update_wrapper
from hashlib import sha256
from pathlib import Path
from types import FunctionType
from typing import Annotated, Any, cast

from diastole.meaning import Meaning, Phase

PACKAGE = Path(__file__).parent
COMPILED_FOLDERS = ("model/physiology", "model/devices", "model/circulation", "model/simulation", "model/heart3d")


def compiled_cache_folder() -> Path:
    """Return the folder of compiled code: one per state of the sources.

    Numba looks at the file of the caller only; a law changed in another file would leave a stale kernel behind. The
    hash over all compiled folders is the cure, and a user's cache folder works where the package is read-only.
    """
    digest = sha256(Path(__file__).read_bytes() + (PACKAGE / "compiler.py").read_bytes())
    for folder in COMPILED_FOLDERS:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            source = path.read_bytes()
            if b"diastole.law" in source:  # no other file of these folders is compiled
                digest.update(source)
    root = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "diastole" / digest.hexdigest()[:16]


CACHE_FOLDER = compiled_cache_folder()


class Compiled:
    """A function that Numba compiles, loaded when the function is first called or read by another compiled one."""

    def __init__(self, function: Callable[..., Any], *, inside: bool):
        update_wrapper(self, function)
        self.py_func = function
        self._inside = inside

    @cached_property
    def _dispatcher(self) -> Any:
        from diastole.compiler import compile_function  # loads Numba, which an answer or a rule does not need

        return compile_function(self.py_func, CACHE_FOLDER, inside=self._inside)

    @property
    def _numba_type_(self) -> Any:
        """The type by which Numba knows the function in the code of another one."""
        return self._dispatcher._numba_type_

    def __call__(self, *arguments: Any) -> Any:
        """Call the compiled function."""
        return self._dispatcher(*arguments)


def compiled[F: Callable[..., Any]](function: F, *, inside: bool = False) -> F:
    """Compile a function with the settings of the package (kept on disk, no exceptions for division by zero).

    Parameters
    ----------
    function
        Plain Python that Numba understands.
    inside
        Whether the compiler must put it inside its callers: right for a law, whose call costs more than its sum.
    """
    return cast(F, Compiled(function, inside=inside))


def law[F: Callable[..., Any]](function: F) -> F:
    """Mark and compile a law: one equation, scalars and one parameter tuple in, a scalar out."""
    return compiled(function, inside=True)


@law
def select(condition: bool, if_true: float, if_false: float) -> float:
    """Return one of two values: a branch that NumPy, pint and SymPy can read as well."""
    return if_true if condition else if_false


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
    plain: Any = getattr(function, "py_func", function)
    scope = {**plain.__globals__, **names}
    for name in plain.__code__.co_names:  # what it reads, not all of its module: a law must not reread itself
        value = scope.get(name)
        if name not in names and (hasattr(value, "py_func") or isinstance(value, FunctionType)):
            scope[name] = reread(value, names)  # type: ignore[arg-type]
    return FunctionType(plain.__code__, scope, plain.__name__)


def interpreted(law: Callable[..., Any]) -> Callable[..., Any]:
    """Return a law as plain Python, with the laws that it calls."""
    return reread(law, {})


@law
def cbrt(x: float) -> float:
    """Return the cubic root of a number near 1, such as a stretch cubed, with two divisions instead of a library call.

    A ratio of parabolas that is within 5e-4 of it, fitted on [0.2, 3], and one step of Halley's iteration, which
    triples the digits: exact to 1e-10 in [0.2, 3].
    """
    y = (0.305453 + x * (3.18668 + 1.52871 * x)) / (1.0 + x * (3.46897 + 0.553369 * x))
    cube = y * y * y
    return y * (cube + 2.0 * x) / (2.0 * cube + x)


EXP_PARTS = 512.0  # 2⁹: the argument is divided by it, the result squared nine times


@law
def exp(x: float) -> float:
    """Return eˣ, faster than the library's in a kernel; exact to 4e-10 for |x| < 5, 4e-7 for |x| < 20.

    A short series of a small part of the argument, which is above 0 everywhere: so is the result, down to −1000.
    """
    z = x * (1.0 / EXP_PARTS)
    square = z * z
    y = (1.0 + z) + square * ((1.0 / 2.0 + z * (1.0 / 6.0)) + square * (1.0 / 24.0))
    for _ in range(9):
        y *= y
    return y


@law
def smoothstep(x: Phase) -> Annotated[float, Meaning("1", "s(x)")]:
    """s(x) = 3x² − 2x³ with x held in [0, 1]. From 0 to 1 with no slope at either end."""
    z = min(max(x, 0.0), 1.0)
    return z * z * (3.0 - 2.0 * z)
