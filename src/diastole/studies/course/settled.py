"""The test whether a course has settled under a step, so that waiting longer changes nothing."""

import numpy as np

from diastole.arrays import Array
from diastole.studies.course.course_columns import INDEX, SLOW

LOOK_EVERY = 60.0  # s, over which a change is looked for; ours
STILL = 1e-4  # 1, relative change of the measure, and change of a slow state against 1, that counts as none; ours
LONGEST_WAIT = 2.0 * 3600.0  # s, after which an `until` without a limit is given up; ours
SLOW_COLUMNS = [INDEX[name] for name in SLOW]
TIME = INDEX["time"]


def is_checked(rows: Array, elapsed: float) -> bool:
    """Return whether this is the first beat after another ``LOOK_EVERY`` of a step that lasts so long [s]."""
    if elapsed < 2.0 * LOOK_EVERY:
        return False
    last = float(rows[-1, TIME] - rows[-2, TIME])
    return elapsed // LOOK_EVERY > (elapsed - last) // LOOK_EVERY


def has_settled(rows: Array, measure: str, cycle: int) -> bool:
    """Return whether a measure and all slow states have stayed the same over the last ``LOOK_EVERY``.

    `rows`: of the course (beats, columns); `measure`: column; `cycle`: beats of a support cycle, over which means are
    taken.
    """
    before = int(np.searchsorted(rows[:, TIME], rows[-1, TIME] - LOOK_EVERY))
    before -= (rows.shape[0] - 1 - before) % cycle  # the same beat of the cycle
    if before < cycle:
        return False
    now, then = (rows[end + 1 - cycle : end + 1].mean(axis=0) for end in (rows.shape[0] - 1, before - 1))
    slow = np.abs(now - then)[SLOW_COLUMNS] <= STILL * np.maximum(1.0, np.abs(now[SLOW_COLUMNS]))
    a, b = now[INDEX[measure]], then[INDEX[measure]]
    still = np.isnan([a, b]).all() or abs(a - b) <= STILL * max(abs(a), abs(b), STILL)
    return bool(slow.all() and still)
