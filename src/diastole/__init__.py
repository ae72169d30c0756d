"""Runnable answers about circulatory support in valve disease.

The public interface: patients, runs and comparisons. Education and research only.
"""

from diastole.errors import InputError, SimulationError
from diastole.hemodynamics.run import Comparison, Run, compare, simulate
from diastole.patient import BalloonPump, Patient

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
