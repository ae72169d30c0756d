"""Effect of the filling curve: presets compared with the same ones with a curve as bent as in people."""

from functools import cache

from diastole.model.patient import Patient
from diastole.studies.fit.filling_curve import common_empty_volume, resting_pressure
from diastole.studies.fit.fit_factors import with_numbers
from validation.patients import preset, run
from validation.phenomena.filling_curve.rows import over_common_of
from validation.refits import compared, refitted

HEARTS = ("healthy", "chronic_severe_ar", "shock")  # whose curve bends too little
EXPONENT = 23.0  # 1, with which each of them can have the common shape
LARGER = 1.05  # 1, reference volume over the empty one of the common shape, to start from
KEPT = ("lv_end_diastolic_volume", "lv_end_systolic_volume", "lv_end_diastolic_pressure")
NEAR_COMMON = 0.02  # 1, tolerance of the volume at 30 mmHg over that of the common shape
VOLUME, STIFFNESS = "left_ventricle.reference_volume", "left_ventricle.passive_stiffness"
FREE = (VOLUME, STIFFNESS, "left_ventricle.peak_calcium", "blood_volume")


@cache
def with_common_curve(name: str) -> Patient:
    """Return a preset whose filling curve has the common shape, with its own volumes and end-diastolic pressure."""
    own = preset(name)
    filled = run(own).measures["lv_end_diastolic_volume"]
    pressure = resting_pressure(own, filled)
    bent = with_numbers(own, {"left_ventricle.passive_exponent": EXPONENT}, "assumed")
    bent = with_numbers(bent, {VOLUME: LARGER * common_empty_volume(filled, pressure)}, "assumed")
    stiffness = bent.left_ventricle.passive_stiffness * pressure / resting_pressure(bent, filled)
    bent = with_numbers(bent, {STIFFNESS: stiffness}, "assumed")
    return refitted(own, bent, FREE, KEPT, lambda tried: [(over_common_of(tried) - 1.0) / NEAR_COMMON])


def tables() -> str:
    """Return the effects of treatments on the presets with their own curve and with one of the common shape."""
    return compared(HEARTS, with_common_curve) + (
        "\nChange in % without the reflex: with the preset's own filling curve → with one of the common shape of "
        "people, fitted to the same volumes and the same end-diastolic pressure. `acute_severe_ar` has that shape "
        "already.\n"
    )
