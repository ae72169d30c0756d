"""How exactly must the balloon be timed?"""

import diastole

timing = diastole.sweep(
    "shock",
    "balloon_pump.inflation_offset",
    [f"{offset} ms" for offset in range(-200, 201, 25)],
    across={"balloon_pump.deflation_offset": ["-150 ms", "0 ms", "100 ms"]},
)
timing.plot("cardiac_output").figure.savefig("timing.svg")
