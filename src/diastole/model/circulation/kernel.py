"""A circulation as machine code, for a block of patients: one, or as many as the processor computes at once.

Numbers of a block lie in memory as (…, lanes). What the functions do, `kernel_program` says.
"""

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

from diastole.model.circulation.generated import closed_loop, coupled_loop, coupled_ventricles
from diastole.tracing.native import load

SEARCH = "diastole.model.simulation.search_program:hearts"  # a program with the closed loop in it
PROGRAM = "diastole.model.circulation.kernel_program"  # the circulations alone
COUPLED = {coupled_loop: "coupled_circulation", coupled_ventricles: "coupled_ventricles_circulation"}  # in it
FINER = 6  # points a step of a trace
OPENING_TOLERANCE = 1e-2  # 1, by which a leaflet opening may leave [0, 1] between steps
BLOOD_TOLERANCE = 1e-9  # of the whole blood volume, that a beat may gain or lose by rounding


def hermite_weights(share: Any) -> tuple[Any, Any, Any, Any]:
    """Return what state and rise at the start of a step, and those at its end, count at a share of it [1]."""
    square, cube = share**2, share**3
    return 2 * cube - 3 * square + 1, cube - 2 * square + share, 3 * square - 2 * cube, cube - square


class Widths(NamedTuple):
    """How many numbers a circulation has of each kind."""

    states: int
    watched: int
    signals: int
    parameters: int

    @property
    def rates(self) -> int:
        """Rates of the states, and the signals."""
        return self.states + self.signals

    @property
    def work(self) -> int:
        """Numbers that a beat needs for itself."""
        return 5 * self.rates


def widths(module: ModuleType) -> Widths:
    """Return how many numbers the circulation of an assembled module has."""
    fields = (1 if type_ == "float" else len(module.TYPES[type_]._fields) for _, type_ in module.PARAMETERS)
    return Widths(len(module.STATES), len(module.WATCHED), len(module.SIGNALS), sum(fields))


class Circulation(NamedTuple):
    """The compiled functions of a circulation for a block of so many lanes."""

    width: Widths
    lanes: int
    beat: Callable[..., None]
    differentiate: Callable[..., None]
    refine: Callable[..., None]
    judge: Callable[..., None]


@cache
def closed_circulation(lanes: int = 1) -> Circulation:
    """Return the closed loop, which is compiled with the search for its steady beat."""
    return _of_program(closed_loop, SEARCH, lanes)


@cache
def coupled_circulation(module: ModuleType) -> Circulation:
    """Return a loop of ``COUPLED``, of whose chambers some are solved elsewhere."""
    return _of_program(module, f"{PROGRAM}:{COUPLED[module]}", 1)


def _of_program(module: ModuleType, program: str, lanes: int) -> Circulation:
    functions = load(program, lanes)
    return Circulation(widths(module), lanes, **{name: functions[name] for name in Circulation._fields[2:]})
