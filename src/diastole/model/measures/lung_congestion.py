"""Measures of the lung upstream of the left heart: capillary pressure, water and congestion."""

from diastole.law import select
from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import MINUTES_PER_HOUR
from diastole.model.measures.measure import CYCLE, SIZED, MeasureGroup, Plausible
from diastole.model.measures.pressures import left_atrial_pressure, pulmonary_artery_pressure
from diastole.model.physiology.lung import capillary_pressure
from diastole.model.simulation.beat_to_beat import lung_water_gain as water_gain

LUNG = MeasureGroup("Lung")
CONGESTION = (18.0, 25.0, 30.0)  # mmHg, mean left atrial pressure at which each grade begins, mchugh1972


@LUNG.measure(
    "Pulmonary capillary pressure", "mmHg", 1, "What drives water into the lung.", Plausible(-10.0, 80.0),
    scope=CYCLE, in_course=True,
)  # fmt: skip
def pulmonary_capillary_pressure(beat: Beat) -> float:
    """Left atrial pressure plus 0.4 of the difference to the mean pulmonary artery pressure (gaar1967)."""
    pressure: float = capillary_pressure(left_atrial_pressure(beat), pulmonary_artery_pressure(beat))
    return pressure


@LUNG.measure(
    "Lung water gain", "mL/h", 0, "Water that stays in the lung; 0 while the lymph keeps up.",
    Plausible(0.0, 3000.0, SIZED), scope=CYCLE, in_course=True,
)  # fmt: skip
def lung_water_gain(beat: Beat) -> float:
    """Filtration of the lung's capillaries (Starling) above the largest flow of its lymph."""
    return water_gain(pulmonary_capillary_pressure(beat), beat.patient) * MINUTES_PER_HOUR


@LUNG.measure(
    "Lung congestion grade", "1", 0, "0 none, 1 congestion, 2 interstitial oedema, 3 alveolar oedema.",
    Plausible(0.0, 3.0), scope=CYCLE,
)  # fmt: skip
def lung_congestion_grade(beat: Beat) -> float:
    """By mean left atrial pressure: below 18, from 18, from 25, from 30 mmHg."""
    pressure = left_atrial_pressure(beat)
    grade = 0.0
    for least in CONGESTION:
        grade = grade + select(pressure >= least, 1.0, 0.0)
    return grade
