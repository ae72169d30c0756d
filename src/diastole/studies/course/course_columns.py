"""The columns of a course: what is kept of each beat, and how a person may call it.

Each beat is read as if it repeated itself, because a course has no next beat to look at.
"""

from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.model.drugs.formulary import DRUGS
from diastole.model.measures.definitions import MEASURES, SPELLINGS, plain_words
from diastole.model.simulation.slow_states import SLOW_NAMES


class Column(NamedTuple):
    """A column of a course: one number for each beat."""

    title: str
    unit: str
    decimals: int


LUNG_WATER = "lung_water"
MOST_LUNG_WATER = 5000.0  # mL
SLOW_TITLES = {
    "rate": "Reflex change of the heart rate",
    "contractility": "Reflex change of contractility",
    "resistance": "Reflex change of arteriolar resistance",
    "veins": "Blood that the reflex presses out of the veins",
    "subendocardial_tone": "Open share of the subendocardial arterioles",
    "subepicardial_tone": "Open share of the subepicardial arterioles",
    "weakened": "Share of the LV wall put out of work by a lack of oxygen",
}
REFLEX = ("rate", "contractility", "resistance", "veins")


def _slow(name: str) -> tuple[str, Column]:
    """Return name and column of a slow state."""
    if name.startswith("level_"):
        return name, Column(f"Level of {name.removeprefix('level_')}", "µg/kg/min", 3)
    unit = "mL/kg" if name == "veins" else "1"
    return f"reflex_{name}" if name in REFLEX else name, Column(SLOW_TITLES[name], unit, 3)


IN_COURSE = tuple(measure for measure in MEASURES.values() if measure.in_course)
MEASURED = {measure.name: Column(measure.title, measure.unit, measure.decimals) for measure in IN_COURSE} | {
    LUNG_WATER: Column("Lung water gained", "mL", 1)
}
SLOW = dict(_slow(name) for name in SLOW_NAMES)
COLUMNS: dict[str, Column] = {
    "time": Column("Time of the QRS onset", "s", 2),
    "step": Column("Number of the step; 0 is before the first", "1", 0),
    **MEASURED,
    **SLOW,
}
INDEX = {name: i for i, name in enumerate(COLUMNS)}
LEVELS = tuple(f"level_{name}" for name in DRUGS)

TARGETS: dict[str, str] = {  # in plain words → column
    **{words: name for words, name in SPELLINGS.items() if name in MEASURED},
    **{plain_words(words): LUNG_WATER for words in (LUNG_WATER, MEASURED[LUNG_WATER].title)},
}


def find_measure(words: str) -> str:
    """Return the name of what a person calls a measure: its title, its name or a usual short form.

    Raise InputError if a course keeps no such measure; a near one is offered.
    """
    name = TARGETS.get(plain_words(words))
    if name is None:
        raise InputError(
            f"'{words}' is no measure of a course; expected such as mean aortic pressure, LVEDP or cardiac output."
            f"{did_you_mean(plain_words(words), TARGETS)}"
        )
    return name


def possible(name: str) -> tuple[float, float]:
    """Return between which values a target can lie, in the unit of the measure: where patients are, or down to 0."""
    if name == LUNG_WATER:
        return 0.0, MOST_LUNG_WATER
    low, high = MEASURES[name].plausible.range()
    return min(low, 0.0), high
