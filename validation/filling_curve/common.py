"""What rests on the filling curve: presets beside the same ones with a curve as bent as in people."""

from functools import cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from diastole.calibration.freedom import value_of, with_numbers
from diastole.errors import SimulationError
from diastole.patient import Patient
from validation.assist_devices.treatments import IMPELLA_CP
from validation.filling_curve.rows import common_empty_volume, over_common, resting_pressure
from validation.interventions import BALLOON, Case, percent
from validation.markdown import table
from validation.patients import Treatment, preset, run
from validation.rows import text

HEARTS = ("healthy", "chronic_severe_ar", "shock")  # whose curve bends too little
EXPONENT = 23.0  # 1, with which each of them can have the common shape
LARGER = 1.05  # 1, reference volume over the empty one of the common shape, to start from
KEPT = {"lv_end_diastolic_volume": 1.0, "lv_end_systolic_volume": 1.0, "lv_end_diastolic_pressure": 0.2}  # tolerances
NEAR_COMMON = 0.02  # 1, tolerance of the volume at 30 mmHg over that of the common shape
VOLUME, STIFFNESS = "left_ventricle.reference_volume", "left_ventricle.passive_stiffness"
FREE = (VOLUME, STIFFNESS, "left_ventricle.peak_calcium", "blood_volume")
FAR = 30.0  # 1, residual of a heart without a steady beat
NITROPRUSSIDE: Treatment = (("drugs.nitroprusside", "1 µg/kg/min"),)
TREATMENTS = {"balloon, 40 mL, 1:1": BALLOON, "nitroprusside 1 µg/kg/min": NITROPRUSSIDE, "Impella CP, P-9": IMPELLA_CP}
MEASURES = (
    "cardiac_output", "mean_aortic_pressure", "lv_end_diastolic_pressure", "left_atrial_pressure", "lv_stroke_work",
    "pressure_volume_area", "lv_contractile_atp",
)  # fmt: skip


@cache
def with_common_curve(name: str) -> Patient:
    """Return a preset whose filling curve has the common shape, with its own volumes and end-diastolic pressure."""
    own = preset(name)
    before = run(own).measures
    filled = before["lv_end_diastolic_volume"]
    pressure = resting_pressure(own, filled)
    bent = with_numbers(own, {"left_ventricle.passive_exponent": EXPONENT}, "assumed")
    bent = with_numbers(bent, {VOLUME: LARGER * common_empty_volume(filled, pressure)}, "assumed")
    stiffness = bent.left_ventricle.passive_stiffness * pressure / resting_pressure(bent, filled)
    start = np.array([value_of(with_numbers(bent, {STIFFNESS: stiffness}, "assumed"), key) for key in FREE])

    def patient(shares: NDArray[np.float64]) -> Patient:
        return with_numbers(bent, dict(zip(FREE, (shares * start).tolist(), strict=True)), "fitted")

    def residuals(shares: NDArray[np.float64]) -> list[float]:
        tried = patient(shares)
        try:
            found = run(tried).measures
        except SimulationError:
            return [FAR] * (len(KEPT) + 1)
        kept = [(found[measure] - before[measure]) / near for measure, near in KEPT.items()]
        return [*kept, (over_common(tried) - 1.0) / NEAR_COMMON]

    return patient(least_squares(residuals, np.ones(len(FREE)), diff_step=1e-3, bounds=(0.3, 4.0)).x)


def tables() -> str:
    """Return what treatments do to the presets, with their own curve and with one of the common shape."""
    lines, turned = [], []
    for name in HEARTS:
        own, common = (Case(name, partial(who, name), reflex=False) for who in (preset, with_common_curve))
        for words, treatment in TREATMENTS.items():
            changes = {measure: [percent(case, treatment, measure) for case in (own, common)] for measure in MEASURES}
            cells = (" → ".join(text(value, signed=True) for value in both) for both in changes.values())
            lines.append([name, words, *cells])
            turned += [f"{m} in `{name}` with {words}" for m, (here, there) in changes.items() if here * there < 0.0]
    signs = "; ".join(turned) or "none"
    note = (
        "Change in % without the reflex: with the preset's own filling curve → with one of the common shape of people, "
        "fitted to the same volumes and the same end-diastolic pressure. `acute_severe_ar` has that shape already.\n\n"
        f"Signs that rest on the curve: {signs}.\n"
    )
    return table(("preset", "treatment", *MEASURES), lines) + "\n" + note
