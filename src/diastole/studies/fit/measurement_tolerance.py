"""How well a number is known at the bedside."""

from diastole.model.measures.definitions import MEASURES

SHARE = 0.02  # 1, of a number; assumed
FLOOR = {  # the least by unit; assumed
    "mmHg": 1.0, "mL": 4.0, "1/min": 1.0, "L/min": 0.1, "ms": 8.0, "mmHg/s": 60.0, "mL/min": 8.0, "J": 0.03,
    "µmol": 1.0, "kPa": 1.5, "mmHg s": 0.6, "1": 0.015, "L/min/m²": 0.05, "W": 0.03, "dyn s/cm⁵": 40.0,
    "mL/h": 30.0, "mmol/min": 0.1,
}  # fmt: skip


def tolerance(name: str, value: float) -> float:
    """Return how well a measured number is known, in its unit: a share of it, and not better than the floor."""
    return max(SHARE * abs(value), FLOOR[MEASURES[name].unit])
