"""Imports that a command needs first, made quickly and in the right order."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec

from diastole.errors import InputError

NOT_NEEDED = ("scipy", "coverage")  # Numba loads the first for its matrix products, the second for a report of its own
WEB = ("fastapi", "uvicorn", "sqlalchemy", "alembic")  # packages of the extra `web`


def load_simulator() -> None:
    """Import the modules that run a patient.

    Of 0.9 s CPU, 0.2 s go into SciPy's linear algebra, which Numba imports although no law multiplies matrices, and
    0.1 s into coverage (where it is installed) and the collection of garbage, which modules are not.
    """
    if "numba" in sys.modules:
        return
    gc.disable()
    try:
        with _hidden(NOT_NEEDED), suppress(ImportError):
            import numba.np.arraymath  # noqa: F401
        import diastole.model.run  # noqa: F401
    finally:
        gc.freeze()
        gc.enable()


def load_engine() -> None:
    """Import the simulator and then the engine of the 3D heart.

    Raise InputError if the engine is not installed, or cannot be loaded.
    """
    load_simulator()
    from diastole.model.heart3d.availability import require  # loads FEniCSx where it is installed

    require()


def check_web() -> None:
    """Refuse to go on without the extra `web`.

    Raise InputError if one of its packages is missing.
    """
    missing = [name for name in WEB if find_spec(name) is None]
    if missing:
        raise InputError(
            f"this needs the extra 'web', of which {', '.join(missing)} is not installed; get it with: "
            "pip install 'diastole[web]'"
        )


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    """Let imports of these packages fail, unless they are loaded."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # with None, Python finds no module
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
