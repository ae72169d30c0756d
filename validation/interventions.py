"""Effects of interventions on a patient, without and with the baroreflex, and the rows that expect them."""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from diastole import Patient
from diastole.model.patient import PRESETS
from diastole.model.patient.relative_value import value_at
from diastole.studies.fit.fit_factors import FACTORS, QUANTITIES
from validation.patients import Treatment, Who, fitted_patient, later, preset, run, treated
from validation.rows import Row

FALLS, RISES = (-math.inf, 0.0), (0.0, math.inf)
NOTHING: Treatment = ()
TONE = next(freedom.keys for freedom in FACTORS if freedom.name == "systemic_resistance")
BALLOON: Treatment = (("balloon_pump.volume", "40 mL"),)


class Case(NamedTuple):
    """A patient with the baroreflex on or off."""

    name: str
    who: Who
    reflex: bool

    def __str__(self) -> str:
        return f"{self.name}, reflex {'on' if self.reflex else 'off'}"

    def but(self, words: str, *changes: tuple[str, str]) -> "Case":
        """Return the case of a patient with some values changed."""
        return self._replace(name=f"{self.name}, {words}", who=lambda: treated(self.who(), changes))


def without_and_with_reflex(name: str, who: Who) -> list[Case]:
    return [Case(name, who, reflex) for reflex in (False, True)]


def fitted_cases(sheets: Mapping[str, str]) -> list[Case]:
    """Return the patients of bedside sheets, each without and with the reflex."""
    return [
        case for name, one in sheets.items() for case in without_and_with_reflex(name, partial(fitted_patient, one))
    ]


def presets(*names: str) -> list[Case]:
    return [case for name in names for case in without_and_with_reflex(name, lambda name=name: preset(name))]


def measured(case: Case, treatment: Treatment, measure: str) -> float:
    return run(treated(case.who(), treatment), reflex=case.reflex).measures[measure]


def difference(case: Case, treatment: Treatment, other: Treatment, measure: str) -> float:
    """Return a measure with a treatment less that with another one."""
    return measured(case, treatment, measure) - measured(case, other, measure)


def percent(case: Case, treatment: Treatment, measure: str) -> float:
    """Return by how much a measure changes with a treatment [%]."""
    return 100.0 * difference(case, treatment, NOTHING, measure) / measured(case, NOTHING, measure)


def with_bed_resistance(patient: Patient, factor: float) -> Treatment:
    """Return the treatment that multiplies resistance and closing pressure of a patient's systemic arterioles."""
    return tuple((key, f"{factor * value_at(patient, key):.8g} {QUANTITIES[key].unit}") for key in TONE)


class Expectation(NamedTuple):
    """The change that a measure must show."""

    measure: str
    unit: str
    bounds: tuple[float, float]

    @property
    def rises(self) -> bool:
        return self.bounds == RISES


def rows_of(
    topic: str,
    case: Case,
    words: str,
    treatment: Treatment,
    expected: Iterable[Expectation],
    *,
    other: Treatment = NOTHING,
    source: str = "teaching",
) -> list[Row]:
    """Return the rows that expect changes of measures, compared with the untreated patient or another treatment."""

    def read(measure: str) -> Callable[[], float]:
        return lambda: difference(case, treatment, other, measure)

    return [
        Row(topic, source, str(case), words, f"change of {measure}", unit, read(measure), *bounds)
        for measure, unit, bounds in expected
    ]


def untreated(
    topic: str, source: str, measure: str, unit: str, read: Callable[[Patient], float], bounds: tuple[float, float]
) -> list[Row]:
    """Return the row of each untreated preset."""
    return [
        Row(topic, source, name, "none", measure, unit, later(read, partial(preset, name)), *bounds) for name in PRESETS
    ]
