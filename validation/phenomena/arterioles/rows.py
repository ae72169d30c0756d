"""Arterioles: arterial pressure against output as less blood returns, the way it was measured in people."""

from functools import cache, partial

import numpy as np

from validation.patients import preset, run, with_pump
from validation.rows import Row

TOPIC = "Arterioles"
PATIENTS = ("healthy", "shock")
WITHDRAWN = (0, 100, 200, 300)  # mL of blood, in place of four holds of the breath; what they held back is not printed
CLOSING = (34.4, 56.6)  # mmHg, 45.5 with one deviation. maas2012
ABOVE = (3.82, 12.7)  # mmHg min/L, 8.27 with one deviation. maas2012
SHUT = {"healthy": 0.01, "shock": 0.01, "acute_severe_ar": 0.2}  # 1, most of a beat with a balloon at 1:1; ours


@cache
def pressure_against_output(name: str) -> tuple[float, float]:
    """Return mean aortic pressure without output [mmHg] and its rise with output [mmHg min/L], by a straight line."""
    blood = preset(name).blood_volume
    runs = [run(preset(name, ("blood_volume", f"{blood - less:g} mL"))).measures for less in WITHDRAWN]
    output, pressure = ([m[measure] for m in runs] for measure in ("cardiac_output", "mean_aortic_pressure"))
    rise, without = np.polyfit(output, pressure, 1)
    return float(without), float(rise)


def shut(name: str) -> float:
    """Return the share of a beat in which a balloon at 1:1 holds trunk and legs under their closing pressure."""
    run = with_pump(preset(name))
    return float(np.mean(run.steady.trace["p_lower_body"] < run.patient.systemic_arterioles.closing_pressure))


def row(name: str, measure: str, unit: str, place: int, bounds: tuple[float, float], *, tuned: bool) -> Row:
    """Return a row of the line through pressure and output."""
    words = f"{max(WITHDRAWN)} mL of blood withdrawn in steps"
    return Row(
        TOPIC, "maas2012", name, words, measure, unit, lambda: pressure_against_output(name)[place], *bounds, tuned
    )


ROWS = [
    *(
        one
        for name in PATIENTS
        for one in (
            row(name, "mean aortic pressure without flow, by extrapolation", "mmHg", 0, CLOSING, tuned=True),
            row(name, "rise of mean aortic pressure with output", "mmHg min/L", 1, ABOVE, tuned=False),
        )
    ),
    *(
        Row(
            TOPIC, "ours", name, "balloon, 40 mL, 1:1", "share of the beat with small arteries under closing pressure",
            "1", partial(shut, name), -0.01, most,
        )
        for name, most in SHUT.items()
    ),
]  # fmt: skip
