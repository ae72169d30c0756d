"""Devices in shock without a leaking valve: which unloads more, which gives more flow."""

from functools import partial

from validation.interventions import (
    BALLOON,
    FALLS,
    NOTHING,
    RISES,
    Case,
    Expectation,
    difference,
    fitted_cases,
    presets,
    rows_of,
)
from validation.phenomena.assist_devices.treatments import IMPELLA_25, IMPELLA_CP, ecmo
from validation.rows import Row

TOPIC = "Devices in shock without valve disease, in order"
SHEETS = {
    "shock (scheidt1973, fitted)": "examples/bedside/scheidt1973_shock.yaml",
    "shock (low output and high wedge pressure, fitted)": "Seyfarth_2008/group",
}
UNLOADS = (Expectation("lv_end_diastolic_pressure", "mmHg", FALLS), Expectation("pressure_volume_area", "J", FALLS))
FLOWS = (Expectation("cardiac_output", "L/min", RISES),)
GAINS = {"balloon, 40 mL, 1:1": (BALLOON, 0.11, 0.31), "Impella 2.5, P-8": (IMPELLA_25, 0.49, 0.46)}  # L/min/m², SD


def hearts() -> list[Case]:
    """Return hearts in shock: the preset, also slower, faster, weaker, with a whole right ventricle; fitted ones."""
    plain = presets("shock")
    changed = [
        case.but(words, *changes)
        for words, changes in {
            "70 /min": (("heart_rate", "70 /min"),),
            "110 /min": (("heart_rate", "110 /min"),),
            "peak calcium 0.40 µM": (("left_ventricle.peak_calcium", "0.40 µM"),),
            "whole right ventricle": (("right_ventricle.working_fraction", "1"),),
        }.items()
        for case in plain
    ]
    return plain + changed + fitted_cases(SHEETS)


def gain(case: Case, words: str) -> float:
    return difference(case, GAINS[words][0], NOTHING, "cardiac_index")


def compared(case: Case) -> list[Row]:
    """Return the rows of a heart: unloading, flow, and the gains of the randomised comparison."""
    rows = rows_of(TOPIC, case, "Impella CP against balloon", IMPELLA_CP, (*UNLOADS, *FLOWS), other=BALLOON)
    rows += rows_of(TOPIC, case, "VA-ECMO 4 L/min against Impella CP", ecmo(4.0), FLOWS, other=IMPELLA_CP)
    order = (Expectation("cardiac_index", "L/min/m²", RISES),)
    rows += rows_of(TOPIC, case, "Impella 2.5 against balloon", IMPELLA_25, order, other=BALLOON, source="seyfarth2008")
    return rows + [
        Row(
            TOPIC, "seyfarth2008", str(case), words, "change of cardiac_index", "L/min/m²",
            partial(gain, case, words), mean - spread, mean + spread,
        )
        for words, (_, mean, spread) in GAINS.items()
    ]  # fmt: skip


def in_shock() -> list[Row]:
    return [row for case in hearts() for row in compared(case)]
