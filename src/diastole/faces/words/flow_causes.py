"""Why the flow goes where it goes in a second heart: clauses on flows, in the words of `cause_words`."""

import numpy as np

from diastole.faces.words.cause_words import APART, CORONARY, FED, LOWER, MEAN, MORE, NEED, RATIO, UPPER
from diastole.faces.words.causes import added, begins, change_between, size_of, word_of
from diastole.model.run import PUMP, Run
from diastole.numbers import signed

BELOW = "abdominal_aortic_pressure"  # of the balloon, where the arteries of the lower body leave


def apart(before: Run, after: Run) -> str:
    """Return why a balloon sends flow to the lower body and not to head and arms, as a clause.

    Nothing where it does not, or where it does not move pressures below and above it apart.
    """
    lower, upper, above = (change_between(name, before, after) for name in (LOWER, UPPER, MEAN))
    block, _ = added(before, after)
    below = mean_below(after) - mean_below(before)
    is_apart = lower.direction > 0 > upper.direction and above.direction <= 0 and below >= above.measure.least
    if block != PUMP or not is_apart or not begins(block, before, after):
        return ""
    return APART.format(below=signed(below, 1), above=signed(above.absolute, 1))


def fed(before: Run, after: Run) -> str:
    """Return why coronary flow changes, as the end of a clause on it.

    Nothing where it does not follow what the ventricle needs, or where the inner wall gets less than that.
    """
    flow, need, ratio = (change_between(name, before, after) for name in (CORONARY, NEED, RATIO))
    have_reserve = all(share is not None and share >= 1.0 for share in (ratio.before, ratio.after))
    if not have_reserve or not flow.direction or need.direction != flow.direction:
        return ""
    return FED.format(size=size_of(need), more=word_of(MORE, need.direction))


def mean_below(run: Run) -> float:
    """Return the mean pressure of the aorta below a balloon [mmHg]."""
    return float(np.trapezoid(run.signals[BELOW], run.time) / (run.time[-1] - run.time[0]))
