"""What patients at rest usually show, towards which a fit draws what the sheet does not print: nobody odd is made."""

from collections.abc import Collection, Mapping
from typing import NamedTuple


class UsualValue(NamedTuple):
    """Between which values a measure lies in most patients at rest; assumed."""

    measure: str
    low: float
    high: float
    spread: float  # by which one standard deviation lies beyond
    twins: tuple[str, ...] = ()  # measures that say the same where the sheet prints them

    def excess(self, measures: Mapping[str, float | None], measured: Collection[str]) -> float:
        """Return how many deviations a patient lies beyond; 0 where the sheet prints the number."""
        value = measures[self.measure]
        if value is None or not {self.measure, *self.twins}.isdisjoint(measured):
            return 0.0
        return (min(value - self.low, 0.0) + max(value - self.high, 0.0)) / self.spread


OUTPUTS = ("cardiac_output", "cardiac_index", "forward_stroke_volume")
USUAL_VALUES = (
    UsualValue("mean_aortic_pressure", 70.0, 105.0, 5.0, ("systolic_aortic_pressure",)),
    UsualValue("cardiac_index", 1.8, 3.6, 0.2, OUTPUTS),
    UsualValue("left_atrial_pressure", 6.0, 28.0, 2.0, ("lv_end_diastolic_pressure",)),
    UsualValue("right_atrial_pressure", 2.0, 14.0, 1.5),
    UsualValue("lv_ejection_fraction", 0.15, 0.7, 0.03),
    UsualValue("lv_end_diastolic_volume", 90.0, 300.0, 10.0),
    UsualValue("mixed_venous_oxygen_saturation", 0.5, 0.8, 0.04, OUTPUTS),
)
