"""The quantity that a FHIR resource says of one fact; or None, and why it says nothing."""

import re
from fractions import Fraction
from math import inf, isfinite, nextafter

from diastole.errors import InputError
from diastole.knowledge.evidence.thresholds import GRADES
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind
from diastole.knowledge.rules.facts import WRITTEN_NUMBER, WrittenQuantity
from diastole.knowledge.rules.grading import graded_value
from diastole.knowledge.rules.readings import alike
from diastole.knowledge.screening.spellings import plain_unit
from diastole.units import Dimension, convert, read_unit, shown

type Said = tuple[object, str]  # what was given, or None and the reason

UCUM = "unitsofmeasure.org"
BELOW, ABOVE = ("<", "<=", "≤"), (">", ">=", "≥")
STRICT = ("<", ">")
WORST_ALIKE = "moderate"  # from this grade on, worse alone changes no verdict
OPPOSITE = dict(zip((*BELOW, *ABOVE), (*ABOVE, *BELOW), strict=True))  # what a limit of a divisor is for the whole
_WRITTEN = re.compile(rf"(<=|>=|[<>≤≥]?)\s*{WRITTEN_NUMBER}\s*(\S.*|)", re.ASCII)


def measured(part: Node, fact: str) -> Said:
    """Return the quantity of a measurement, also from a range, a ratio or text; a limit where all of it reads alike."""
    kind = fact_kind(fact)
    if block := part.block("valueQuantity"):
        return _quantity(block, block.text("comparator") or "", kind)
    if block := part.block("valueRange"):
        return _range(block, kind)
    if block := part.block("valueRatio"):
        return _ratio(block, kind)
    if text := part.text("valueString"):
        found = _WRITTEN.fullmatch(text.strip())
        if found and found[3]:
            return _limited(found[1], _scaled(float(found[2]), found[3]), kind)
    return None, not_understood(part, "no quantity")


def _quantity(block: Node, comparator: str, kind: FactKind) -> Said:
    every, reason = _amounts(block)
    if reason or not every:
        return None, reason or "a unit is missing"
    return _limited(comparator, next((one for one in every if _accepted(one, kind)), every[0]), kind)


def _amounts(block: Node) -> tuple[list[WrittenQuantity], str]:
    """Return a number once for each way in which its unit is written, none without a unit; or why it says nothing.

    A code and a text that are both units have to be the same one, whatever the fact needs: one of them is wrong, and
    the record does not say which. What is no unit at all, such as a code of the house, hides none.
    """
    value = block.number("value")
    if value is None:
        return [], "no number is given"
    address = block.text("system")
    coded = block.text("code") if not address or UCUM in address else None
    written = list(dict.fromkeys(unit for unit in (coded, block.text("unit")) if unit and unit.strip()))
    if len({size for unit in written if (size := _size(unit))}) > 1:
        return [], f"its unit '{shown(written[-1])}' and its code '{shown(written[0])}' differ"
    return [_scaled(value, unit) for unit in written], ""


def _size(written: str) -> tuple[Fraction, Dimension] | None:
    """Return how large a unit is; None if it is none that is known here."""
    unit, times = plain_unit(written)
    try:
        known = read_unit(unit)
    except InputError:
        return None
    return Fraction(repr(times)) * known.size, known.dimension


def _scaled(value: float, written: str) -> WrittenQuantity:
    """Return a number with its unit as this program writes it."""
    unit, times = plain_unit(written)
    if times == 1.0 or not isfinite(value * times):
        return WrittenQuantity(value * times, unit)
    return WrittenQuantity(float(Fraction(repr(value)) * Fraction(repr(times))), unit)


def _accepted(one: WrittenQuantity, kind: FactKind) -> bool:
    try:
        return kind.accepts(read_unit(one.unit)) and isfinite(convert(one.value, one.unit, kind.unit))
    except InputError:  # an unknown unit, or a number that is too large
        return False


