"""Effect of an assumption about the heart: presets compared with the same ones fitted again without it."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from diastole.errors import SimulationError
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at
from diastole.studies.fit.fit_factors import with_numbers
from validation.interventions import BALLOON, Case, percent
from validation.patients import Treatment, preset, run
from validation.phenomena.assist_devices.treatments import IMPELLA_CP
from validation.rows import table, text

TOLERANCES = {  # with which a refit keeps what the preset shows
    "lv_end_diastolic_volume": 1.0, "lv_end_systolic_volume": 1.0, "lv_end_diastolic_pressure": 0.2,
    "right_atrial_pressure": 0.2,
}  # fmt: skip
FAR = 30.0  # 1, residual of a heart without a steady beat
NITROPRUSSIDE: Treatment = (("drugs.nitroprusside", "1 µg/kg/min"),)
TREATMENTS = {"balloon, 40 mL, 1:1": BALLOON, "nitroprusside 1 µg/kg/min": NITROPRUSSIDE, "Impella CP, P-9": IMPELLA_CP}
MEASURES = (
    "cardiac_output", "mean_aortic_pressure", "lv_end_diastolic_pressure", "left_atrial_pressure",
    "right_atrial_pressure", "lv_stroke_work", "pressure_volume_area", "lv_contractile_atp",
)  # fmt: skip


def refitted(
    own: Patient, start: Patient, free: Sequence[str], kept: Sequence[str], more: Callable[[Patient], list[float]]
) -> Patient:
    """Fit a changed patient so that its measures are those before the change.

    Parameters
    ----------
    own
        The patient before the change.
    start
        The changed patient.
    free
        Keys of the values that are fitted.
    kept
        Measures of ``TOLERANCES`` that must stay.
    more
        Other residuals of a patient, in units of their tolerance.
    """
    before = run(own).measures
    values = np.array([value_at(start, key) for key in free])
    count = len(kept) + len(more(start))

    def patient(shares: NDArray[np.float64]) -> Patient:
        return with_numbers(start, dict(zip(free, (shares * values).tolist(), strict=True)), "fitted")

    def residuals(shares: NDArray[np.float64]) -> list[float]:
        tried = patient(shares)
        try:
            measures = run(tried).measures
        except SimulationError:
            return [FAR] * count
        return [*((measures[measure] - before[measure]) / TOLERANCES[measure] for measure in kept), *more(tried)]

    return patient(least_squares(residuals, np.ones(len(free)), diff_step=1e-3, bounds=(0.2, 4.0)).x)


def compared(hearts: Sequence[str], other: Callable[[str], Patient]) -> str:
    """Return the effects of treatments on presets and on the same ones fitted again, and which signs differ."""
    lines, turned = [], []
    for name in hearts:
        cases = [Case(name, partial(who, name), reflex=False) for who in (preset, other)]
        for words, treatment in TREATMENTS.items():
            changes = {measure: [percent(case, treatment, measure) for case in cases] for measure in MEASURES}
            cells = (" → ".join(text(value, signed=True) for value in both) for both in changes.values())
            lines.append([name, words, *cells])
            turned += [f"{m} in `{name}` with {words}" for m, (here, there) in changes.items() if here * there < 0.0]
    signs = "; ".join(turned) or "none"
    return table(("preset", "treatment", *MEASURES), lines) + f"\nSigns that differ: {signs}.\n"
