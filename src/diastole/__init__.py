"""Circulatory support in valve disease: a patient is simulated, and questions get answers with sources and simulations.

This module exports the public functions. The modules beside it are for all folders: units, the format of numbers,
errors, YAML, files, and ``law``, which marks an equation of the model. For education and research only.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from diastole.errors import InputError, SimulationError

if TYPE_CHECKING:
    from diastole.api.answer_calls import ask
    from diastole.api.cohort_calls import cohort, ensemble, sweep
    from diastole.api.heart3d_call import heart3d
    from diastole.api.saving import figure, save, to_json
    from diastole.api.screening_calls import screen
    from diastole.api.simulation_calls import compare, simulate
    from diastole.api.study_calls import alternatives, claims, course, fit
    from diastole.api.uncertainty_calls import claim_shares, optimum, sensitivity, uncertainty
    from diastole.model.patient import BalloonPump, Patient
    from diastole.model.run import Comparison, Run

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
    "claim_shares",
    "claims",
    "cohort",
    "compare",
    "course",
    "ensemble",
    "figure",
    "fit",
    "heart3d",
    "optimum",
    "save",
    "screen",
    "sensitivity",
    "simulate",
    "sweep",
    "to_json",
    "uncertainty",
]
_HOMES = {  # loaded when they are asked for, so that the command line starts, and says what is wrong, at once
    "diastole.model.patient": ("BalloonPump", "Patient"),
    "diastole.model.run": ("Comparison", "Run"),
    "diastole.api.answer_calls": ("ask",),
    "diastole.api.heart3d_call": ("heart3d",),
    "diastole.api.cohort_calls": ("cohort", "ensemble", "sweep"),
    "diastole.api.saving": ("figure", "save", "to_json"),
    "diastole.api.screening_calls": ("screen",),
    "diastole.api.simulation_calls": ("compare", "simulate"),
    "diastole.api.study_calls": ("alternatives", "claims", "course", "fit"),
    "diastole.api.uncertainty_calls": ("claim_shares", "optimum", "sensitivity", "uncertainty"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'diastole' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
