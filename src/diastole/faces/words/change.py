"""One measure without and with support, and how much of its change means something."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leaks import CLOSING
from diastole.model.measures.measure import Measure
from diastole.numbers import NONE, percent, plain, signed

if TYPE_CHECKING:
    from diastole.model.run import Comparison

LITTLE = 0.03  # a relative change below this is 'a little'
NO_CHANGE = "no change"
BASES = {  # of what a number is, by the scope of its measure, where a balloon assists every second or third beat
    "beat": "in an assisted beat", "cycle": "on average",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One measure without and with support, as a person reads it (fractions as percent)."""

    name: str
    before: float | None
    after: float | None
    unassisted: float | None = None
    tight: bool = False  # the valve leaks too little for percent

    @property
    def measure(self) -> Measure:
        """The record of the measure."""
        return MEASURES[self.name]

    @property
    def title(self) -> str:
        """The measure's name in words."""
        return self.measure.title

    @property
    def unit(self) -> str:
        """Unit as shown; nothing for a ratio."""
        unit = self.measure.unit
        return "%" if self.measure.is_share else "" if unit == "1" else unit

    @property
    def scale(self) -> float:
        """Factor from the value to what is shown."""
        return 100.0 if self.measure.is_share else 1.0

    @property
    def decimals(self) -> int:
        """Decimals of the value as shown."""
        decimals = self.measure.decimals
        return max(decimals - 2, 0) if self.measure.is_share else decimals

    @property
    def absolute(self) -> float | None:
        """The change as shown, in ``unit``."""
        return None if self.before is None or self.after is None else self.scale * (self.after - self.before)

    @property
    def relative(self) -> float | None:
        """The change as a share of the value without, or None where that means nothing."""
        if self.before is None or self.after is None or self.tight or not self.measure.has_zero:
            return None
        return (self.after - self.before) / abs(self.before) if abs(self.before) >= self.step else None

    @property
    def step(self) -> float:
        """Half a digit of what is shown; a smaller difference is not seen."""
        return 0.5 * 10.0**-self.decimals / self.scale

    @property
    def direction(self) -> int:
        """+1 if the measure rises, −1 if it falls, 0 if that is no change or undefined."""
        return self.measure.direction(self.before, self.after)

    @property
    def is_known(self) -> bool:
        """Whether both runs have a value."""
        return self.absolute is not None

    @property
    def is_none(self) -> bool:
        """Whether both runs have a value and nobody could tell them apart."""
        return self.is_known and self.direction == 0

    @property
    def is_little(self) -> bool:
        """Whether the measure changes, but by less than ``LITTLE``."""
        return self.direction != 0 and self.relative is not None and abs(self.relative) < LITTLE

    def shown(self, value: float | None) -> str:
        """Return a value of this measure as text without its unit."""
        return plain(None if value is None else self.scale * value, self.decimals)

    @property
    def absolute_text(self) -> str:
        """The change with its sign, or that there is none; points for a share: not to be taken for percent of it."""
        if self.is_none:
            return NO_CHANGE
        text = signed(self.absolute, self.decimals)
        return f"{text} pts" if self.measure.is_share and text != NONE else text

    @property
    def unassisted_text(self) -> str:
        """The value of the beats between; nothing for a mean over the support cycle, which has no such value."""
        return "" if self.measure.scope == "cycle" else self.shown(self.unassisted)

    @property
    def percent_text(self) -> str:
        """The relative change with its sign; a dash where there is none."""
        return NONE if self.is_none else percent(self.relative)


def changes(comparison: "Comparison") -> dict[str, Change]:
    """Return every measure that either run has, in the order of the vocabulary."""
    without, with_ = comparison.without.measures, comparison.with_.measures
    between = comparison.with_.unassisted or {}
    unassisted = {name: value for name, value in between.items() if MEASURES[name].scope == "beat"}
    return {
        name: Change(
            name,
            _defined(without.get(name)),
            _defined(with_.get(name)),
            _defined(unassisted.get(name)),
            tight=bool(leak := MEASURES[name].leak) and not leaks(leak, without),
        )
        for name in MEASURES
        if name in without or name in with_
    }


def key_changes(comparison: "Comparison") -> list[Change]:
    """Return the changes of the measures that matter most; the leak of a tight valve is left out."""
    every = changes(comparison)
    runs = comparison.without.measures, comparison.with_.measures
    wanted = [m.name for m in MEASURES.values() if m.is_key and (not m.leak or leaks(m.leak, *runs))]
    return [every[name] for name in wanted if name in every and every[name].absolute is not None]


def leaks(name: str, *measures: object) -> bool:
    """Whether a regurgitant volume reaches ``CLOSING`` in any of these sets of measures."""
    volumes = (_defined(each.get(name)) for each in measures)  # type: ignore[attr-defined]
    return any(volume is not None and volume >= CLOSING for volume in volumes)


def _defined(value: float | None) -> float | None:
    """Return the value, or None where it is not a number."""
    return float(value) if value is not None and isfinite(value) else None
