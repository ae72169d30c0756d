"""The grades that a measured value may have."""

import math
import re

from tests.screening.oracle.codes import BOUNDS, UNITS

GRADES = ["mild", "moderate", "moderate_severe", "severe"]
LIMITS = {  # where the next grade begins; a value at the limit may count to either side
    "ar.vena_contracta": (0.3, 0.6, 0.6),
    "ar.eroa": (0.10, 0.20, 0.30),
    "ar.regurgitant_volume": (30, 45, 60),
    "ar.regurgitant_fraction": (30, 40, 50),
    # the middle bands of these are too unspecific to be held against a reported grade (AR-MODERATE-OR-WORSE)
    "ar.jet_width_lvot": (65, 65, 65),
    "ar.jet_area_lvot": (60, 60, 60),
    "ar.pressure_half_time": (-200, -200, -200),
    # beyond doubt only: where the limits of these lie is not written in the rules
    "heart_rate": (130, 130, 130),
    "platelets": (-20, -20, -20),
    "inr": (5, 5, 5),
}
CLEAR = {"platelets": (100, math.inf), "inr": (0, 1.5), "heart_rate": (0, 130)}  # surely not severe


def grades_of_quantity(fact: str, quantity: object) -> frozenset[str] | None:
    """Return every grade that a quantity may mean, nothing if it is not understood."""
    if not isinstance(quantity, dict) or isinstance(quantity.get("value"), bool):
        return None
    value, factor = quantity.get("value"), _factor(fact, quantity)
    if not isinstance(value, int | float) or factor is None or "modifierExtension" in quantity:
        return None
    value *= factor
    least, most = BOUNDS[fact]
    if not least <= value <= most:
        return None
    match quantity.get("comparator"):
        case None:
            return grades_between(fact, value, value)
        case ">" | ">=":
            return grades_between(fact, value, most)
        case "<" | "<=":
            return grades_between(fact, least, value)
    return None


def grades_between(fact: str, low: float, high: float) -> frozenset[str]:
    """Return every grade of the values from low to high."""
    edges = LIMITS[fact]
    if edges[0] < 0:  # less is worse
        low, high = -high, -low
    if fact in CLEAR and not (CLEAR[fact][0] <= abs(low) <= CLEAR[fact][1]) and low < edges[0]:
        return frozenset()  # between what is clear and what is severe: nothing is claimed
    lowest = sum(low > edge for edge in edges)
    return frozenset(GRADES[lowest : sum(high > edge or (high == low == edge) for edge in edges) + 1])


def _factor(fact: str, quantity: dict) -> float | None:
    """Return what turns the number into the unit of the fact; unit and UCUM code have to agree where both tell."""
    said = [_unit(one) for key in ("code", "unit") if isinstance(one := quantity.get(key), str)]
    factors = {UNITS[fact].get(one) for one in said or [""]} - {None}
    return factors.pop() if len(factors) == 1 else None


def _unit(text: str) -> str:
    return re.sub(r"\{[^}]*\}", "", text).strip().lower().removesuffix("/").removeprefix("beats").strip()
