"""A measure is one record: its names, its unit, what it means, where it can lie, and how it is read from a beat.

Whatever shows, checks, asks for or judges a measure asks its record. A function that reads a beat becomes a measure by
the decorator of its group, as in `diastole.model.measures.pressures`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, NamedTuple

from diastole.model.measures.beat import Beat

type Value = float | None  # None where a measure is not defined

BEAT, CYCLE = "beat", "cycle"  # read from the assisted beat where a balloon works; mean over the support cycle
UP, DOWN = 1, -1
SIZED, AGAINST_SIZE = 1, -1  # power of the body surface area with which a range goes
ADULTS = (1.2, 2.6)  # m², body surface area of adults; assumed
SHARES = ("_fraction", "_saturation")  # endings of the names of what is a share of a whole


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
class Measure[V: Value]:
    """A number that is read from a beat."""

    name: str  # in Python, JSON, files, rules and pages
    group: str  # the heading under which tables show it
    title: str  # what tables call it
    unit: str  # of its values; ``1`` for a number without one
    decimals: int  # that a person is shown
    meaning: str  # what it tells, in a sentence
    definition: str  # how it is read, in a sentence
    read: Callable[[Beat], V]  # of a beat
    plausible: Plausible  # where it lies in patients
    scope: str = BEAT  # ``beat`` or ``cycle``
    short: str = ""  # for a narrow column; the title where it has no short form
    aliases: tuple[str, ...] = ()  # what people call it beside name, title and short form; in any case
    phrase: str = ""  # what prose calls it: the title within a sentence, where nothing reads better
    better: int = 0  # +1 where heart and body fare better as it rises, −1 as it falls, 0 where neither can be said
    is_key: bool = False  # whether a reader looks for it first
    in_course: bool = False  # whether a course keeps it of every beat
    lesion: str = ""  # without which it is no more than what a sound valve lets back; empty where it is of no leak
    leak: str = ""  # name of the regurgitant volume with which it stands and falls; empty where it is of no leak
    has_zero: bool = True  # whether it is counted from a zero that means something, so that percent of it do
    why_undefined: str = "not defined for this beat"  # why it may have no value

    def __call__(self, beat: Beat) -> V:
        """Return the value of a beat."""
        return self.read(beat)

    @property
    def lower_title(self) -> str:
        """The title as it stands within a sentence."""
        return lowered(self.title)

    @property
    def is_share(self) -> bool:
        """Whether it is a share of a whole, which a person gives in percent."""
        return self.name.endswith(SHARES)


def lowered(title: str) -> str:
    """Return a title as it stands within a sentence: LV and such stay in capitals."""
    return title if title[:2].isupper() else f"{title[0].lower()}{title[1:]}"


class MeasureGroup:
    """Measures that stand under one heading."""

    def __init__(self, title: str):
        self.title = title
        self.measures: list[Measure[Value]] = []

    def measure[V: Value](
        self, title: str, unit: str, decimals: int, meaning: str, plausible: Plausible, **more: Any
    ) -> Callable[[Callable[[Beat], V]], Measure[V]]:
        """Return a decorator that makes a measure of a function that reads a beat.

        The name of the measure is that of the function, and its definition the first paragraph of the docstring.

        `more`: any other attribute of `Measure`.
        """

        def made(read: Callable[[Beat], V]) -> Measure[V]:
            definition = " ".join((getdoc(read) or "").partition("\n\n")[0].split())
            told = {"phrase": lowered(title)} | more
            found = Measure(
                read.__name__, self.title, title, unit, decimals, meaning, definition, read, plausible, **told
            )
            self.measures.append(found)
            return found

        return made
