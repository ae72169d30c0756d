"""How the wall of the 3D heart moves without a pump, against what magnetic resonance sees in people.

The beats are those of ``same_heart``, which are kept, and driven ones on other meshes. Ranges of people are those that
are printed, or two standard deviations to both sides, of a mean two standard errors; a layer of which MESA prints the
mean gets the width of the whole wall's interval. Where a range is only customary, its source says so. Rows are tuned
that were in view while springs, bulk modulus, transverse angle and the layer under the endocardium were chosen.
"""

from collections.abc import Callable

import numpy as np

from validation.phenomena.same_heart.run import results
from validation.phenomena.wall_motion.edges import edges
from validation.rows import Row

TOPIC = "Motion of the wall in space"
CUSTOMARY = "customary range"
MM_PER_CM = 10.0
FINER = "0.7", "1"  # cm, edges that are compared
MESH = 3.0  # %, by which the finer mesh may move a measure
# A measure that is near zero has no size of its own: three per cent of what people allow it is what a mesh may move it.
ALLOWED = {
    "apex_rise_outside": 3.0,
    "apex_rise_inside": 3.0,
    "counter_twist_outside": 3.0,
    "counter_twist_inside": 3.0,
    "shear_strain": 0.1,
}  # mm, ° and 1: the limits of their rows
CARLSSON, VENKATESH, MANGION, YOUNG = "carlsson2007", "venkatesh2015", "mangion2016", "young2012"
KANZAKI, TAYLOR, STOYLEN = "kanzaki2006", "taylor2016", "stoylen2018"


def _measure(preset: str, name: str) -> Callable[[], float]:
    return lambda: results()[preset]["motion"][name]


def _strain(preset: str, name: str) -> np.ndarray:
    """Return a strain at the end of systole, base, middle and apex by inner, middle and outer layer (3, 3)."""
    return np.array(results()[preset]["strains"][name])


def _row(measure, unit, read, low, high, source, preset="healthy", *, tuned=False) -> Row:
    return Row(TOPIC, source, preset, "end of diastole to end of systole", measure, unit, read, low, high, tuned)


def _twist_of_dilated() -> float:
    return _measure("dilated", "twist_outside")() / _measure("healthy", "twist_outside")()


def _stroke_of_base(patient: str) -> Callable[[], float]:
    """Return the share of the stroke that the base sweeps with the outer cross-section, as carlsson2007 has it."""

    def share() -> float:
        heart = results()[patient]
        descent = heart["motion"]["base_descent"] / MM_PER_CM
        return np.pi * heart["outer_radius"] ** 2 * descent / heart["strokes"][-1]

    return share


def _inside_less_outside() -> float:
    return _measure("healthy", "twist_inside")() - _measure("healthy", "twist_outside")()


def _base_less_rim() -> float:
    """Return by how much less the inner rim of the base comes down than the whole does [mm]: a horn in a picture."""
    return _measure("healthy", "base_descent")() - _measure("healthy", "rim_descent")()


def _change(name: str) -> Callable[[], float]:
    def percent() -> float:
        fine, coarse = (edges()[edge]["motion"][name] for edge in FINER)
        return 100.0 * (fine - coarse) / ALLOWED.get(name, abs(coarse))

    return percent


def _change_words(name: str) -> str:
    words = f"change of the {name.replace('_', ' ')}"
    return f"{words} over what people allow" if name in ALLOWED else words


