"""What a number of a bedside sheet can be: beyond it lies a slip of the pen, a wrong unit or no circulation at all."""

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import ADULTS
from diastole.model.patient.body import Body
from diastole.units import format_quantity, parse_quantity, split_quantity

DIGITS = 3  # of a limit in a message
SLIPS = {  # units in which the number may have been meant, by the unit of the vocabulary
    "mmHg": ("mmHg", "kPa"), "mL": ("mL", "L"), "L/min": ("L/min", "mL/min"), "1": ("1", "%"), "1/min": ("/min", "/s"),
    "ms": ("ms", "s"), "W": ("W", "mW"), "J": ("J", "mJ"), "dyn s/cm⁵": ("dyn s/cm⁵", "WU"),
    "mmHg/s": ("mmHg/s", "mmHg/ms"), "mL/min": ("mL/min", "L/min"), "L/min/m²": ("L/min/m²", "mL/min/m²"),
}  # fmt: skip


def shown(name: str, value: float) -> str:
    """Write a measured value for a person: a fraction in percent."""
    measure = MEASURES[name]
    return format_quantity(value, measure.unit, "%" if measure.is_share else None)


def plausible_range(name: str, body: Body | None) -> tuple[float, float]:
    """Return between which values a measure lies in a body of this size, or in an adult."""
    sizes = (body.body_surface_area,) * 2 if body else ADULTS
    return MEASURES[name].plausible.range(*sizes)


def check_plausible(name: str, given: object, value: float, body: Body | None) -> None:
    """Refuse what no patient has.

    Raise InputError with the range, whose it is, and the unit that may have been meant.
    """
    low, high = plausible_range(name, body)
    if low <= value <= high:
        return
    unit = MEASURES[name].unit
    limits = [shown(name, float(f"{limit:.{DIGITS}g}")) for limit in (low, high)]
    whose = "" if MEASURES[name].plausible.power == 0 else f" in {_whose(body)}"
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
