"""What adults at rest usually show, towards which a fit draws what a sheet does not print: nobody odd is made.

Of a body smaller than an adult's nothing is said. What a sheet prints, or what says the same, is never drawn.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import ADULTS
from diastole.model.patient import Patient
from diastole.model.run import Run
from diastole.studies.fit.filling_curve import over_common
from diastole.studies.fit.fit_factors import WALL, FitFactor

FILLING_CURVE = "filling_curve"  # volume at 30 mmHg over that of the common shape, klotz2006
USUAL_SIZE = 1.9  # m², body surface area for which the values are given; those with a size go with it


class UsualValue(NamedTuple):
    """Between which values a number lies in most adults at rest; assumed."""

    name: str  # of a measure, or `FILLING_CURVE`
    low: float
    high: float
    spread: float  # by which one standard deviation lies beyond
    twins: tuple[str, ...] = ()  # measures that say the same where the sheet prints them

    def excess(self, run: Run, measured: Collection[str]) -> float:
        """Return how many deviations a patient lies beyond; 0 where the sheet prints the number."""
        if not {self.name, *self.twins}.isdisjoint(measured):
            return 0.0
        value = _filling_curve(run) if self.name == FILLING_CURVE else run.measures[self.name]
        if value is None:
            return 0.0
        size = self._size(run.patient)
        return (min(value / size - self.low, 0.0) + max(value / size - self.high, 0.0)) / self.spread

    def ends(self, patient: Patient, deviations: float) -> tuple[float, float]:
        """Return the lowest and the highest value of a body like the patient's, some deviations beyond the usual."""
        size, beyond = self._size(patient), deviations * self.spread
        return (self.low - beyond) * size, (self.high + beyond) * size

    def _size(self, patient: Patient) -> float:
        """Return by how much the number is larger in the patient's body than in a usual one."""
        power = 0 if self.name == FILLING_CURVE else MEASURES[self.name].plausible.power
        return float((patient.body.body_surface_area / USUAL_SIZE) ** power)


def _filling_curve(run: Run) -> float | None:
    filled = run.measures["lv_end_diastolic_volume"]
    return None if filled is None else over_common(run.patient, filled)


OUTPUTS = ("cardiac_output", "cardiac_index", "forward_stroke_volume")
OF_ADULTS = (
    UsualValue("mean_aortic_pressure", 70.0, 105.0, 5.0, ("systolic_aortic_pressure",)),
    UsualValue("cardiac_index", 1.8, 3.6, 0.2, OUTPUTS),
    UsualValue("left_atrial_pressure", 6.0, 28.0, 2.0, ("lv_end_diastolic_pressure",)),
    UsualValue("lv_end_diastolic_pressure", 5.0, 45.0, 2.0, ("left_atrial_pressure",)),
    UsualValue("pulmonary_artery_pressure", 10.0, 45.0, 3.0),
    UsualValue("right_atrial_pressure", 2.0, 14.0, 1.5),
    UsualValue("rv_end_diastolic_pressure", 2.0, 18.0, 2.0, ("right_atrial_pressure",)),
    UsualValue("lv_ejection_fraction", 0.15, 0.7, 0.03),
    UsualValue("lv_end_diastolic_volume", 90.0, 300.0, 10.0),
    UsualValue("mixed_venous_oxygen_saturation", 0.5, 0.8, 0.04, OUTPUTS),
    UsualValue(FILLING_CURVE, 0.92, 1.08, 0.02),
)
# A wall grows under pressure until its fibres bear what they bear in health, grossman1975: 161 ± 24 against 151 ± 14
# thousand dyn/cm². Not more than a little above the stress of the preset `healthy`, kPa; a weak fibre bears less.
OF_A_GROWN_WALL = UsualValue("lv_peak_fibre_stress", 0.0, 56.0, 3.0)


def usual_values(patient: Patient, factors: Sequence[FitFactor]) -> tuple[UsualValue, ...]:
    """Return what is usual in patients like one, where some factors are free."""
    adult = patient.body.body_surface_area >= ADULTS[0]
    grown = any(factor.name == WALL for factor in factors)
    return OF_ADULTS * adult + (OF_A_GROWN_WALL,) * (adult and grown)
