"""An Impella CP in a leaking aortic valve: the share of each pumped litre that reaches the body."""

from functools import partial
from itertools import pairwise

from validation.interventions import NOTHING, RISES, Case, Expectation, difference, measured, presets, rows_of
from validation.patients import LEAK
from validation.phenomena.assist_devices.treatments import IMPELLA_CP
from validation.rows import Row

TOPIC = "Impella CP in aortic regurgitation"
WORDS = "Impella CP, P-9"
ORIFICES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)  # cm²
HEARTS = ("shock", "acute_severe_ar", "chronic_severe_ar", "healthy")
LEAKS_MORE = (Expectation("aortic_regurgitant_flow", "L/min", RISES),)


def net_gain(case: Case, orifice: float) -> float:
    """Return the gain of systemic flow per litre pumped, through an aortic orifice [cm²]."""
    leaking = case.but("", (LEAK, f"{orifice:g} cm²"))
    gain = difference(leaking, IMPELLA_CP, NOTHING, "cardiac_output")
    return gain / measured(leaking, IMPELLA_CP, "pump_flow")


def change_of_gain(case: Case) -> float:
    """Return the net gain with the largest leak less that without one."""
    return net_gain(case, ORIFICES[-1]) - net_gain(case, ORIFICES[0])


def largest_step(case: Case) -> float:
    """Return the largest change of the net gain from one orifice to the next; below zero where it falls all the way."""
    return max(after - before for before, after in pairwise(net_gain(case, orifice) for orifice in ORIFICES))


def in_leaking_valves() -> list[Row]:
    rows = []
    for case in presets(*HEARTS):
        for words, read in (("change from none to 0.5 cm²", change_of_gain), ("largest step", largest_step)):
            measure = f"net gain per litre pumped, {words}"
            rows.append(Row(TOPIC, "teaching", str(case), WORDS, measure, "1", partial(read, case), high=0.0))
    for case in presets("acute_severe_ar", "chronic_severe_ar"):
        rows += rows_of(TOPIC, case, WORDS, IMPELLA_CP, LEAKS_MORE)
    return rows
