"""Grading limits of valve regurgitation, dated and sourced: what thresholds.yaml says, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.errors import InputError, did_you_mean
from diastole.evidence.reading import read_yaml
from diastole.evidence.sources import CHECKED

GRADES = ("none", "trace", "mild", "moderate", "moderate_severe", "severe")  # rising
EDGES = ("from", "above", "to", "below")


@dataclass(frozen=True)
class Band:
    """A grade and the values it holds for; an edge that is not given is open."""

    grade: str
    least: float | None
    least_included: bool
    most: float | None
    most_included: bool

    def holds(self, value: float) -> bool:
        """Say whether the value, in the unit of the table, lies in the band."""
        if self.least is not None and (value < self.least or (value == self.least and not self.least_included)):
            return False
        return self.most is None or value < self.most or (value == self.most and self.most_included)


@dataclass(frozen=True)
class Origin:
    """Where a limit comes from and how far that was checked."""

    sources: tuple[str, ...]
    edition: str
    date: str
    checked: str
    note: str


@dataclass(frozen=True)
class Threshold:
    """The bands of one measurement of one lesion."""

    lesion: str
    parameter: str
    unit: str
    bands: tuple[Band, ...]
    origin: Origin

    def grade(self, value: float) -> str:
        """Return the grade of a value in the unit of the table.

        Raises
        ------
        InputError
            If no band holds it, as for a value that is no number.
        """
        for band in self.bands:
            if band.holds(value):
                return band.grade
        raise InputError(f"{self.lesion}.{self.parameter} is {value} {self.unit}; no grade holds it, give a number")


@dataclass(frozen=True)
class Sign:
    """A finding without a number: the grade of each of its forms."""

    lesion: str
    parameter: str
    grades: tuple[tuple[str, str], ...]
    origin: Origin


@dataclass(frozen=True)
class Thresholds:
    """All limits, by lesion and parameter."""

    measured: Mapping[tuple[str, str], Threshold]
    signs: Mapping[tuple[str, str], Sign]

    def of(self, lesion: str, parameter: str) -> Threshold:
        """Return the bands of a measurement.

        Raises
        ------
        InputError
            If there is none for it.
        """
        found = self.measured.get((lesion, parameter))
        if found is None:
            known = [f"{first}.{second}" for first, second in self.measured]
            name = f"{lesion}.{parameter}"
            raise InputError(f"There are no grading limits for '{name}'.{did_you_mean(name, known)}")
        return found


@lru_cache(maxsize=1)
def load_thresholds() -> Thresholds:
    """Return the limits that come with the package."""
    return parse_thresholds((files("diastole.evidence") / "thresholds.yaml").read_text(encoding="utf-8"))


def parse_thresholds(text: str) -> Thresholds:
    """Read grading limits.

    Parameters
    ----------
    text
        YAML with the mappings `thresholds` and `signs`, each by lesion and parameter.

    Raises
    ------
    InputError
        If an edge, a grade or an origin cannot be used, or bands overlap or leave a hole between them.
    """
    content = read_yaml(text, "thresholds.yaml")
    if not isinstance(content, dict) or set(content) != {"thresholds", "signs"}:
        raise InputError("thresholds.yaml needs the mappings 'thresholds' and 'signs', and nothing else")
    measured = {key: _threshold(*key, record) for key, record in _records(content["thresholds"])}
    signs = {key: _sign(*key, record) for key, record in _records(content["signs"])}
    return Thresholds(measured, signs)


def _records(content: dict[str, dict[str, Any]]) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    return [((lesion, name), record) for lesion, group in content.items() for name, record in group.items()]


def _threshold(lesion: str, parameter: str, record: dict[str, Any]) -> Threshold:
    place = f"thresholds.yaml, {lesion}.{parameter}"
    origin = _origin(record, {"unit", "bands"}, place)
    bands = tuple(_band(band, place) for band in record["bands"])
    _refuse_holes(bands, place)
    return Threshold(lesion, parameter, record["unit"], bands, origin)


def _sign(lesion: str, parameter: str, record: dict[str, Any]) -> Sign:
    place = f"thresholds.yaml, {lesion}.{parameter}"
    origin = _origin(record, {"grades"}, place)
    grades = tuple(record["grades"].items())
    for _, grade in grades:
        _refuse_grade(grade, place)
    return Sign(lesion, parameter, grades, origin)


def _origin(record: dict[str, Any], others: set[str], place: str) -> Origin:
    """Read where it comes from, and refuse a record with too few or too many keys."""
    needed = {"sources", "edition", "date", "checked", "note"} | others
    if set(record) != needed:
        wrong = ", ".join(sorted(set(record) ^ needed))
        raise InputError(f"{place}: wrong or missing keys {wrong}; needed are {', '.join(sorted(needed))}")
    if not record["sources"] or record["checked"] not in CHECKED:
        raise InputError(f"{place}: needs sources and a check level out of {', '.join(CHECKED)}")
    return Origin(
        tuple(record["sources"]), record["edition"], str(record["date"]), record["checked"], record["note"].strip()
    )


def _refuse_grade(grade: Any, place: str) -> None:
    if grade not in GRADES:
        raise InputError(f"{place}: grade '{grade}' is not one of {', '.join(GRADES)}")


def _band(record: dict[str, Any], place: str) -> Band:
    _refuse_grade(record.get("grade"), place)
    edges = set(record) - {"grade"}
    if not edges or edges - set(EDGES) or {"from", "above"} <= edges or {"to", "below"} <= edges:
        raise InputError(f"{place}: a band needs one lower edge (from, above), one upper edge (to, below) or both")
    for edge in edges:
        if isinstance(record[edge], bool) or not isinstance(record[edge], int | float):
            raise InputError(f"{place}: '{edge}' is '{record[edge]}', a number is needed")
    least, most = (record.get("from", record.get("above")), record.get("to", record.get("below")))
    if least is not None and most is not None and least >= most:
        raise InputError(f"{place}: the band of '{record['grade']}' is empty")
    return Band(record["grade"], least, "from" in record, most, "to" in record)


def _refuse_holes(bands: tuple[Band, ...], place: str) -> None:
    """Refuse bands that do not tile the numbers, or whose grades neither rise nor fall with the value."""
    rising = sorted(bands, key=lambda band: float("-inf") if band.least is None else band.least)
    for low, high in zip(rising, rising[1:], strict=False):
        if low.most is None or low.most != high.least or low.most_included == high.least_included:
            raise InputError(f"{place}: the bands of '{low.grade}' and '{high.grade}' do not meet")
    if rising[0].least is not None or rising[-1].most is not None:
        raise InputError(f"{place}: the lowest and the highest band have to be open")
    order = [GRADES.index(band.grade) for band in rising]
    if order not in (sorted(set(order)), sorted(set(order), reverse=True)):
        raise InputError(f"{place}: the grades neither rise nor fall with the value")
