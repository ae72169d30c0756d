"""A drug or a loss of blood, dosed so that a measure of the model changes as much as a publication prints."""

from collections.abc import Callable
from functools import cache
from typing import Literal

from scipy.optimize import brentq

from diastole import Patient
from diastole.model.drugs.formulary import DRUGS
from validation.interventions import with_bed_resistance
from validation.part import Part
from validation.patients import BLOOD, Treatment, run, treated
from validation.readings import value

ARTERIOLES = "arterioles"  # an arterial vasodilator that the model lacks: only its systemic arterioles open
WIDEST = 0.2  # 1, of the resistance that is left at the largest dose of such a drug; assumed
STEPS = (0.125, 0.25, 0.5, 1.0)  # shares of the largest dose, tried upwards: hearts fail under more than they need
LARGEST_LOSS = 1200.0  # mL, of blood that is taken or drawn into the legs; assumed
PRECISION = 1e-3  # 1, of the largest dose


class Titration(Part):
    """A drug given, or blood taken, until a measure has changed by a printed share."""

    by: Literal[
        "arterioles", "blood_volume", "drugs.nitroprusside", "drugs.dobutamine", "drugs.noradrenaline", "drugs.esmolol"
    ]  # fmt: skip
    measure: str
    percent: float

    def _dose(self, patient: Patient) -> Callable[[float], Treatment]:
        """Return the treatment by its share of the largest dose."""
        if self.by == ARTERIOLES:
            return lambda share: with_bed_resistance(patient, 1.0 - share * (1.0 - WIDEST))
        if self.by == BLOOD:
            return lambda share: ((BLOOD, f"-{share * LARGEST_LOSS:.6g} mL"),)
        largest = DRUGS[self.by.removeprefix("drugs.")].largest_dose
        return lambda share: ((self.by, f"{share * largest:.6g} µg/kg/min"),)


@cache
def titration(titrated: Titration, patient: Patient, others: Treatment, *, reflex: bool) -> Treatment:
    """Return the dose, given with other treatments; the largest one where the measure changes by less.

    Raises
    ------
    SimulationError
        If the heart sustains no circulation.
    """
    dose = titrated._dose(patient)
    before = value(titrated.measure, run(patient, reflex=reflex))

    def missing(share: float) -> float:
        after = run(treated(patient, others + dose(share)), reflex=reflex, before=patient)
        return value(titrated.measure, after) / before - 1.0 - titrated.percent / 100.0

    low, start = 0.0, missing(0.0)
    for high in STEPS:
        if start * missing(high) <= 0.0:
            return others + dose(brentq(missing, low, high, xtol=PRECISION))
        low = high
    return others + dose(low)
