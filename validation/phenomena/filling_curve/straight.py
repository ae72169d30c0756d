"""Effect of the bent filling curve: presets compared with the same ones with a curve that bends too little."""

from functools import cache

from diastole.model.patient import Patient
from diastole.studies.fit.fit_factors import with_numbers
from validation.patients import preset
from validation.refits import compared, refitted

HEARTS = ("healthy", "acute_severe_ar", "chronic_severe_ar", "shock")
EXPONENT = 7.0  # 1, as in the first version of the model, which knew one point of the curve
STIFFER = 9.0  # 1, stiffness of the straighter curve over that of the bent one, to start from
KEPT = ("lv_end_diastolic_volume", "lv_end_systolic_volume", "lv_end_diastolic_pressure")
STIFFNESS = "left_ventricle.passive_stiffness"
FREE = (STIFFNESS, "left_ventricle.peak_calcium", "blood_volume")


@cache
def with_straight_curve(name: str) -> Patient:
    """Return a preset whose filling curve bends too little, with its own volumes and end-diastolic pressure."""
    own = preset(name)
    start = {"left_ventricle.passive_exponent": EXPONENT, STIFFNESS: STIFFER * own.left_ventricle.passive_stiffness}
    return refitted(own, with_numbers(own, start, "assumed"), FREE, KEPT, lambda _: [])


def tables() -> str:
    """Return the effects of treatments on the presets with their own curve and with one that bends too little."""
    return compared(HEARTS, with_straight_curve) + (
        "\nChange in % without the reflex: with the preset's own filling curve, of the common shape of people → with "
        "one that bends too little, fitted to the same volumes and the same end-diastolic pressure.\n"
    )
