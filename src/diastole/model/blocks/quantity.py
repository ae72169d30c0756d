"""A field that holds a quantity: its unit, meaning and possible range, and how it is read."""

from dataclasses import dataclass
from math import isfinite
from numbers import Real
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from diastole.errors import InputError
from diastole.units import allowed, format_quantity, parse_quantity


@dataclass(frozen=True)
class Quantity:
    """What is known of a quantity besides its value; stands in the metadata of a field."""

    unit: str
    meaning: str
    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    written: str | None = None

    @property
    def range(self) -> str:
        """The possible values in words, such as ``above 0 mL and at most 400 mL``."""
        words = (
            ("above", self.above),
            ("at least", self.at_least),
            ("below", self.below),
            ("at most", self.at_most),
        )
        limits = [f"{word} {self.text(limit)}" for word, limit in words if limit is not None]
        return " and ".join(limits) or "any value"

    def text(self, value: float) -> str:
        """Write a value in the unit that it has on paper."""
        return format_quantity(value, self.unit, self.written)

    def read(self, given: object) -> float:
        """Read a value.

        Parameters
        ----------
        given
            Text such as ``0.4 cm²``, a number in this unit, or what carries a unit of its own: a quantity of pint or a
            single value of xarray.

        Raises
        ------
        InputError
            If it is no quantity of this dimension, or outside the possible range.
        """
        plain = _plain(given)
        try:
            value = self._number(plain)
        except InputError as problem:
            raise InputError(str(problem), code="not_a_quantity", allowed=self.limits) from None
        if not self._contains(value):
            shown = self.text(value) if isinstance(plain, float) else plain
            raise InputError(
                f"'{shown}' is impossible; allowed is {self.range}", code="out_of_range", allowed=self.limits
            )
        return value

    @property
    def limits(self) -> dict[str, str | float]:
        """Unit and range for programs."""
        known = {"above": self.above, "at_least": self.at_least, "below": self.below, "at_most": self.at_most}
        return {"unit": self.unit} | {name: limit for name, limit in known.items() if limit is not None}

    def _number(self, given: object) -> float:
        """Return what is given in this unit."""
        if isinstance(given, str) and not given.strip():
            raise InputError(f"no value given; give {allowed(self.unit)}")
        if isinstance(given, dict):
            raise InputError(f"a block of keys is given where a single value is needed: {allowed(self.unit)}")
        if isinstance(given, float):
            if not isfinite(given):
                raise InputError(f"{given} is not a finite number; give {allowed(self.unit)}")
            return given
        return parse_quantity(given, self.unit, (self.written, self.unit) if self.written else ())

    def _contains(self, value: float) -> bool:
        """Tell whether a value is within the range."""
        return (
            (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
            and (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "description": f"{self.meaning}; {self.range}", "unit": self.unit}


def _plain(given: object) -> object:
    """Return a number of any library as a float, and what has a unit of its own as text; anything else as it is."""
    if hasattr(given, "magnitude") and hasattr(given, "units"):
        return f"{given.magnitude} {given.units:~C}"
    unit = getattr(given, "attrs", {}).get("units")
    if getattr(given, "ndim", None) == 0 and hasattr(given, "item"):
        given = given.item()
    if isinstance(given, bool) or not isinstance(given, Real):
        return given
    return f"{float(given)!r} {unit}" if unit else float(given)


def quantity(
    unit: str,
    *,
    meaning: str,
    above: float | None = None,
    below: float | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
    written: str | None = None,
) -> Quantity:
    """Describe a quantity, for use as ``Annotated[float, quantity("mL", above=0, meaning="…")]``.

    Parameters
    ----------
    unit
        Unit of the float inside, and of the limits.
    meaning
        What the field is, in a few words.
    above, below, at_least, at_most
        Limits of what is physically possible.
    written
        Unit in files that we write, where another one reads better: ``ms`` for ``s``.
    """
    return Quantity(unit, meaning, above, below, at_least, at_most, written)
