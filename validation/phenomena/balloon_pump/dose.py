"""More of the balloon does more: 1:3, 1:2, 1:1 and 20 to 50 mL."""

from functools import partial

import numpy as np

from validation.patients import cycle_mean, preset, with_pump, without_pump
from validation.rows import Row

SHOCK = preset("shock")
RATIOS = ("1:3", "1:2", "1:1")
VOLUMES = ("20 mL", "30 mL", "40 mL", "50 mL")
DOSES = {
    "1:3, 1:2, 1:1": [{"ratio": ratio} for ratio in RATIOS],
    "20, 30, 40, 50 mL": [{"volume": volume} for volume in VOLUMES],
}
ORDERED = {  # measure, as the mean over the support cycle: unit, rises
    "mean_aortic_pressure": ("mmHg", True),
    "cardiac_output": ("L/min", True),
    "coronary_flow": ("mL/min", True),
    "subendocardial_supply_demand_ratio": ("1", True),
    "lv_end_diastolic_pressure": ("mmHg", False),
    "tension_time_index": ("mmHg s", False),
    "lv_contractile_atp": ("µmol", False),
    "lv_peak_pressure": ("mmHg", False),
}
# Of the assisted beat alone; whether they are ordered is a finding, not a demand.
ASSISTED = (
    "systolic_aortic_pressure", "aortic_end_diastolic_pressure", "augmented_diastolic_pressure",
    "forward_stroke_volume", "lv_stroke_work",
)  # fmt: skip


def ladder(doses: list[dict[str, str]], measure: str, *, mean: bool = True) -> list[float]:
    """Return a measure without the balloon and at each dose."""
    runs = [without_pump(SHOCK), *(with_pump(SHOCK, **settings) for settings in doses)]
    return [cycle_mean(run, measure) if mean else run.measures[measure] for run in runs]


def smallest_step(doses: list[dict[str, str]], measure: str, *, rises: bool) -> float:
    """Return the smallest step from dose to dose in the good direction; below zero where they are not ordered."""
    steps = np.diff(ladder(doses, measure))
    return float(min(steps if rises else -steps))


def more_does_more() -> list[Row]:
    return [
        Row(
            "Ratio and volume", "teaching", "shock", f"balloon, none, {name}", f"smallest good step of {measure}",
            unit, partial(smallest_step, doses, measure, rises=rises), 0.0,
        )
        for name, doses in DOSES.items()
        for measure, (unit, rises) in ORDERED.items()
    ]  # fmt: skip
