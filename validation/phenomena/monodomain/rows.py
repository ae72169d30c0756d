"""The front of the eikonal beside that of a monodomain whose diffusivities follow from one cable.

In a block as thick as the wall, and in a wall, places are reached within a tenth of the whole time of one another. In a
thin block fibres turn three times as fast as in a wall. The wall is a quarter of the size of life, with fronts as in
life. Of the cable along the fibres there is no row: its diffusivity follows from the speed along the same cable, and
would be right with any cell. What can be wrong there is the mesh, and the more so across the fibres, where a front is
half as thick.
"""

from collections.abc import Callable

from validation.phenomena.monodomain.run import results
from validation.rows import Row

TOPIC = "The front of the eikonal"
SOURCE = "a monodomain of the cells of tentusscher2006"
LIKE = 0.1  # 1, by which both may differ; ours
ACROSS = 30.0  # cm/s, of the eikonal
RESOLVED = 0.02  # 1, by which the speed on the finest mesh may differ from that on one twice as coarse; ours


def _row(where: str, intervention: str, measure: str, read: Callable[[], float], low: float, high: float) -> Row:
    return Row(TOPIC, SOURCE, where, intervention, measure, "1", read, low, high)


def _refined() -> float:
    """Return the speed on the finest mesh over that on the one before, with the published diffusivity."""
    coarse, fine = results()["cables"]["published"][-2:]
    return fine / coarse


def _across() -> float:
    return results()["cables"]["across"][-1] / ACROSS


def _last(part: str) -> Callable[[], float]:
    return lambda: results()[part]["last_monodomain"] / results()[part]["last_eikonal"]


def _apart(part: str, which: str) -> Callable[[], float]:
    return lambda: results()[part][which] / results()[part]["last_eikonal"]


ROWS = (
    _row("cable", "edge of 0.05 mm in place of 0.1 mm", "speed over that before", _refined, 1.0 - RESOLVED,
         1.0 + RESOLVED),
    _row("cable", "across the fibres, edge 0.05 mm", "speed over that of the eikonal", _across, 1.0 - LIKE, 1.0 + LIKE),
    *(_row(part, "from one place", measure, read(part), low, high)
      for part in ("block", "thin block", "wall")
      for measure, read, low, high in (
          ("last arrival over that of the eikonal", _last, 1.0 - LIKE, 1.0 + LIKE),
          ("mean difference over the last arrival", lambda one: _apart(one, "mean_difference"), 0.0, LIKE),
          ("difference of 95 % of the places over the last arrival",
           lambda one: _apart(one, "difference_of_95_percent"), 0.0, LIKE))),
)  # fmt: skip
