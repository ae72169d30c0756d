"""The one vocabulary of measures: every record by its name, and by whatever else people call it.

Python, JSON, files, rules, claims and pages use the same names.
"""

from collections.abc import Callable, Mapping
from typing import Any

from diastole.law import reread
from diastole.model.measures.beat import Beat
from diastole.model.measures.coronary_supply import CORONARY
from diastole.model.measures.energetics import WORK
from diastole.model.measures.flow import FLOW
from diastole.model.measures.leaks import LEAKS
from diastole.model.measures.lung_congestion import LUNG
from diastole.model.measures.measure import Measure
from diastole.model.measures.perfusion import BODY
from diastole.model.measures.pressures import PRESSURES
from diastole.model.measures.timing import TIMING

GROUPS = (PRESSURES, LUNG, FLOW, BODY, LEAKS, WORK, CORONARY, TIMING)  # in the order in which a reader looks for them
MEASURES: dict[str, Measure] = {measure.name: measure for group in GROUPS for measure in group.measures}


def reread_measures(words: Mapping[str, Any]) -> dict[str, Callable[[Beat], Any]]:
    """Return the functions that read a beat, by name, with the words of laws swapped, also in measures that they call.

    `words`: as of `diastole.law.reread`, for another kind of numbers than floats.
    """
    again: dict[str, Callable[[Beat], Any]] = {}

    def called(name: str) -> Callable[[Beat], Any]:
        return lambda beat: again[name](beat)

    names = {**words, **{name: called(name) for name in MEASURES}}
    again |= {name: reread(measure.read, names) for name, measure in MEASURES.items()}
    return again


def plain_words(text: str) -> str:
    """Return words in one case, with single blanks, and a blank for each hyphen or underscore."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


SPELLINGS: dict[str, str] = {  # in plain words → name
    plain_words(called): measure.name
    for measure in MEASURES.values()
    for called in (measure.name, measure.title, measure.short, *measure.aliases)
    if called
}
