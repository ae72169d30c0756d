"""The front of the eikonal beside that of a monodomain whose diffusivities follow from one cable.

In a block as thick as the wall, and in a wall, places are reached within a tenth of the whole time of one another. In a
thin block fibres turn three times as fast as in a wall. The wall is a quarter of the size of
life, with fronts as in life.
"""

from collections.abc import Callable

from validation.phenomena.monodomain.run import results
from validation.rows import Row

TOPIC = "The front of the eikonal"
SOURCE = "a monodomain of the cells of tentusscher2006"
LIKE = 0.1  # 1, by which both may differ; ours


def _row(where: str, intervention: str, measure: str, read: Callable[[], float], low: float, high: float) -> Row:
    return Row(TOPIC, SOURCE, where, intervention, measure, "1", read, low, high)


def _speed(way: str, speed: float) -> Callable[[], float]:
    return lambda: results()["cables"][way][-1] / speed


def _last(part: str) -> Callable[[], float]:
    return lambda: results()[part]["last_monodomain"] / results()[part]["last_eikonal"]


def _apart(part: str, which: str) -> Callable[[], float]:
    return lambda: results()[part][which] / results()[part]["last_eikonal"]


ROWS = (
    *(_row("cable", f"{way} the fibres, edge 0.05 mm", "speed over that of the eikonal", _speed(way, speed), 1.0 - LIKE,
           1.0 + LIKE) for way, speed in (("along", 60.0), ("across", 30.0))),
    *(_row(part, "from one place", measure, read(part), low, high)
      for part in ("block", "thin block", "wall")
      for measure, read, low, high in (
          ("last arrival over that of the eikonal", _last, 1.0 - LIKE, 1.0 + LIKE),
          ("mean difference over the last arrival", lambda one: _apart(one, "mean_difference"), 0.0, LIKE),
          ("difference of 95 % of the places over the last arrival",
           lambda one: _apart(one, "difference_of_95_percent"), 0.0, LIKE))),
)  # fmt: skip
