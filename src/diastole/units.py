"""The only place where units are converted: text such as ``0.4 cm²`` in, a float in the unit of the inside.

The field's few units are defined below, exactly, as fractions. Loading pint would take half a second, more
than a whole run may cost; the tests compare every definition here with pint's.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.number_grammar import (
    BRACKET,
    FACTOR,
    LONGEST_TEXT,
    MORE,
    NUMBER,
    RAISED,
    SAID,
    SAME,
    SECOND,
    SPELLINGS,
    THOUSANDS,
    respelled,
)

DEFINITIONS = {  # in terms of those above them
    "cm": "0.01 m", "mm": "0.001 m", "µm": "0.001 mm", "Fr": "1/3 mm",
    "ms": "0.001 s", "µs": "0.001 ms", "min": "60 s", "h": "60 min", "Hz": "1 /s", "bpm": "1 /min",
    "kg": "1000 g", "mg": "0.001 g", "µg": "0.001 mg", "mcg": "1 µg",
    "L": "1000 cm^3", "dL": "0.1 L", "mL": "0.001 L", "µL": "0.001 mL",
    "l": "1 L", "dl": "1 dL", "ml": "1 mL", "µl": "1 µL",
    "N": "1 kg m/s^2", "dyn": "0.00001 N",
    "Pa": "1 N/m^2", "hPa": "100 Pa", "kPa": "1000 Pa", "MPa": "1000 kPa", "bar": "100 kPa", "mbar": "0.001 bar",
    "mmHg": "133.322387415 Pa", "cmH2O": "98.0665 Pa", "Torr": "101325/760 Pa", "torr": "1 Torr",
    "J": "1 N m", "mJ": "0.001 J", "kJ": "1000 J", "W": "1 J/s", "mW": "0.001 W",
    "mmol": "0.001 mol", "µmol": "0.001 mmol", "nmol": "0.001 µmol",
    "M": "1 mol/L", "mM": "0.001 M", "µM": "0.001 mM", "nM": "0.001 µM",
    "%": "0.01 1", "beat": "1 1", "beats": "1 1", "WU": "1 mmHg min/L",
}  # fmt: skip
KINDS = {  # what a message calls a dimension, and the units that it offers
    "pressure": ("mmHg", "kPa"),
    "volume": ("mL", "L"),
    "time": ("ms", "s"),
    "length": ("cm", "mm", "m"),
    "area": ("cm²", "mm²"),
    "rate": ("/min", "/s"),
    "flow": ("mL/s", "L/min"),
    "mass": ("kg", "g"),
    "number without a unit": ("1", "%"),
    "vascular resistance": ("mmHg s/mL", "dyn s/cm⁵"),
    "inertance": ("mmHg s²/mL",),
    "compliance": ("mL/mmHg",),
    "elastance": ("mmHg/mL",),
    "concentration": ("µM", "µmol/mL"),
    "amount": ("µmol", "mmol"),
    "energy": ("J", "mJ"),
    "power": ("W", "mW"),
}

DOSE = "µg/kg/min"

type Dimension = tuple[int, int, int, int]  # powers of m, g, s, mol


class Unit(NamedTuple):
    """How large a unit is, in m, g, s and mol."""

    size: Fraction
    dimension: Dimension


SYMBOLS = {
    "1": Unit(Fraction(1), (0, 0, 0, 0)),
    "m": Unit(Fraction(1), (1, 0, 0, 0)),
    "g": Unit(Fraction(1), (0, 1, 0, 0)),
    "s": Unit(Fraction(1), (0, 0, 1, 0)),
    "mol": Unit(Fraction(1), (0, 0, 0, 1)),
}


def parse_quantity(text: object, unit: str, offered: tuple[str, ...] = ()) -> float:
    """Read a number with its unit.

    Parameters
    ----------
    text
        Such as ``0.4 cm²``, ``110 /min``, ``-120 ms`` or ``25 %``. A number alone, as text or not, is good
        where `unit` is ``1``.
    unit
        Unit of the result.
    offered
        Units that advice names, the first in an example; those of the dimension if none are given.

    Returns
    -------
    The value in `unit`, correctly rounded.

    Raises
    ------
    InputError
        If this is no number, not finite, without a unit where one is needed, or of another dimension.
    """
    number, given = split_quantity(text, unit)
    if not given and unit != "1":
        example = f"'{number} {offered[0]}'" if offered else _example(number, unit)
        raise InputError(SAID["no unit"].format(number=number, allowed=allowed(unit, offered), example=example))
    try:
        read_unit(given or "1")
    except InputError as problem:
        raise InputError(SAID["wrong unit"].format(text=shown(text), problem=problem, allowed=allowed(unit))) from None
    return _rounded(Fraction(number) * _ratio(given or "1", unit, shown(text)), text)


def convert(value: float, unit: str, to: str) -> float:
    """Convert a value from one unit to another.

    Raises
    ------
    InputError
        If the units have different dimensions, or the value is not finite.
    """
    _check_finite(value)
    return _rounded(Fraction(value) * _ratio(unit, to, unit), value)


def format_quantity(value: float, unit: str, written: str | None = None) -> str:
    """Write a value so that `parse_quantity` reads the very same one.

    Parameters
    ----------
    value
        In `unit`.
    unit
        Such as ``mmHg s/mL``.
    written
        Unit on paper, if another one: ``ms`` for ``s``.

    Returns
    -------
    Such as ``40 mL``, ``110 /min`` for the unit ``1/min``, ``0.25`` for the unit ``1``.

    Raises
    ------
    InputError
        If the value is not finite.
    """
    _check_finite(value)
    paper = written or unit
    ratio = _ratio(unit, paper, unit)
    number = repr(float(Fraction(repr(float(value))) * ratio) + 0.0).removesuffix(".0")
    if float(Fraction(number) / ratio) != value:  # the nearest float there is not near enough: more digits
        number = str(Decimal(repr(float(value))) * ratio.numerator / ratio.denominator)
    return number if paper == "1" else f"{number} {paper.removeprefix('1') if paper[:2] == '1/' else paper}"


def allowed(unit: str, offered: tuple[str, ...] = ()) -> str:
    """Say in words what may be given for a unit: ``a pressure in mmHg or kPa``, or in the units that are offered."""
    if unit == DOSE:  # has the dimension of a rate
        return f"a dose in {DOSE}"
    dimension = read_unit(unit).dimension
    for kind, units in KINDS.items():
        if read_unit(units[0]).dimension == dimension:
            article = "an" if kind[0] in "aei" else "a"
            return f"{article} {kind}" + ("" if units[0] == "1" else f" in {' or '.join(offered or units)}")
    return f"a value in {unit}"


@lru_cache(maxsize=512)
def read_unit(text: str) -> Unit:
    """Read a unit such as ``mmHg s/mL``, ``dyn·s·cm⁻⁵`` or ``1/(mmHg s)``; a slash divides by one unit.

    Raises
    ------
    InputError
        If a part of it is not a known unit.
    """
    plain = text.translate(SAME)
    for written, known in SPELLINGS.items():
        plain = plain.replace(written, known)
    plain = plain.translate(RAISED).strip()
    plain = BRACKET.sub(lambda found: "/" + "/".join(found[1].split()), plain)
    size, powers, place = Fraction(1), [0, 0, 0, 0], 0
    while place < len(plain) or place == 0:
        factor = FACTOR.match(plain, place)
        if factor is None or _is_of_a_number(factor):
            raise InputError(SAID["no such unit"].format(text=shown(text)))
        power = int(factor[3] or 1) * (-1 if factor[1] == "/" else 1)
        symbol = _symbol(factor[2])
        size *= symbol.size**power
        powers = [sum_ + power * one for sum_, one in zip(powers, symbol.dimension, strict=True)]
        place = factor.end()
    return Unit(size, (powers[0], powers[1], powers[2], powers[3]))


def _is_of_a_number(factor: re.Match[str]) -> bool:
    """Tell whether a factor is a piece of a number: 1 stands first or below, nothing is multiplied with nothing."""
    first, sign = factor.start() == 0, factor[1]
    return sign != "/" and (bool(sign) if first else factor[2] == "1")


def _symbol(name: str) -> Unit:
    """Look up one unit; ``u`` may stand for the micro sign."""
    known = SYMBOLS.get(name) or (SYMBOLS.get("µ" + name[1:]) if name[0] == "u" else None)
    if known is None:
        raise InputError(SAID["unknown unit"].format(name=name, advice=did_you_mean(name, SYMBOLS)))
    return known


def split_quantity(text: object, unit: str) -> tuple[str, str]:
    """Split text into its number and the unit after it.

    Raises
    ------
    InputError
        If it does not begin with one plain number; the message says what may be given for `unit`.
    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = repr(float(text)).removesuffix(".0")

    def refused(said: str, **words: str) -> InputError:
        return InputError(SAID[said].format(**words, allowed=allowed(unit)))

    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise refused("long", text=shown(text))
    plain = THOUSANDS.sub("", text.translate(SAME)).strip()
    number = NUMBER.match(plain)
    if number is None:
        raise refused("no number", text=text)
    rest = plain[number.end() :].strip()
    if advice := respelled(plain):
        raise refused("respelled", text=text, advice=advice)
    if SECOND.match(rest):
        raise refused("two", text=text)
    if MORE.match(rest):
        raise refused("more", text=text)
    return number[0], rest


