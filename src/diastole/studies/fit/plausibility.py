"""What a number of a bedside sheet can be: beyond it lies a slip of the pen, a wrong unit or no circulation at all."""

from typing import NamedTuple

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient.body import Body
from diastole.units import format_quantity, parse_quantity, split_quantity

ADULTS = (1.2, 2.6)  # m², body surface area of adults, which a sheet without a body is taken for; assumed
SIZED = 1  # power of the body surface area with which a range goes
AGAINST_SIZE = -1
DIGITS = 3  # of a limit in a message


class Plausible(NamedTuple):
    """The lowest and the highest value that a patient has who is alive without a pump; assumed."""

    low: float
    high: float
    power: int = 0  # of the body surface area [m²], for what goes with the size of a body


PLAUSIBLE = {
    "heart_rate": Plausible(20.0, 250.0),
    "mean_aortic_pressure": Plausible(20.0, 220.0),
    "systolic_aortic_pressure": Plausible(30.0, 300.0),
    "diastolic_aortic_pressure": Plausible(15.0, 180.0),
    "aortic_end_diastolic_pressure": Plausible(15.0, 180.0),
    "augmented_diastolic_pressure": Plausible(20.0, 300.0),
    "pulse_pressure": Plausible(3.0, 200.0),
    "lv_end_diastolic_pressure": Plausible(-10.0, 80.0),
    "lv_peak_pressure": Plausible(30.0, 350.0),
    "left_atrial_pressure": Plausible(-10.0, 70.0),
    "right_atrial_pressure": Plausible(-10.0, 50.0),
    "pulmonary_artery_pressure": Plausible(3.0, 120.0),
    "pulmonary_capillary_pressure": Plausible(-10.0, 80.0),
    "lung_water_gain": Plausible(0.0, 3000.0, SIZED),
    "lung_congestion_grade": Plausible(0.0, 3.0),
    "lv_end_diastolic_volume": Plausible(8.0, 450.0, SIZED),
    "lv_end_systolic_volume": Plausible(1.0, 420.0, SIZED),
    "lv_ejection_fraction": Plausible(0.03, 0.95),
    "total_stroke_volume": Plausible(3.0, 250.0, SIZED),
    "forward_stroke_volume": Plausible(3.0, 150.0, SIZED),
    "cardiac_output": Plausible(0.4, 10.0, SIZED),
    "cardiac_index": Plausible(0.4, 10.0),
    "native_cardiac_output": Plausible(0.4, 10.0, SIZED),
    "pump_flow": Plausible(0.0, 10.0),
    "left_to_right_shunt": Plausible(0.0, 15.0, SIZED),
    "systemic_vascular_resistance": Plausible(200.0, 12000.0, AGAINST_SIZE),
    "cardiac_power_output": Plausible(0.02, 3.0, SIZED),
    "mixed_venous_oxygen_saturation": Plausible(0.1, 0.95),
    "aortic_regurgitant_volume": Plausible(0.0, 200.0, SIZED),
    "mitral_regurgitant_volume": Plausible(0.0, 150.0, SIZED),
    "aortic_regurgitant_fraction": Plausible(0.0, 0.95),
    "mitral_regurgitant_fraction": Plausible(0.0, 0.95),
    "aortic_regurgitant_flow": Plausible(0.0, 15.0, SIZED),
    "mitral_regurgitant_flow": Plausible(0.0, 15.0, SIZED),
    "aortic_pressure_half_time": Plausible(20.0, 3000.0),
    "mitral_closure_before_r_wave": Plausible(-500.0, 1000.0),
    "diastolic_mitral_regurgitant_volume": Plausible(0.0, 60.0, SIZED),
    "lv_ejection_time": Plausible(50.0, 700.0),
    "diastolic_time": Plausible(50.0, 2700.0),
    "lv_dpdt_max": Plausible(100.0, 6000.0),
    "lv_stroke_work": Plausible(0.02, 4.0, SIZED),
    "pressure_volume_area": Plausible(0.03, 6.0, SIZED),
    "tension_time_index": Plausible(2.0, 150.0),
    "diastolic_pressure_time_index": Plausible(1.0, 200.0),
    "endocardial_viability_ratio": Plausible(0.03, 5.0),
    "lv_contractile_atp": Plausible(0.5, 150.0, SIZED),
    "lv_contractile_atp_rate": Plausible(0.05, 12.0, SIZED),
    "lv_oxygen_need": Plausible(0.5, 70.0, SIZED),
    "lv_peak_fibre_stress": Plausible(3.0, 300.0),
    "lv_mean_fibre_stress": Plausible(1.0, 150.0),
    "coronary_flow": Plausible(3.0, 1000.0, SIZED),
    "subendocardial_flow": Plausible(0.5, 600.0, SIZED),
    "subepicardial_flow": Plausible(0.5, 600.0, SIZED),
    "subendocardial_supply_demand_ratio": Plausible(0.02, 20.0),
    "subepicardial_supply_demand_ratio": Plausible(0.02, 20.0),
    "coronary_diastolic_systolic_ratio": Plausible(0.02, 50.0),
}
SLIPS = {  # units in which the number may have been meant, by the unit of the vocabulary
    "mmHg": ("mmHg", "kPa"), "mL": ("mL", "L"), "L/min": ("L/min", "mL/min"), "1": ("1", "%"), "1/min": ("/min", "/s"),
    "ms": ("ms", "s"), "W": ("W", "mW"), "J": ("J", "mJ"), "dyn s/cm⁵": ("dyn s/cm⁵", "WU"),
    "mmHg/s": ("mmHg/s", "mmHg/ms"), "mL/min": ("mL/min", "L/min"), "L/min/m²": ("L/min/m²", "mL/min/m²"),
}  # fmt: skip


def shown(name: str, value: float) -> str:
    """Write a measured value for a person: a fraction in percent."""
    percent = name.endswith(("_fraction", "_saturation"))
    return format_quantity(value, MEASURES[name].unit, "%" if percent else None)


def plausible_range(name: str, body: Body | None) -> tuple[float, float]:
    """Return between which values a measure lies in a body of this size, or in an adult."""
    low, high, power = PLAUSIBLE[name]
    smallest, largest = (body.body_surface_area,) * 2 if body else ADULTS
    sizes = smallest**power, largest**power
    return low * min(sizes), high * max(sizes)


def check_plausible(name: str, given: object, value: float, body: Body | None) -> None:
    """Refuse what no patient has.

    Raises
    ------
    InputError
        With the range, whose it is, and the unit that may have been meant.
    """
    low, high = plausible_range(name, body)
    if low <= value <= high:
        return
    unit = MEASURES[name].unit
    limits = [shown(name, float(f"{limit:.{DIGITS}g}")) for limit in (low, high)]
    whose = "" if PLAUSIBLE[name].power == 0 else f" in {_whose(body)}"
    meant = [text for text in _other_units(given, unit) if low <= parse_quantity(text, unit) <= high]
    advice = f"write '{meant[0]}' if that is meant" if meant else "correct it"
    raise InputError(
        f"'{given}' is not plausible; plausible is {limits[0]} to {limits[1]}{whose}; {advice}, or leave the line out"
    )


def _whose(body: Body | None) -> str:
    if body is None:
        return "an adult (give 'body' for anyone else)"
    return f"this body of {body.body_surface_area:.2f} m²"


def _other_units(given: object, unit: str) -> list[str]:
    """Return the number that was given with each unit in which it may have been meant."""
    number, written = split_quantity(given, unit)
    return [f"{number} {other}".removesuffix(" 1") for other in SLIPS.get(unit, ()) if other != written]
