"""Aortic valve replacement."""

from functools import partial

from validation.interventions import FALLS, NOTHING, RISES, Case, Expectation, fitted_cases, measured, presets, rows_of
from validation.patients import REGURGITANT, Treatment, preset, run
from validation.rows import Row

TOPIC = "Aortic valve replacement"
VALVE: Treatment = (("surgery.aortic_valve_replacement.open_area", "1.8 cm²"),)
WORDS = "aortic valve replacement, 1.8 cm²"
TIGHT = 0.05  # 1, regurgitant fraction of a prosthesis
NORMAL = (("lv_end_diastolic_pressure", "mmHg"), ("pulse_pressure", "mmHg"))
FORWARD = (Expectation("cardiac_output", "L/min", RISES),)


def hearts() -> list[Case]:
    own = presets("acute_severe_ar", "chronic_severe_ar")
    return own + fitted_cases(REGURGITANT)


def farther_from_healthy(case: Case, measure: str) -> float:
    """Return how much farther a measure is from that of the healthy preset after the operation than before."""
    normal = run(preset("healthy")).measures[measure]
    return abs(measured(case, VALVE, measure) - normal) - abs(measured(case, NOTHING, measure) - normal)


def replaced(case: Case) -> list[Row]:
    leak = partial(measured, case, VALVE, "aortic_regurgitant_fraction")
    tight = Row(TOPIC, "teaching", str(case), WORDS, "aortic_regurgitant_fraction", "1", leak, 0.001, TIGHT)
    nearer = [
        Row(TOPIC, "teaching", str(case), WORDS, f"distance of {measure} from the healthy one", unit,
            partial(farther_from_healthy, case, measure), *FALLS)
        for measure, unit in NORMAL
    ]  # fmt: skip
    return [tight, *nearer, *rows_of(TOPIC, case, WORDS, VALVE, FORWARD)]


ROWS = [row for case in hearts() for row in replaced(case)]
