"""The four timing errors: each is worse than the usual timing in the measures that teaching names."""

from functools import partial

from validation.interventions import FALLS, RISES, Expectation
from validation.patients import fitted_patient, later, preset, with_pump, without_pump
from validation.rows import Row

HEARTS = {
    "shock": partial(preset, "shock"),
    "shock_mr": partial(preset, "shock_mr"),
    "shock (scheidt1973, fitted)": partial(fitted_patient, "examples/bedside/scheidt1973_shock.yaml"),
}
EJECTS_LESS = (Expectation("lv_ejection_time", "ms", FALLS), Expectation("forward_stroke_volume", "mL", FALLS))
WORKS_MORE = (Expectation("lv_peak_pressure", "mmHg", RISES), Expectation("tension_time_index", "mmHg s", RISES))
SUPPLIES_LESS = (
    Expectation("mean_aortic_pressure", "mmHg", FALLS),
    Expectation("coronary_flow", "mL/min", FALLS),
    Expectation("subendocardial_supply_demand_ratio", "1", FALLS),
)
ERRORS = {  # name: setting, and what gets worse
    "early inflation": (
        {"inflation_offset": "-120 ms"}, (*EJECTS_LESS, Expectation("lv_end_diastolic_pressure", "mmHg", RISES)),
    ),
    "late inflation": (
        {"inflation_offset": "120 ms"}, (Expectation("augmented_diastolic_pressure", "mmHg", FALLS),),
    ),
    "early deflation": (
        {"deflation_offset": "-120 ms"},
        (Expectation("systolic_aortic_pressure", "mmHg", RISES), *WORKS_MORE, *SUPPLIES_LESS),
    ),
    "late deflation": (
        {"deflation_offset": "120 ms"}, (Expectation("aortic_end_diastolic_pressure", "mmHg", RISES), *WORKS_MORE),
    ),
}  # fmt: skip
LATE = ERRORS["late deflation"][0]
END = "aortic_end_diastolic_pressure"


def against_usual(patient, settings, measure) -> float:
    """Return a measure with the timing error less that with the usual timing."""
    return with_pump(patient, **settings).measures[measure] - with_pump(patient).measures[measure]


def late_against_none(patient) -> float:
    """Return the assisted end-diastolic pressure at late deflation less that without a balloon [mmHg]."""
    return with_pump(patient, **LATE).measures[END] - without_pump(patient).measures[END]


def _row(patient, error, measure, unit, read, bounds) -> Row:
    offset = next(iter(ERRORS[error][0].values())).replace("-", "−")
    return Row("Timing errors", "teaching", patient, f"{error} ({offset})", measure, unit, read, *bounds)


def timing_errors() -> list[Row]:
    rows = []
    for name, patient in HEARTS.items():
        for error, (settings, worse) in ERRORS.items():
            for measure, unit, bounds in worse:
                read = later(against_usual, patient, settings, measure)
                rows.append(_row(name, error, f"{measure} against the usual timing", unit, read, bounds))
        late = later(late_against_none, patient)
        rows.append(_row(name, "late deflation", f"{END} against no balloon", "mmHg", late, RISES))
    return rows
