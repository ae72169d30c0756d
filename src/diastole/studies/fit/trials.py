"""Patients that a fit tries: each is simulated once, and those around one of them side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import InputError, SimulationError
from diastole.model.measures.measure import Value
from diastole.model.patient import Patient
from diastole.model.run import simulating
from diastole.model.simulation.plans import Plan, together
from diastole.studies.fit.fit_factors import FitFactor, with_factors
from diastole.studies.fit.measurement_tolerance import tolerance
from diastole.studies.fit.usual_values import UsualValue

type Watch = Callable[[int], None]

DIFFERENCE = 1e-3  # 1, step of the logarithms in the derivatives; the steady beat is found to 1e-6, far below it
FAILED = 30.0  # tolerances, residual of a patient who cannot be simulated


class Trial(NamedTuple):
    """What a patient shows."""

    distances: Array  # fitted less measured of each number, in tolerances, and how far beyond usual the others are
    measures: dict[str, Value]  # none of a patient who cannot be simulated, whose distances are large
    cautions: Sequence[str]


def trying(patient: Patient, measured: Mapping[str, float], usual: Sequence[UsualValue]) -> Plan[Trial]:
    """Plan to hold a patient against measured numbers and against what is usual."""
    try:
        run = yield from simulating(patient)
    except SimulationError:
        return _failed(measured, usual)
    values = [(run.measures[name], value, tolerance(name, value)) for name, value in measured.items()]
    printed = [FAILED if have is None else (have - want) / known for have, want, known in values]
    beyond = [one.excess(run, measured) for one in usual]
    return Trial(np.array([*printed, *beyond]), run.measures, run.cautions)


def _failed(measured: Mapping[str, float], usual: Sequence[UsualValue]) -> Trial:
    return Trial(np.full(len(measured) + len(usual), FAILED), {}, ())


@dataclass(frozen=True)
class Trials:
    """Patients made of one by factors, each simulated once, however often a search asks for it."""

    start: Patient  # whose values the factors multiply
    factors: Sequence[FitFactor]
    measured: Mapping[str, float]
    usual: Sequence[UsualValue]  # to which patients are drawn
    watch: Watch | None = None  # called with the count of simulated patients
    _known: dict[bytes, Trial] = field(default_factory=dict)  # by the logarithms of the factors

    @property
    def spreads(self) -> Array:
        """Standard deviations of the logarithms of the factors among patients like the first."""
        return np.array([factor.spread for factor in self.factors])

    def patient(self, logarithms: Array) -> Patient:
        """Return the patient of some factors. Raise InputError if there is none."""
        return with_factors(self.start, self.factors, np.exp(logarithms).tolist())

    def at(self, points: Sequence[Array]) -> list[Trial]:
        """Return the trials with these logarithms of the factors; those that are new run side by side."""
        new = {point.tobytes(): point for point in points if point.tobytes() not in self._known}
        self._known.update(zip(new, together(map(self._trying, new.values())), strict=True))
        if new and self.watch:
            self.watch(len(self._known))
        return [self._known[point.tobytes()] for point in points]

    def around(self, logarithms: Array) -> list[Trial]:
        """Return a trial, and those with one factor a little larger each."""
        return self.at([logarithms, *(logarithms + DIFFERENCE * np.eye(logarithms.size))])

    def residuals(self, logarithms: Array) -> Array:
        """Return what a search makes small: distances, and how far each factor is from that of the first patient."""
        [trial] = self.at([logarithms])
        return np.concatenate((trial.distances, logarithms / self.spreads))

    def slopes(self, logarithms: Array) -> Array:
        """Return the derivatives of the residuals, a column for each factor."""
        here, *others = self.around(logarithms)
        gained = np.array([other.distances - here.distances for other in others]).T / DIFFERENCE
        return np.vstack((gained, np.diag(1.0 / self.spreads)))

    def _trying(self, logarithms: Array) -> Plan[Trial]:
        try:
            patient = self.patient(logarithms)
        except InputError:
            return _failed(self.measured, self.usual)
        return (yield from trying(patient, self.measured, self.usual))
