"""How finely beats are cut, and how closely the steady beat must repeat."""

LONGEST_STEP = {"default": 3e-3, "accurate": 5e-4}  # s, by accuracy; errors of the measures: see docs/numerics
ASSISTED_SHARE = 2.0 / 3.0  # 1, of the longest step, that a beat with the balloon at work is cut into at most
SHORTEST_SHARE = 0.9  # 1, of the longest step, to which a step may shrink before a beat is cut anew
TOLERANCE = 1e-6  # weighted change of a state over a cycle: 1e-6 mL of a volume
MOST_CYCLES = 600
