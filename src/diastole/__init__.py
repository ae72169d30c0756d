"""Runnable answers about circulatory support in valve disease.

The public interface: patients, runs and comparisons. Education and research only.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from diastole.errors import InputError, SimulationError

if TYPE_CHECKING:
    from diastole.model.patient import BalloonPump, Patient
    from diastole.model.run import Comparison, Run, compare, simulate

__version__ = "0.1.0"
__all__ = [
    "BalloonPump",
    "Comparison",
    "InputError",
    "Patient",
    "Run",
    "SimulationError",
    "compare",
    "simulate",
]
_HOMES = {  # loaded when they are asked for, so that the command line starts, and says what is wrong, at once
    "diastole.model.run": ("Comparison", "Run", "compare", "simulate"),
    "diastole.model.patient": ("BalloonPump", "Patient"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'diastole' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
