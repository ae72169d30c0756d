"""A quick start: load the simulator without what no law needs."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

NOT_NEEDED = ("scipy", "coverage")  # Numba loads the first for its matrix products, the second for a report of its own


def load_simulator() -> None:
    """Import what runs a patient; does nothing that cannot be left out.

    Of 0.9 s CPU, 0.2 s go into SciPy's linear algebra, which Numba imports although no law multiplies matrices, and
    0.1 s into coverage (where it is installed) and the collection of garbage that modules are not.
    """
    if "numba" in sys.modules:
        return
    gc.disable()
    try:
        with _absent(NOT_NEEDED), suppress(ImportError):
            import numba.np.arraymath  # noqa: F401
        import diastole.model.run  # noqa: F401
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def _absent(names: tuple[str, ...]) -> Iterator[None]:
    """Let imports of these packages fail, unless they are loaded."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None is how Python says: not there
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