ROWS = (
    _row("descent of the base", "mm", _measure("healthy", "base_descent"), 12.0, 16.0,
         f"{CARLSSON}, and {CUSTOMARY}", tuned=True),
    _row("descent of the inner rim of the base", "mm", _measure("healthy", "rim_descent"), 10.8, 20.8,
         f"{STOYLEN}, 15.8 ± 2 · 2.5", tuned=True),
    _row("descent of the base less that of its inner rim", "mm", _base_less_rim, -1.0, 1.0,
         f"{STOYLEN}, 15.8 mm of the ring, and {CARLSSON}, 16 mm ± 2 · 0.5 of the whole plane", tuned=True),
    _row("share of the stroke that the base sweeps", "1", _stroke_of_base("healthy"), 0.56, 0.64, CARLSSON),
    _row("share of the stroke that the base sweeps", "1", _stroke_of_base("dilated"), 0.59, 0.75, CARLSSON, "dilated"),
    _row("descent of the base", "mm", _measure("dilated", "base_descent"), 5.0, 9.0, CARLSSON, "dilated"),
    _row("rise of the apex outside", "mm", _measure("healthy", "apex_rise_outside"), -3.0, 3.0, CUSTOMARY, tuned=True),
    _row("rise of the apex inside", "mm", _measure("healthy", "apex_rise_inside"), -3.0, 3.0, CUSTOMARY, tuned=True),
    _row("twist outside", "°", _measure("healthy", "twist_outside"), 8.0, 18.0, f"{YOUNG}, about 13"),
    _row("twist inside less outside", "°", _inside_less_outside, 0.0, np.inf, CUSTOMARY, tuned=True),
    _row("twist outside", "°", _measure("dilated", "twist_outside"), 4.65, 6.31, TAYLOR, "dilated"),
    _row("twist outside over that of healthy", "1", _twist_of_dilated, 0.0, 0.5, KANZAKI, "dilated"),
    _row("circumferential strain, mid level, middle layer", "1", _measure("dilated", "circumferential_strain"), -0.094,
         -0.066, TAYLOR, "dilated"),
    _row("longitudinal strain", "1", _measure("dilated", "longitudinal_strain"), -0.094, -0.076, TAYLOR, "dilated"),
    _row("twist the other way outside", "°", _measure("healthy", "counter_twist_outside"), -0.1, 3.0, CUSTOMARY),
    _row("twist the other way inside", "°", _measure("healthy", "counter_twist_inside"), -0.1, 3.0,
         CUSTOMARY, tuned=True),
    _row("torsion", "°/cm", _measure("healthy", "torsion"), 1.9, 5.7, VENKATESH),
    _row("circumferential strain, mid level, inner layer", "1", lambda: _strain("healthy", "cc")[1, 0], -0.221,
         -0.143, f"{VENKATESH}, −0.182"),
    _row("circumferential strain, mid level, middle layer", "1", _measure("healthy", "circumferential_strain"), -0.213,
         -0.135, VENKATESH),
    _row("circumferential strain, mid level, outer layer", "1", lambda: _strain("healthy", "cc")[1, 2], -0.208,
         -0.13, f"{VENKATESH}, −0.169"),
    _row("circumferential strain, apex less base, middle layer", "1",
         lambda: _strain("healthy", "cc")[2, 1] - _strain("healthy", "cc")[0, 1], -0.06, 0.0, f"{VENKATESH}, −0.024"),
    _row("longitudinal strain", "1", _measure("healthy", "longitudinal_strain"), -0.189, -0.061, MANGION),
    _row("circumferential-radial shear, mid level", "1", _measure("healthy", "shear_strain"), -0.1, 0.1, CUSTOMARY),
    _row("thickening, mid level", "%", _measure("healthy", "thickening"), 35.0, 60.0, CUSTOMARY),
    _row("volume of an element, least", "1", _measure("healthy", "smallest_volume_ratio"), 0.98, 1.02,
         CUSTOMARY, tuned=True),
    _row("volume of an element, most", "1", _measure("healthy", "largest_volume_ratio"), 0.98, 1.02, CUSTOMARY),
    _row("strength of the muscle over that of the one fibre", "1", lambda: results()["healthy"]["strength"], 1.0, 1.2,
         "expected of a wall that is the one fibre's"),
    *(Row(TOPIC, "expected of a mesh that is fine enough", "healthy", "edges of 0.7 cm in place of 1 cm",
          _change_words(name), "%", _change(name), -MESH, MESH)
      for name in results()["healthy"]["motion"]),
)  # fmt: skip
