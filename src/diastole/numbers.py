"""How a number is written for a person: true minus, no minus zero, en dash where there is none."""

from math import isfinite

LONGEST_PLAIN = 1e6  # from which on a number is written as a power of ten
NONE = "–"
THIN = "\u00a0"  # no-break space between a number and its unit


def plain(value: float | None, decimals: int) -> str:
    """Return ``value`` with so many decimals, or an en dash where it is undefined."""
    if value is None or not isfinite(value):
        return NONE
    text = f"{value:.{decimals}f}"
    if float(text) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def signed(value: float | None, decimals: int) -> str:
    """Return ``value`` with its sign, also a plus; nothing is added to a zero."""
    text = plain(value, decimals)
    is_positive = value is not None and value > 0.0 and any(digit in text for digit in "123456789")
    return f"+{text}" if is_positive else text


def percent(fraction: float | None) -> str:
    """Return a relative change as signed percent: one decimal below 10 %, none above."""
    if fraction is None or not isfinite(fraction):
        return NONE
    value = 100.0 * fraction
    return f"{signed(value, 1 if abs(value) < 9.95 else 0)}{THIN}%"


def with_unit(value: float | None, decimals: int, unit: str) -> str:
    """Return a number and its unit, which stay on one line."""
    text = plain(value, decimals)
    return text if unit in ("", "1") or text == NONE else f"{text}{THIN}{unit}"


def significant(value: float, digits: int = 3) -> str:
    """Return ``value`` with so many significant digits, for quantities without a fixed number of decimals."""
    text = f"{value:.{digits}g}"
    return (f"{value:.0f}" if "e+" in text and abs(value) < LONGEST_PLAIN else text).replace("-", "−")


def listed(items: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)
