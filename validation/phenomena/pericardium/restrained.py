"""Effect of the pericardium: presets compared with the same ones in a pericardium as tight as in people."""

from functools import cache

from diastole.model.patient import Patient
from diastole.studies.fit.fit_factors import with_numbers
from validation.patients import preset
from validation.refits import TOLERANCES, compared, refitted

HEARTS = ("healthy", "acute_severe_ar", "shock")  # whose pericardium has had no time to grow
TIGHT = {
    "pericardium.volume": 220.0,  # mL, at 1 mmHg as in the presets, so that a right atrium carries 1 to 3 mmHg; assumed
    "pericardium.scale": 115.0,  # mL, from effusions in dogs: e-fold over the volume of a left ventricle; assumed
    "right_atrium.passive_elastance": 0.025,  # mmHg/mL, of an atrium that carries so little; assumed
    "right_atrium.stiffening": 0.0001,  # mmHg/mL², the same
}
FREE = (
    "left_ventricle.passive_stiffness", "right_ventricle.passive_stiffness", "left_ventricle.peak_calcium",
    "blood_volume",
)  # fmt: skip


@cache
def restrained(name: str) -> Patient:
    """Return a preset in a tight pericardium, with softer walls and the same volumes and pressures as before."""
    own = preset(name)
    return refitted(own, with_numbers(own, TIGHT, "assumed"), FREE, tuple(TOLERANCES), lambda _: [])


def tables() -> str:
    """Return the effects of treatments on the presets in their own pericardium and in a tight one."""
    return compared(HEARTS, restrained) + (
        "\nChange in % without the reflex: in the preset's own pericardium → in one as tight as in people, with softer "
        "walls, fitted to the same volumes, end-diastolic and right atrial pressure.\n"
    )
