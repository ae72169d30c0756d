"""A measure is one record: its names, its unit, what it means, where it can lie, and how it is read from a beat.

It is read by arithmetic and the words of laws (``select min max``) from what a beat says of its signals, so that one
function serves a beat of numbers, and compiled code for a block of patients and for a page (`measure_program`). A
branch would ask for one answer: what is not defined is ``UNDEFINED`` inside, and None for a reader (`Measure.value`).

Whatever shows, checks, asks for or judges a measure asks its record. A function that reads a beat becomes a measure by
the decorator of its group, as in `diastole.model.measures.pressures`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc
from math import isnan, nan
from typing import Any, NamedTuple

from diastole.law import select
from diastole.model.measures.beat import Beat

type Value = float | None  # None where a measure is not defined

UNDEFINED = nan

BEAT, CYCLE = "beat", "cycle"  # read from the assisted beat where a balloon works; mean over the support cycle
UP, DOWN = 1, -1
SIZED, AGAINST_SIZE = 1, -1  # power of the body surface area with which a range goes
ADULTS = (1.2, 2.6)  # m², body surface area of adults; assumed
SHARES = ("_fraction", "_saturation")  # endings of the names of what is a share of a whole
TOLD = 0.01  # 1, of the value before, under which nothing is called a change: three times what the choice of the
# integration's step may move it (`agreement.SAME`); assumed
BEDSIDE_DIGITS = {  # last digit of what monitors, catheters and reports of echocardiography print, by unit; assumed
    "mmHg": 1.0, "L/min": 0.1, "L/min/m²": 0.1, "mL": 1.0, "1/min": 1.0, "ms": 10.0, "dyn s/cm⁵": 10.0,
}  # fmt: skip
DIGIT_OF_A_SHARE = 0.01  # 1, likewise; assumed


class Plausible(NamedTuple):
    """The lowest and the highest value that a patient has who is alive without a pump; assumed."""

    low: float
    high: float
    power: int = 0  # of the body surface area [m²], for what goes with the size of a body

    def range(self, smallest: float = ADULTS[0], largest: float = ADULTS[1]) -> tuple[float, float]:
        """Return the lowest and the highest value in bodies between two surface areas [m²]."""
        sizes = smallest**self.power, largest**self.power
        return self.low * min(sizes), self.high * max(sizes)


@dataclass(frozen=True)
class Measure:
    """A number that is read from a beat."""

    name: str  # in Python, JSON, files, rules and pages
    group: str  # the heading under which tables show it
    title: str  # what tables call it
    unit: str  # of its values; ``1`` for a number without one
    decimals: int  # that a person is shown
    meaning: str  # what it tells, in a sentence
    definition: str  # how it is read, in a sentence
    read: Callable[[Beat], float]  # of a beat; a measure calls others by it
    plausible: Plausible  # where it lies in patients
    least: float  # smallest change that is told, in its unit: half of the last digit that the bedside prints
    scope: str = BEAT  # ``beat`` or ``cycle``
    short: str = ""  # for a narrow column; the title where it has no short form
    aliases: tuple[str, ...] = ()  # what people call it beside name, title and short form; in any case
    phrase: str = ""  # what prose calls it: the title within a sentence, where nothing reads better
    better: int = 0  # +1 where heart and body fare better as it rises, −1 as it falls, 0 where neither can be said
    is_key: bool = False  # whether a reader looks for it first
    in_course: bool = False  # whether a course keeps it of every beat
    lesion: str = ""  # of a measure of a leak: the lesion without which it is that of a sound valve; else empty
    leak: str = ""  # of a measure of a leak: the regurgitant volume with which it stands and falls; else empty
    has_zero: bool = True  # whether it is counted from a zero that means something, so that percent of it do
    may_be_undefined: bool = False  # whether beats that are read as they should be may have no value of it
    why_undefined: str = "not defined for this beat"  # why it may have no value

    def __call__(self, beat: Beat) -> float:
        """Return the number of a beat, as other measures want it: ``UNDEFINED`` where it has none."""
        return self.read(beat)

    def value(self, beat: Beat) -> Value:
        """Return the value of a beat; None where it is not defined.

        A measure that is defined for every beat and is no number all the same tells of a run that went wrong.
        """
        return self.shown(float(self.read(beat)))

    def shown(self, number: float) -> Value:
        """Return a number that was read as the value of a beat, as `value`."""
        return None if self.may_be_undefined and isnan(number) else number

    def direction(self, before: Value, after: Value) -> int:
        """Return +1 where it rises, −1 where it falls, and 0 where it is not defined or the change is none.

        A change is none under the smallest one that the bedside tells, and under 1 % of the value before: two runs to
        the same steady beat may differ by some of that. Whatever says that a measure rises or falls asks here.
        """
        if before is None or after is None:
            return 0
        share = TOLD * abs(before) if self.has_zero else 0.0
        if abs(after - before) < max(self.least, share):
            return 0
        return 1 if after > before else -1

    @property
    def lower_title(self) -> str:
        """The title as it stands within a sentence."""
        return lowered(self.title)

    @property
    def is_share(self) -> bool:
        """Whether it is a share of a whole, which a person gives in percent."""
        return is_share(self.name)


def only_where(condition: bool, value: float) -> float:
    """Return a value where a condition holds; it is not defined elsewhere."""
    return select(condition, value, UNDEFINED)


def over_positive(above: float, below: float) -> float:
    """Return a ratio; it is not defined where what is divided by is not above 0."""
    return above / only_where(below > 0.0, below)


def is_share(name: str) -> bool:
    """Return whether a measure of this name is a share of a whole."""
    return name.endswith(SHARES)


def half_a_digit(name: str, unit: str, decimals: int) -> float:
    """Return half of the last digit that the bedside prints of a measure, or of that shown where it prints none."""
    digit = DIGIT_OF_A_SHARE if is_share(name) else BEDSIDE_DIGITS.get(unit, 10.0**-decimals)
    return 0.5 * digit


def lowered(title: str) -> str:
    """Return a title as it stands within a sentence: LV and such stay in capitals."""
    return title if title[:2].isupper() else f"{title[0].lower()}{title[1:]}"


class MeasureGroup:
    """Measures that stand under one heading."""

    def __init__(self, title: str):
        self.title = title
        self.measures: list[Measure] = []

    def measure(
        self, title: str, unit: str, decimals: int, meaning: str, plausible: Plausible, **more: Any
    ) -> Callable[[Callable[[Beat], float]], Measure]:
        """Return a decorator that makes a measure of a function that reads a beat.

        The name of the measure is that of the function, and its definition the first paragraph of the docstring.

        `more`: any other attribute of `Measure`.
        """

        def made(read: Callable[[Beat], float]) -> Measure:
            definition = " ".join((getdoc(read) or "").partition("\n\n")[0].split())
            name = read.__name__
            told: dict[str, Any] = {"phrase": lowered(title), "least": half_a_digit(name, unit, decimals)} | more
            measure = Measure(name, self.title, title, unit, decimals, meaning, definition, read, plausible, **told)
            self.measures.append(measure)
            return measure

        return made
