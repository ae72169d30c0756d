"""How finely beats are cut, and how closely the steady beat must repeat."""

from diastole.law import select

LONGEST_STEP = {"default": 3e-3, "accurate": 5e-4}  # s, by accuracy; errors of the measures: see docs/numerics
ASSISTED_SHARE = 2.0 / 3.0  # 1, of the longest step, that a beat with a pump at work is cut into at most
SHORTEST_SHARE = 0.9  # 1, of the longest step, to which a step may shrink before a beat is cut anew
TOLERANCE = 1e-6  # weighted change of a state over a cycle: 1e-6 mL of a volume
MOST_CYCLES = 600


def longest_step_of_beat(longest: float, inflated: float, bypasses: float) -> float:
    """Return the longest step of a beat [s]: a pump at work asks for finer ones.

    The laws of the balloon have kinks; beside a pump that sends blood past the aortic valve what goes through the valve
    is a small difference of flow forward and back.

    `longest`: of a beat without a pump [s]; `inflated`: volume of the balloon, 0 where it does not work [mL];
    `bypasses`: how many pumps send blood past the valve.
    """
    return select(inflated + bypasses > 0.0, ASSISTED_SHARE * longest, longest)
