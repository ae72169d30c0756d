"""Effects that the balloon must have in shock, in the healthy heart, in mitral and in aortic regurgitation."""

from functools import partial

from validation.interventions import FALLS, RISES
from validation.patients import (
    REGURGITANT,
    Who,
    change,
    fitted_patient,
    later,
    leaking,
    percent,
    preset,
    with_pump,
    without_pump,
)
from validation.rows import Row

INF = float("inf")
END = "aortic_end_diastolic_pressure"
CLEARLY = 0.75  # 1, share of the effect in shock that the healthy heart may show at most
SHOCK, HEALTHY, MITRAL = preset("shock"), preset("healthy"), preset("shock_mr")
ACUTE, CHRONIC = preset("acute_severe_ar"), preset("chronic_severe_ar")
ORIFICES = (0.1, 0.2, 0.3, 0.4, 0.5)  # cm²


def _row(topic, patient, measure, unit, read, low=-INF, high=INF, *, source="teaching", tuned=False) -> Row:
    return Row(topic, source, patient, "balloon, 40 mL, 1:1", measure, unit, read, low, high, tuned)


def augmented_above_systole() -> float:
    """Return the augmented peak less the systolic pressure before the balloon [mmHg]."""
    peak = with_pump(SHOCK).measures["augmented_diastolic_pressure"]
    return peak - without_pump(SHOCK).measures["systolic_aortic_pressure"]


def share_of_shock(measure: str) -> float:
    """Return the relative change in the healthy heart over that in shock."""
    return percent(HEALTHY, measure) / percent(SHOCK, measure)


def in_shock() -> list[Row]:
    bounds = [
        (END, "mmHg", change, -15, -3),
        ("systolic_aortic_pressure", "%", percent, -30, -5),
        ("mean_aortic_pressure", "%", percent, -5, 12),
        ("cardiac_output", "L/min", change, 0.0, 0.8),
        ("lv_end_diastolic_pressure", "mmHg", change, -INF, 0.0),
        ("tension_time_index", "mmHg s", change, -INF, 0.0),
        ("lv_contractile_atp", "µmol", change, -INF, 0.0),
    ]
    topic = "Balloon in shock"
    rows = [
        _row(topic, "shock", f"change of {name}", unit, partial(how, SHOCK, name), low, high, tuned=name == END)
        for name, unit, how, low, high in bounds
    ]
    above = _row(topic, "shock", "augmented peak above systole", "mmHg", augmented_above_systole, 0.0)
    return [*rows[:2], above, *rows[2:]]


def in_healthy() -> list[Row]:
    """Return the rows of the balloon in the healthy heart, in which animal work found no effect."""
    topic, rows = "Balloon in the healthy heart", []
    for name in ("forward_stroke_volume", "lv_peak_pressure"):
        rows += [
            _row(topic, "healthy", f"change of {name}", "%", partial(percent, HEALTHY, name), -8, 8),
            _row(topic, "healthy", f"change of {name} over that in shock", "1", partial(share_of_shock, name),
                 -CLEARLY, CLEARLY),
        ]  # fmt: skip
    return rows


def in_mitral_regurgitation() -> list[Row]:
    topic = "Balloon in mitral regurgitation"
    signs = [("mitral_regurgitant_volume", "mL", FALLS), ("cardiac_output", "L/min", RISES)]
    signs.append(("left_atrial_pressure", "mmHg", FALLS))
    return [
        _row(topic, "shock_mr", f"change of {name}", unit, partial(change, MITRAL, name), *bounds)
        for name, unit, bounds in signs
    ]


def regurgitant_patients() -> dict[str, Who]:
    """Return every patient with aortic regurgitation: presets, sweeps of the orifice, fitted sheets."""
    own = {name: partial(preset, name) for name in ("acute_severe_ar", "chronic_severe_ar")}
    swept = {
        f"{heart}, {orifice:.1f} cm²": partial(leaking, heart, orifice)
        for heart in ("shock", "healthy", "acute_severe_ar", "chronic_severe_ar")
        for orifice in ORIFICES
    }
    return own | swept | {name: partial(fitted_patient, sheet) for name, sheet in REGURGITANT.items()}


def in_aortic_regurgitation() -> list[Row]:
    topic = "Balloon in aortic regurgitation"
    leak = "aortic_regurgitant_volume"
    rows = [
        _row(topic, name, f"change of {leak}", "mL", later(change, who, leak), 0.0)
        for name, who in regurgitant_patients().items()
    ]
    worse = [("lv_end_diastolic_pressure", "mmHg"), ("lv_end_diastolic_volume", "mL")]
    return rows + [
        _row(topic, "acute_severe_ar", f"change of {name}", unit, partial(change, ACUTE, name), 0.0, tuned=True)
        for name, unit in worse
    ]
