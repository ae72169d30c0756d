"""Effect of the pericardium: presets compared with the same ones in one so wide that it holds nothing."""

from functools import cache

from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at
from diastole.studies.fit.fit_factors import with_numbers
from validation.patients import preset
from validation.refits import TOLERANCES, compared, refitted

HEARTS = ("healthy", "acute_severe_ar", "shock")  # whose pericardium has had no time to grow
WIDE = 2000.0  # mL, far beyond what any heart fills
STIFFER = 2.0  # 1, stiffness of walls that carry all of the pressure over that of the preset's, to start from
WALLS = ("left_ventricle.passive_stiffness", "right_ventricle.passive_stiffness")
FREE = (*WALLS, "left_ventricle.peak_calcium", "blood_volume")


@cache
def in_slack(name: str) -> Patient:
    """Return a preset in a wide pericardium, with stiffer walls and the same volumes and pressures as before."""
    own = preset(name)
    start = {"pericardium.volume": WIDE} | {wall: STIFFER * value_at(own, wall) for wall in WALLS}
    return refitted(own, with_numbers(own, start, "assumed"), FREE, tuple(TOLERANCES), lambda _: [])


def tables() -> str:
    """Return the effects of treatments on the presets in their own pericardium and in a wide one."""
    return compared(HEARTS, in_slack) + (
        "\nChange in % without the reflex: in the preset's own pericardium, as tight as in people → in one that holds "
        "nothing, with stiffer walls, fitted to the same volumes, end-diastolic and right atrial pressure.\n"
    )
