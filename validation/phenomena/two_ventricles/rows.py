"""Two ventricles in space: the septum between them, and the left one against itself without the other.

The curvature is measured as roeleveld2005 does, in a cross section; there a septum was bowed to the left where the
systolic pressure of the pulmonary arteries was above 67 mmHg, and most bowed as the right wall reached its peak
(marcus2008). The left ventricle is set beside that of ``same_heart``.
"""

from collections.abc import Callable

import numpy as np

from validation.phenomena.same_heart import run as alone
from validation.phenomena.two_ventricles.run import results
from validation.rows import Row

TOPIC = "Two ventricles in space"
ROELEVELD, MARCUS = "roeleveld2005", "marcus2008"
EQUAL = 1e-6  # 1, of the stroke, by which what both ventricles move may differ
MS_PER_S = 1000.0
LIKE = 0.15  # 1, by which the left ventricle may differ from the one that is alone in space, as in same_heart


def _row(heart, condition, measure, unit, read, low, high, source) -> Row:
    return Row(TOPIC, source, heart, condition, measure, unit, read, low, high)


def _curvature(heart: str) -> Callable[[], float]:
    return lambda: min(results()[heart]["septal_curvature"])


def _kept() -> float:
    """Return what the right ventricle gave the lungs and the left one did not take from there, over the stroke."""
    close = results()["healthy, closely repeated"]
    return close["left_in_lungs"] / close["strokes"][-1]


def _beside_alone(measure: str) -> Callable[[], float]:
    kept = alone.results()["healthy"]["finite_elements"]
    return lambda: results()["healthy"]["measures"][measure] / kept[measure]


ROWS = (
    _row("healthy", "a beat that repeats to 1e-6", "blood left in the lungs over the stroke", "1", _kept, -EQUAL, EQUAL,
         "conservation of volume"),
    _row("healthy", "one beat", "least curvature of the septum", "1/cm", _curvature("healthy"), 0.0, np.inf, ROELEVELD),
    _row("healthy with pulmonary hypertension", "one beat", "systolic pressure of the pulmonary arteries", "mmHg",
         lambda: results()["pulmonary hypertension"]["measures"]["pulmonary_artery_systolic_pressure"], 67.0, np.inf,
         f"{ROELEVELD}, above which the septum is bowed"),
    _row("healthy with pulmonary hypertension", "one beat", "least curvature of the septum", "1/cm",
         _curvature("pulmonary hypertension"), -np.inf, 0.0, ROELEVELD),
    _row("healthy with pulmonary hypertension", "one beat", "time of the least curvature of the septum", "ms",
         lambda: MS_PER_S * results()["pulmonary hypertension"]["bowed_most_at"], 305.0, 485.0,
         f"{MARCUS}, 395 ± 2 · 45"),
    *(_row("healthy", "with two ventricles over with one", words, "1", _beside_alone(measure), 1.0 - LIKE, 1.0 + LIKE,
           "expected of the same heart")
      for measure, words in (("lv_ejection_fraction", "ejection fraction"), ("lv_peak_pressure", "peak pressure"),
                             ("lv_stroke_work", "stroke work"))),
)  # fmt: skip
