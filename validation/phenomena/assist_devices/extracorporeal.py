"""VA-ECMO in a leaking aortic valve, and drained from the left atrium too."""

from functools import partial
from itertools import pairwise

from validation.interventions import FALLS, NOTHING, Case, Expectation, measured, presets, rows_of
from validation.patients import LEAK
from validation.phenomena.assist_devices.treatments import LEFT_ATRIAL, ecmo
from validation.rows import Row

FILLS = "VA-ECMO in aortic regurgitation"
DRAINS = "Left atrial VA-ECMO"
FLOWS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)  # L/min
FLOW = 4.0  # L/min
SHARES = (0.5, 0.65, 0.8)  # 1, from the left atrium at equal pressures; the first is the usual one of the model
WEAK = ("left_ventricle.peak_calcium", "0.33 µM")  # that leaves the shock heart an ejection fraction of 0.12
LEAKING = (LEAK, "0.2 cm²")
BEATING_IN_VAIN = 0.01  # L/min, net flow of the heart's own below which its valve gives the body nothing
LVEDP, EDV = "lv_end_diastolic_pressure", "lv_end_diastolic_volume"


def smallest_rise(case: Case, measure: str) -> float:
    """Return the smallest change of a measure from one flow of the circuit to the next."""
    ladder = [measured(case, ecmo(flow) if flow else NOTHING, measure) for flow in FLOWS]
    return min(after - before for before, after in pairwise(ladder))


def hearts() -> list[Case]:
    """Return the hearts with a leak."""
    leaking = [case.but("0.3 cm²", (LEAK, "0.3 cm²")) for case in presets("shock")]
    return presets("acute_severe_ar", "chronic_severe_ar") + leaking


def fills() -> list[Row]:
    """Return the rows of the ventricle that fills as the circuit's flow rises."""
    return [
        Row(
            FILLS, "teaching", str(case), "VA-ECMO, none to 5 L/min", f"smallest step of {measure}", unit,
            partial(smallest_rise, case, measure), 0.0,
        )
        for case in hearts()
        for measure, unit in ((LVEDP, "mmHg"), (EDV, "mL"))
    ]  # fmt: skip


def stays_shut() -> list[Row]:
    """Return the rows of a heart too weak for the pressure of the circuit, with a tight and with a leaking valve."""
    rows = []
    for case in presets("shock"):
        weak = case.but("peak calcium 0.33 µM", WEAK)
        for heart in (weak, weak.but("0.2 cm²", LEAKING)):
            values = (("lv_ejection_time", "ms", 1.0), ("native_cardiac_output", "L/min", BEATING_IN_VAIN))
            rows += [
                Row(
                    FILLS, "teaching", str(heart), "VA-ECMO, 5 L/min", measure, unit,
                    partial(measured, heart, ecmo(5.0), measure), high=most,
                )
                for measure, unit, most in values
            ]  # fmt: skip
    return rows


def drains() -> list[Row]:
    """Return the rows of draining the left atrium, compared with the untreated patient and with VA-ECMO."""
    rows = []
    for case in (*presets("shock"), *presets("acute_severe_ar", "chronic_severe_ar")):
        for share in SHARES:
            words, treatment = f"left atrial VA-ECMO, 4 L/min, share {share:g}", ecmo(FLOW, LEFT_ATRIAL, share)
            lower = (Expectation(LVEDP, "mmHg", FALLS),)
            rows += rows_of(DRAINS, case, words, treatment, lower, source="giustino2025")
            rows += rows_of(DRAINS, case, f"{words}, against VA-ECMO", treatment, lower, other=ecmo(FLOW))
    return rows
