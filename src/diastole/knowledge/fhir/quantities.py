"""The quantity of one fact in a FHIR resource; or None and the reason."""

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

type ValueOrReason = tuple[object, str]  # a value and an empty text, or None and the reason

UCUM = "unitsofmeasure.org"
BELOW, ABOVE = ("<", "<=", "≤"), (">", ">=", "≥")
STRICT = ("<", ">")
WORST_ALIKE = "moderate"  # from this grade on, a worse one changes no verdict
OPPOSITE = dict(zip((*BELOW, *ABOVE), (*ABOVE, *BELOW), strict=True))  # a limit of a divisor as a limit of the ratio
_WRITTEN = re.compile(rf"(<=|>=|[<>≤≥]?)\s*{WRITTEN_NUMBER}\s*(\S.*|)", re.ASCII)


def measured(part: Node, fact: str) -> ValueOrReason:
    """Return the quantity of a measurement, also from a range, a ratio, text, or a limit that rules read in one way."""
    kind = fact_kind(fact)
    if block := part.block("valueQuantity"):
        return _quantity(block, block.text("comparator") or "", kind)
    if block := part.block("valueRange"):
        return _range(block, kind)
    if block := part.block("valueRatio"):
        return _ratio(block, kind)
    if text := part.text("valueString"):
        match = _WRITTEN.fullmatch(text.strip())
        if match and match[3]:
            return _limited(match[1], _scaled(float(match[2]), match[3]), kind)
    return None, not_understood(part, "no quantity")


def _quantity(block: Node, comparator: str, kind: FactKind) -> ValueOrReason:
    amounts, reason = _amounts(block)
    if reason or not amounts:
        return None, reason or "a unit is missing"
    return _limited(comparator, next((each for each in amounts if _accepted(each, kind)), amounts[0]), kind)


def _amounts(block: Node) -> tuple[list[WrittenQuantity], str]:
    """Return a number once for each spelling of its unit, none without a unit; or the reason why it cannot be used.

    A code and a text that are both units have to be the same unit: else one of them is wrong, and the record does not
    say which. A code or text that is no unit, such as a local code, is ignored.
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
    """Return the size of a unit; None for an unknown unit."""
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


def _accepted(amount: WrittenQuantity, kind: FactKind) -> bool:
    try:
        return kind.accepts(read_unit(amount.unit)) and isfinite(convert(amount.value, amount.unit, kind.unit))
    except InputError:  # an unknown unit, or a number that is too large
        return False


def _limited(comparator: str, amount: WrittenQuantity, kind: FactKind) -> ValueOrReason:
    """Return a value, or the limit of values that rules read alike."""
    if not comparator:
        return amount, ""
    limit = f"only a limit is given: {comparator} {amount.value:g} {amount.unit}"
    if comparator not in (*BELOW, *ABOVE) or not _accepted(amount, kind):
        return None, limit
    value = convert(amount.value, amount.unit, kind.unit)
    up = comparator in ABOVE
    edge = nextafter(value, inf if up else -inf) if comparator in STRICT else value
    return _alike(*((edge, kind.most) if up else (kind.least, edge)), edge, kind, limit)


def _range(block: Node, kind: FactKind) -> ValueOrReason:
    limit = "only a range is given"
    blocks = [end for key in ("low", "high") if (end := block.block(key))]
    ends = [_quantity(end, "", kind) for end in blocks]
    amounts = [each for each, _ in ends if isinstance(each, WrittenQuantity) and _accepted(each, kind)]
    if len(ends) != 2 or len(amounts) != 2:
        return None, next((reason for _, reason in ends if reason), limit)
    low, high = (convert(each.value, each.unit, kind.unit) for each in amounts)
    limit = f"{limit}: {low:g} to {high:g} {kind.unit}"
    if any(end.text("comparator") for end in blocks):
        return None, f"{limit}, with a comparator in it"
    return _alike(low, high, low, kind, limit)


def _alike(low: float, high: float, common: float, kind: FactKind, limit: str) -> ValueOrReason:
    """Return one value for all from low to high if rules read them alike; for a grade, if even the mildest alarms."""
    if not low <= high:
        return None, limit
    if alike(kind, (low, high)):  # so are the values between: grades and limits rise or fall with the value
        return WrittenQuantity(common, kind.unit), ""
    if kind.graded:
        milder = min((low, high), key=lambda value: GRADES.index(graded_value(kind, value)))
        if GRADES.index(graded_value(kind, milder)) >= GRADES.index(WORST_ALIKE):
            return WrittenQuantity(milder, kind.unit), ""
    return None, f"{limit}, which rules read in two ways"


def _ratio(block: Node, kind: FactKind) -> ValueOrReason:
    """Return a ratio of two numbers of one dimension; a limit of one number is a limit of the ratio."""
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
    """Return a number of a ratio, of unit 1 if it has no unit; None if it cannot be used."""
    amounts, reason = _amounts(part)
    if reason:
        return None
    amounts = amounts or [WrittenQuantity(part.number("value") or 0.0, "1")]
    return next((each for each in amounts if _size(each.unit)), amounts[0])


def not_understood(part: Node, otherwise: str) -> str:
    """Return what is given in place of a value that is understood."""
    if absent := part.block("dataAbsentReason"):
        return f"no value, the reason given is {codes.described(absent) or 'not understood'}"
    if block := part.block("valueCodeableConcept"):
        return f"the value {codes.described(block) or 'without a code'} is not understood"
    given = next(((key, value) for key, value in part.value.items() if key.startswith("value")), None)
    if given is None:
        return otherwise
    plain = given[1].get("value") if isinstance(given[1], dict) else given[1]
    return f"the value '{shown(plain)}' is not understood"
