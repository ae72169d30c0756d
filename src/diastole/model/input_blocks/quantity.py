"""A field that holds a quantity: its unit, meaning and possible range, and how it is read."""

from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from numbers import Real
from operator import ge, gt, le, lt
from types import NoneType
from typing import Any, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from diastole.errors import InputError
from diastole.units import allowed, format_quantity, parse_quantity

IMPOSSIBLE, NOTHING = "'{text}' is impossible; allowed is {range}", "no value given; give {kind}"
COMPARED = {"above": gt, "at_least": ge, "below": lt, "at_most": le}


@dataclass(frozen=True)
class Quantity:
    """A quantity in the metadata of a field: ``Annotated[float, Quantity("mL", "(0, 400]", "muscle volume")]``."""

    unit: str  # of the float inside, and of the limits
    interval: str  # of what is physically possible; a square bracket includes its limit, a round one excludes it
    meaning: str  # what the field is, in a few words
    written: str | None = None  # unit in files that we write, where another one reads better: ``ms`` for ``s``

    @cached_property
    def ends(self) -> dict[str, float]:
        """The lowest and the highest value, each by its key of `COMPARED`."""
        low, high = map(float, self.interval[1:-1].split(","))
        lowest = "at_least" if self.interval.startswith("[") else "above"
        return {lowest: low, "at_most" if self.interval.endswith("]") else "below": high}

    @property
    def range(self) -> str:
        """The possible values in words, such as ``above 0 mL and at most 400 mL``."""
        return " and ".join(f"{key.replace('_', ' ')} {self.text(limit)}" for key, limit in self.ends.items())

    @property
    def kind(self) -> str:
        """What may be given, in words, such as ``a volume in mL or L``."""
        return allowed(self.unit, (self.written, self.unit) if self.written else ())

    def text(self, value: float) -> str:
        """Write a value in the unit that it has on paper."""
        return format_quantity(value, self.unit, self.written)

    def read(self, given: object) -> float:
        """Read a value.

        Raise InputError if it is no quantity of this dimension, or outside the possible range.

        `given`: text such as ``0.4 cm²``, a number in this unit, or what carries a unit of its own: a quantity of pint
        or a single value of xarray.
        """
        bare = plain(given)
        try:
            value = self._number(bare)
        except InputError as problem:
            raise InputError(str(problem), code="not_a_quantity", allowed=self.limits) from None
        if not all(COMPARED[key](value, limit) for key, limit in self.ends.items()):
            shown = self.text(value) if isinstance(bare, float) else bare
            said = IMPOSSIBLE.format(text=shown, range=self.range)
            raise InputError(said, code="out_of_range", allowed=self.limits)
        return value

    @property
    def limits(self) -> dict[str, str | float]:
        """Unit and range for programs."""
        return {"unit": self.unit} | self.ends

    def _number(self, given: object) -> float:
        """Return what is given in this unit."""
        if isinstance(given, str) and not given.strip():
            raise InputError(NOTHING.format(kind=self.kind))
        if isinstance(given, dict):
            raise InputError(f"a block of keys is given where a single value is needed: {allowed(self.unit)}")
        if isinstance(given, float):
            if not isfinite(given):
                raise InputError(f"{given} is not a finite number; give {allowed(self.unit)}")
            return given
        return parse_quantity(given, self.unit, (self.written, self.unit) if self.written else ())

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        may_be_none = NoneType in get_args(source)
        return core_schema.no_info_plain_validator_function(self._read_optional if may_be_none else self.read)

    def _read_optional(self, given: object) -> float | None:
        return None if given is None else self.read(given)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "description": f"{self.meaning}; {self.range}", "unit": self.unit}


def plain(given: object) -> object:
    """Return a number of any library as a float, and what has a unit of its own as text; anything else as it is."""
    if hasattr(given, "magnitude") and hasattr(given, "units"):
        return f"{given.magnitude} {given.units:~C}"
    unit = getattr(given, "attrs", {}).get("units")
    if getattr(given, "ndim", None) == 0 and hasattr(given, "item"):
        given = given.item()
    if isinstance(given, bool) or not isinstance(given, Real):
        return given
    return f"{float(given)!r} {unit}" if unit else float(given)
