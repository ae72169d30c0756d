"""Compiles loops over a mesh with Numba, with the laws that they call, and keeps the machine code on disk."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, update_wrapper
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from types import FunctionType
from typing import Any, ClassVar, cast

import numba
from numba.core import config
from numba.core.caching import CompileResultCacheImpl, FunctionCache, IndexDataCacheFile
from numba.core.compiler_lock import global_compiler_lock

from diastole.law import CACHE_FOLDER
from diastole.model.heart3d.folder_lock import hold

CHECKSUM = sha256().digest_size  # bytes
# Without nnan and ninf: a run that leaves its valid range must still be seen as not finite.
FAST_MATH = {"nsz", "arcp", "contract", "afn", "reassoc"}


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function when it is first called: plain Python that Numba understands, over arrays and laws."""
    wrapped: Any = numba.njit(error_model="numpy", fastmath=FAST_MATH)(_over_compiled_laws(function))
    if not config.DISABLE_JIT and _is_usable(CACHE_FOLDER):
        with suppress(RuntimeError):  # the folder was removed, or the function comes from no file
            wrapped._cache = _DisposableCache(wrapped.py_func, CACHE_FOLDER)
            wrapped.compile = _alone(wrapped.compile)
    return cast(F, wrapped)


def _alone[**P, T](compile_one: Callable[P, T]) -> Callable[P, T]:
    """Let one process compile at a time, and the others load what it made.

    What two compile at once may differ in the last bit, and runs on the same machine with it.
    """

    def alone(*args: P.args, **kwargs: P.kwargs) -> T:
        with global_compiler_lock, ExitStack() as held:
            if not _compiling:
                with suppress(OSError):  # nothing can be kept then
                    held.enter_context(hold(CACHE_FOLDER))
            _compiling.append(compile_one)
            held.callback(_compiling.pop)
            return compile_one(*args, **kwargs)

    return alone


_compiling: list[Callable[..., Any]] = []  # by this process, each for the one before it


def _over_compiled_laws(function: Callable[..., Any]) -> FunctionType:
    """Return a function that calls the laws, and plain functions, that it names as Numba wants them."""
    own = cast(FunctionType, function)
    laws = {
        name: _compiled_law(value)
        for name in own.__code__.co_names
        if isinstance(value := own.__globals__.get(name), FunctionType)
    }
    return cast(
        FunctionType, update_wrapper(FunctionType(own.__code__, {**own.__globals__, **laws}, own.__name__), own)
    )


@cache
def _compiled_law(law: FunctionType) -> Any:
    """Return a law for the code of a compiled function, inside which it is put: a call costs more than its sum."""
    return numba.njit(error_model="numpy", fastmath=FAST_MATH, forceinline=True)(_over_compiled_laws(law))


class _WholeFile(IndexDataCacheFile):
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


class _OwnCacheImpl(CompileResultCacheImpl):
    """Keeps compiled code in the given folder only: never beside the sources, where no hash guards it."""

    _locator_classes: ClassVar = CompileResultCacheImpl._locator_classes[:1]  # that of NUMBA_CACHE_DIR


class _DisposableCache(FunctionCache):
    """The compiled code of a function on disk; a file that cannot be read or written stops no run."""

    _impl_class = _OwnCacheImpl

    def __init__(self, function: Callable[..., Any], folder: Path):
        self._folder = folder
        with _numba_folder(folder):
            super().__init__(function)
        self._cache_file = _WholeFile(self.cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the code that was compiled for a signature; None where it is missing or damaged."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # a damaged file may raise anything
            _say_once(f"Compiled code in {self._folder} is damaged and made again.")
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep compiled code, where there is room."""
        try:
            super().save_overload(sig, data)
        except OSError as problem:
            _say_once(f"Compiled code cannot be kept in {self._folder} ({problem}); this run goes on without.")


@contextmanager
def _numba_folder(folder: Path) -> Iterator[None]:
    """Point Numba at a folder while a function is decorated; the cache of other packages stays where it is."""
    before = config.CACHE_DIR, getattr(config, "CACHE_LOCATOR_CLASSES", "")
    config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = str(folder), ""
    try:
        yield
    finally:
        config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = before


@cache
def _say_once(sentence: str) -> None:
    logging.getLogger(__name__).warning(sentence)


@cache
def _is_usable(folder: Path) -> bool:
    """Tell whether compiled code can be kept; without its folder every process compiles anew."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        _say_once(
            f"Compiled code cannot be kept in {folder} ({problem}), so it is made anew, which takes a "
            f"minute; set DIASTOLE_CACHE_DIR to a folder that can be written."
        )
        return False
    return True
