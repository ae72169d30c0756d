"""Runnable answers about circulatory support in valve disease.

The public interface: what the command line does, and many runs at once. Education and research only.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from diastole.errors import InputError, SimulationError

if TYPE_CHECKING:
    from diastole.model.patient import BalloonPump, Patient
    from diastole.model.run import Comparison, Run
    from diastole.python.asking import ask
    from diastole.python.heart3d_call import heart3d
    from diastole.python.many import ensemble, sweep
    from diastole.python.saving import figure, save, to_json
    from diastole.python.screening_calls import screen
    from diastole.python.single import compare, simulate
    from diastole.python.studying import alternatives, claims, course, fit

__version__ = "0.1.0"
__all__ = [
    "BalloonPump",
    "Comparison",
    "InputError",
    "Patient",
    "Run",
    "SimulationError",
    "alternatives",
    "ask",
    "claims",
    "compare",
    "course",
    "ensemble",
    "figure",
    "fit",
    "heart3d",
    "save",
    "screen",
    "simulate",
    "sweep",
    "to_json",
]
_HOMES = {  # loaded when they are asked for, so that the command line starts, and says what is wrong, at once
    "diastole.model.patient": ("BalloonPump", "Patient"),
    "diastole.model.run": ("Comparison", "Run"),
    "diastole.python.asking": ("ask",),
    "diastole.python.heart3d_call": ("heart3d",),
    "diastole.python.many": ("ensemble", "sweep"),
    "diastole.python.saving": ("figure", "save", "to_json"),
    "diastole.python.screening_calls": ("screen",),
    "diastole.python.single": ("compare", "simulate"),
    "diastole.python.studying": ("alternatives", "claims", "course", "fit"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'diastole' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
