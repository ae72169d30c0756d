"""The decorator that makes a law: a pure function of scalars, compiled, and readable again with other names.

A law uses plain arithmetic and the words ``sqrt exp cbrt min max abs select`` only, so that one source serves three
readers: the kernel (numbers), pint (units) and SymPy (the formula in the documentation).
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from types import FunctionType
from typing import Annotated, Any, ClassVar

import numba
from numba.core import config
from numba.core.caching import CompileResultCacheImpl, FunctionCache, IndexDataCacheFile

from diastole.meaning import Meaning, Phase

PACKAGE = Path(__file__).parent
COMPILED_FOLDERS = ("model/physiology", "model/devices", "model/circulation", "model/simulation", "model/heart3d")
# Without nnan and ninf: a run that leaves its valid range must still be seen as not finite.
CHECKSUM = sha256().digest_size  # bytes
FAST_MATH = {"nsz", "arcp", "contract", "afn", "reassoc"}


def compiled_cache_folder() -> Path:
    """Return the folder of compiled code: one per state of the sources.

    Numba looks at the file of the caller only; a law changed in another file would leave a stale kernel behind. The
    hash over all compiled folders is the cure, and a user's cache folder works where the package is read-only.
    """
    digest = sha256(Path(__file__).read_bytes())
    for folder in COMPILED_FOLDERS:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            source = path.read_bytes()
            if b"diastole.law" in source:  # what else stands in these folders is not compiled
                digest.update(source)
    root = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "diastole" / digest.hexdigest()[:16]


CACHE_FOLDER = compiled_cache_folder()


class _WholeFile(IndexDataCacheFile):  # type: ignore[misc]  # Numba has no types
    """A file of compiled code with a checksum at its end, which unpickling does not read."""

    @contextmanager
    def _open_for_write(self, filepath: str) -> Iterator[BytesIO]:
        with super()._open_for_write(filepath) as file:
            held = BytesIO()
            yield held
            content = held.getvalue()
            file.write(content + sha256(content).digest())

    def _load_index(self) -> dict[Any, str]:
        self._check(self._index_path)
        overloads: dict[Any, str] = super()._load_index()
        return overloads

    def _load_data(self, name: str) -> Any:
        self._check(self._data_path(name))
        return super()._load_data(name)

    @staticmethod
    def _check(path: str) -> None:
        try:
            content = Path(path).read_bytes()
        except FileNotFoundError:
            return
        if sha256(content[:-CHECKSUM]).digest() != content[-CHECKSUM:]:
            raise ValueError(f"{path} is damaged")


class _OwnCacheImpl(CompileResultCacheImpl):  # type: ignore[misc]  # Numba has no types
    """Keeps compiled code in our folder or nowhere: never beside the sources, where no hash guards it."""

    _locator_classes: ClassVar = CompileResultCacheImpl._locator_classes[:1]  # that of NUMBA_CACHE_DIR


class _DisposableCache(FunctionCache):  # type: ignore[misc]  # Numba has no types
    """The compiled code of a function on disk: what cannot be read is dropped, what cannot be written is left."""

    _impl_class = _OwnCacheImpl

    def __init__(self, function: Callable[..., Any]):
        with _own_folder():
            super().__init__(function)
        self._cache_file = _WholeFile(self.cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled for a signature, or None where it is not there or damaged."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # a damaged file may raise anything
            _say_once(f"Compiled code in {CACHE_FOLDER} is damaged and made again.")
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, where there is room."""
        try:
            super().save_overload(sig, data)
        except OSError as problem:
            _say_once(f"Compiled code cannot be kept in {CACHE_FOLDER} ({problem}); this run goes on without.")


@contextmanager
def _own_folder() -> Iterator[None]:
    """Point Numba at our folder while a function is decorated, and leave other packages' cache alone."""
    before = config.CACHE_DIR, getattr(config, "CACHE_LOCATOR_CLASSES", "")
    config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = str(CACHE_FOLDER), ""
    try:
        yield
    finally:
        config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = before


@cache
def _say_once(sentence: str) -> None:
    logging.getLogger(__name__).warning(sentence)


@cache
def _folder_is_usable() -> bool:
    """Tell whether compiled code can be kept; without its folder every process compiles anew."""
    try:
        CACHE_FOLDER.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=CACHE_FOLDER):
            pass
    except OSError as problem:
        _say_once(
            f"Compiled code cannot be kept in {CACHE_FOLDER} ({problem}), so it is made anew, which takes a "
            f"minute; set NUMBA_CACHE_DIR to a folder that can be written."
        )
        return False
    return True


def compiled[F: Callable[..., Any]](function: F, *, inside: bool = False) -> F:
    """Compile a function with the settings of the package (kept on disk, no exceptions for division by zero).

    Parameters
    ----------
    function
        Plain Python that Numba understands.
    inside
        Whether the compiler must put it inside its callers: right for a law, whose call costs more than its sum.
    """
    wrapped: Any = numba.njit(error_model="numpy", fastmath=FAST_MATH, forceinline=inside)(function)
    if not config.DISABLE_JIT and _folder_is_usable():
        with suppress(RuntimeError):  # the folder went away, or the function stands in no file
            wrapped._cache = _DisposableCache(function)
    kept: F = wrapped
    return kept


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


EXP_HALVINGS = 128.0  # 2⁷: the argument is divided by it, the result squared seven times


@law
def exp(x: float) -> float:
    """Return eˣ, faster than the library's in a kernel; exact to 1e-13 for |x| < 5, 2e-9 for |x| < 20.

    The series up to z⁷ is summed by halves, which a processor does side by side.
    """
    z = x * (1.0 / EXP_HALVINGS)
    square = z * z
    low = (1.0 + z) + square * (1.0 / 2.0 + z * (1.0 / 6.0))
    high = (1.0 / 24.0 + z * (1.0 / 120.0)) + square * (1.0 / 720.0 + z * (1.0 / 5040.0))
    y = low + square * square * high
    for _ in range(7):
        y *= y
    return y


@law
def smoothstep(x: Phase) -> Annotated[float, Meaning("1", "s(x)")]:
    """s(x) = 3x² − 2x³ with x held in [0, 1]. From 0 to 1 with no slope at either end."""
    z = min(max(x, 0.0), 1.0)
    return z * z * (3.0 - 2.0 * z)
