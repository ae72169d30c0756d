"""The four timing errors: each is worse than the usual timing in what teaching names for it."""

from functools import partial

from validation.patients import fitted_patient, later, preset, with_pump, without_pump
from validation.rows import Row

INF = float("inf")
HEARTS = {
    "shock": partial(preset, "shock"),
    "shock_mr": partial(preset, "shock_mr"),
    "shock (scheidt1973, fitted)": partial(fitted_patient, "examples/bedside/scheidt1973_shock.yaml"),
}
ERRORS = {  # name: setting, and what gets worse as (measure, unit, rises)
    "early inflation": (
        {"inflation_offset": "-120 ms"},
        [
            ("lv_ejection_time", "ms", False),
            ("forward_stroke_volume", "mL", False),
            ("lv_end_diastolic_pressure", "mmHg", True),
        ],
    ),
    "late inflation": ({"inflation_offset": "120 ms"}, [("augmented_diastolic_pressure", "mmHg", False)]),
    "early deflation": (
        {"deflation_offset": "-120 ms"},
        [
            ("systolic_aortic_pressure", "mmHg", True),
            ("lv_peak_pressure", "mmHg", True),
            ("tension_time_index", "mmHg s", True),
            ("mean_aortic_pressure", "mmHg", False),
            ("coronary_flow", "mL/min", False),
            ("subendocardial_supply_demand_ratio", "1", False),
        ],
    ),
    "late deflation": (
        {"deflation_offset": "120 ms"},
        [
            ("aortic_end_diastolic_pressure", "mmHg", True),
            ("lv_peak_pressure", "mmHg", True),
            ("tension_time_index", "mmHg s", True),
        ],
    ),
}
LATE = ERRORS["late deflation"][0]
END = "aortic_end_diastolic_pressure"


def against_usual(patient, settings, measure) -> float:
    """Return a measure with the timing error less that with the usual timing."""
    return with_pump(patient, **settings).measures[measure] - with_pump(patient).measures[measure]


def late_against_none(patient) -> float:
    """Return the assisted end-diastolic pressure at late deflation less that without a balloon [mmHg]."""
    return with_pump(patient, **LATE).measures[END] - without_pump(patient).measures[END]


def _row(patient, error, measure, unit, read, *, rises) -> Row:
    offset = next(iter(ERRORS[error][0].values())).replace("-", "−")
    return Row(
        "Timing errors", "teaching", patient, f"{error} ({offset})", measure, unit, read,
        0.0 if rises else -INF, INF if rises else 0.0,
    )  # fmt: skip


def timing_errors() -> list[Row]:
    """Return the rows of the timing errors on three hearts."""
    rows = []
    for name, patient in HEARTS.items():
        for error, (settings, worse) in ERRORS.items():
            rows += [
                _row(
                    name, error, f"{measure} against the usual timing", unit,
                    later(against_usual, patient, settings, measure), rises=rises,
                )
                for measure, unit, rises in worse
            ]  # fmt: skip
        rows.append(
            _row(
                name,
                "late deflation",
                f"{END} against no balloon",
                "mmHg",
                later(late_against_none, patient),
                rises=True,
            )
        )
    return rows