@lru_cache(maxsize=1024)
def _ratio(given: str, unit: str, what: str) -> Fraction:
    """Return how many `unit` one `given` is; refuse another dimension."""
    here, there = read_unit(given), read_unit(unit)
    if here.dimension != there.dimension:
        raise InputError(SAID["other kind"].format(text=what, allowed=allowed(unit), given=allowed(given)))
    return here.size / there.size


def _rounded(value: Fraction, given: object) -> float:
    """Return the nearest float."""
    try:
        return float(value)
    except OverflowError:
        raise InputError(SAID["too large"].format(text=shown(given))) from None


def _check_finite(value: float) -> None:
    """Refuse what has no place among quantities."""
    if not isfinite(value):
        raise InputError(f"{value} is not a finite number")


def _example(number: str, unit: str) -> str:
    """Return the number with a unit that would do."""
    if unit == DOSE:
        return f"'{number} {DOSE}'"
    dimension = read_unit(unit).dimension
    fitting = next((units for units in KINDS.values() if read_unit(units[0]).dimension == dimension), (unit,))
    return f"'{number} {unit if unit in fitting else fitting[0]}'"


def shown(text: object) -> str:
    """Return what was given, cut to a readable length."""
    words = " ".join(str(text).split())
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"


def _define() -> None:
    """Fill the table of symbols from the definitions."""
    for name, definition in DEFINITIONS.items():
        number, unit = definition.split(" ", 1)
        whole = read_unit(unit)
        SYMBOLS[name] = Unit(Fraction(number) * whole.size, whole.dimension)


_define()
