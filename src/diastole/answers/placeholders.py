"""Numbers of the simulator in the sentences of an article: filled in from its runs when the page is made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diastole.knowledge.articles.article import Sentence
from diastole.model.measures.definitions import MEASURES
from diastole.numbers import THIN, plain, with_unit
from diastole.studies.experiments.runs import Arms

PLACEHOLDER = re.compile(
    r"\{(?P<what>rise|fall|value) (?P<measure>\w+)(?P<percent> %)?"
    r"(?: at (?P<arm>[^{}]+?))?(?: in (?P<run>[a-z0-9-]+))?\}"
)
BRACE = re.compile(r"[{}]")
WAYS = {"rise": 1, "fall": -1}
PENDING = "…"  # stands for a number that is still being worked out


class FillingError(ValueError):
    """A number that a sentence asks for and the runs do not give."""


@dataclass(frozen=True)
class Placeholder:
    """Where a sentence wants a number of a run: ``{rise lv_end_diastolic_pressure at with the pump in mitral}``."""

    what: str  # rise, fall or value
    measure: str
    percent: bool
    arm: str
    run: str

    def number(self, arms: Arms) -> str:
        """Return the number with its unit.

        Raises
        ------
        FillingError
            If there is no such arm or measure, or the measure changes the other way or by less than anybody could tell.
        """
        names = list(arms)
        arm = self.arm or names[-1]
        if arm not in arms:
            raise FillingError(f"'{arm}' is not an arm of '{self.run}'; arms are {', '.join(names)}")
        if self.measure not in MEASURES:
            raise FillingError(f"'{self.measure}' is not a measure")
        value, before = arms[arm][self.measure], arms[names[0]][self.measure]
        if value is None or before is None:
            raise FillingError(f"{self.measure} is not defined in '{self.run}'")
        return self._value(value) if self.what == "value" else self._change(value, before)

    def _value(self, value: float) -> str:
        measure = MEASURES[self.measure]
        if measure.is_share:
            return f"{plain(100.0 * value, 0)}{THIN}%"
        return with_unit(value, measure.decimals, _spoken(measure.unit))

    def _change(self, value: float, before: float) -> str:
        measure = MEASURES[self.measure]
        change = value - before
        if measure.direction(before, value) != WAYS[self.what]:
            raise FillingError(f"{self.measure} does not {self.what} in '{self.run}': it changes by {change:.3g}")
        size = abs(change)
        if self.percent:
            return f"{plain(100.0 * size / abs(before), 0)}{THIN}%"
        if measure.is_share:
            return f"{plain(100.0 * size, 1)} percentage points"
        return with_unit(size, measure.decimals, _spoken(measure.unit))


def _spoken(unit: str) -> str:
    return "beats per minute" if unit == "1/min" else unit


def placeholders(sentence: Sentence) -> Iterator[Placeholder]:
    """Yield the numbers that a sentence wants."""
    for match in PLACEHOLDER.finditer(sentence.template):
        run = match["run"] or (sentence.runs[0] if len(sentence.runs) == 1 else "")
        yield Placeholder(match["what"], match["measure"], bool(match["percent"]), match["arm"] or "", run)


def fill_in(sentence: Sentence, arms: Mapping[str, Arms | None]) -> str:
    """Return a sentence with its numbers; an ellipsis stands where a run is not done yet.

    Parameters
    ----------
    arms
        What was measured, by the name of the run; None where that is not known yet.

    Raises
    ------
    FillingError
        If a run does not give a number.
    """
    wanted = iter(placeholders(sentence))

    def number(match: re.Match[str]) -> str:
        """Return the number for a placeholder, or that it is pending; raise FillingError if it names no run."""
        place = next(wanted)
        if place.run not in arms:
            raise FillingError(
                f"{match[0]} names no run of the sentence; say which: {', '.join(arms) or 'it has none'}"
            )
        measured = arms[place.run]
        return PENDING if measured is None else place.number(measured)

    text = PLACEHOLDER.sub(number, sentence.template)
    if BRACE.search(text):
        raise FillingError(f"a number is not asked for as in {{rise cardiac_output}}: ‘{text}’")
    return text