def _limited(comparator: str, one: WrittenQuantity, kind: FactKind) -> Said:
    """Take a value, or the limit of values that rules read alike."""
    if not comparator:
        return one, ""
    limit = f"only a limit is given: {comparator} {one.value:g} {one.unit}"
    if comparator not in (*BELOW, *ABOVE) or not _accepted(one, kind):
        return None, limit
    value = convert(one.value, one.unit, kind.unit)
    up = comparator in ABOVE
    edge = nextafter(value, inf if up else -inf) if comparator in STRICT else value
    return _alike(*((edge, kind.most) if up else (kind.least, edge)), edge, kind, limit)


def _range(block: Node, kind: FactKind) -> Said:
    limit = "only a range is given"
    blocks = [end for key in ("low", "high") if (end := block.block(key))]
    ends = [_quantity(end, "", kind) for end in blocks]
    if len(ends) != 2 or not all(isinstance(one, WrittenQuantity) and _accepted(one, kind) for one, _ in ends):
        return None, next((reason for _, reason in ends if reason), limit)
    low, high = (convert(one.value, one.unit, kind.unit) for one, _ in ends if isinstance(one, WrittenQuantity))
    limit = f"{limit}: {low:g} to {high:g} {kind.unit}"
    if any(end.text("comparator") for end in blocks):
        return None, f"{limit}, with a comparator in it"
    return _alike(low, high, low, kind, limit)


def _alike(low: float, high: float, shown_end: float, kind: FactKind, limit: str) -> Said:
    """Return one value for all from low to high, if the rules read them alike; for a grade, if even the mildest counts.

    Parameters
    ----------
    shown_end
        The value to take where all read alike.
    """
    if not low <= high:
        return None, limit
    if alike(kind, (low, high)):  # what lies between reads like both: grades and limits rise or fall with the value
        return WrittenQuantity(shown_end, kind.unit), ""
    if kind.graded:
        milder = min((low, high), key=lambda value: GRADES.index(graded_value(kind, value)))
        if GRADES.index(graded_value(kind, milder)) >= GRADES.index(WORST_ALIKE):
            return WrittenQuantity(milder, kind.unit), ""
    return None, f"{limit}, which rules read in two ways"


def _ratio(block: Node, kind: FactKind) -> Said:
    """Return a ratio of two numbers of one dimension; a limit of a part is one of the whole."""
    parts = [part for key in ("numerator", "denominator") if (part := block.block(key))]
    numbers = [_in_a_ratio(part) for part in parts]
    above, below = (*numbers, None, None)[:2]
    if above is None or below is None or above.value < 0.0 or below.value <= 0.0:
        return None, "a ratio that is not understood"
    try:
        times = 1.0 if above.unit == below.unit else convert(1.0, above.unit, below.unit)
    except InputError:
        return None, f"a ratio of '{shown(above.unit)}' to '{shown(below.unit)}'"
    upper, lower = (part.text("comparator") or "" for part in parts)
    whole = WrittenQuantity(above.value * times / below.value, "1")
    if upper and lower:
        return None, f"a ratio of limits: {upper} {above.value:g} to {lower} {below.value:g}"
    return _limited(upper or OPPOSITE.get(lower, lower), whole, kind)


def _in_a_ratio(part: Node) -> WrittenQuantity | None:
    """Return a number of a ratio, a plain one without a unit; None if it says nothing."""
    every, reason = _amounts(part)
    if reason:
        return None
    if not every:
        value = part.number("value")
        return None if value is None else WrittenQuantity(value, "1")
    return next((one for one in every if _size(one.unit)), every[0])


def not_understood(part: Node, otherwise: str) -> str:
    """Return what there is in place of a value that is understood."""
    if absent := part.block("dataAbsentReason"):
        return f"no value, the reason given is {codes.said(absent) or 'not understood'}"
    if block := part.block("valueCodeableConcept"):
        return f"the value {codes.said(block) or 'without a code'} is not understood"
    given = next(((key, value) for key, value in part.value.items() if key.startswith("value")), None)
    if given is None:
        return otherwise
    plain = given[1].get("value") if isinstance(given[1], dict) else given[1]
    return f"the value '{shown(plain)}' is not understood"
