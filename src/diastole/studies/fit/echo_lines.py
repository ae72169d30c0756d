"""Lines of the block ``echo`` of a bedside sheet, and what is read of them."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from diastole.errors import InputError
from diastole.knowledge.rules.times import When
from diastole.knowledge.screening.fact_sheet import StatedFact, stated_time
from diastole.model.measures.definitions import plain_words
from diastole.studies.fit.drugs_given import MISSPELT
from diastole.units import shown

SOURCE = "echo of the bedside sheet"
TIME_NAMES = ("time", "date", "when", "on", "at", "performed")
NO_LESION = "none"


class EchoReport(NamedTuple):
    """What was read of the block, and what is wrong with the rest."""

    stated: list[StatedFact]
    lines: dict[str, object]  # of the block `measured`
    lesions: dict[str, dict[str, str]]  # orifice area and onset, where they follow
    not_used: list[str]
    notes: list[str]
    problems: list[str]


def time_of(block: Mapping[str, object], key: str, time: When | None, report: EchoReport) -> When | None:
    """Return the time of a block; that of the block around it where it has none."""
    given = [called for called in block if plain_words(called) in TIME_NAMES]
    try:
        return stated_time(shown(block[given[0]]), f"{key}.{given[0]}") if given else time
    except InputError as problem:
        report.problems.append(str(problem))
        return time


def line_value(node: object, key: str) -> object:
    """Return the value of a line, which may have a time beside it.

    Raises
    ------
    InputError
        If it has other keys, or no value.
    """
    if not isinstance(node, Mapping):
        return node
    if "value" not in node or not {plain_words(name) for name in node} <= {"value", "source", *TIME_NAMES}:
        raise InputError(f"{key}: needs 'value', and may have 'time' and 'source'")
    return node["value"]


def keep(report: EchoReport, called: str, key: str, node: object, known: tuple[str, ...]) -> None:
    """Keep what the model does not use; ask where it resembles what it does."""
    near = get_close_matches(plain_words(called), known, n=1, cutoff=MISSPELT)
    if near:
        report.problems.append(f"unknown key '{key}.{called}'. Did you mean '{near[0]}'?")
    else:
        report.not_used.extend(f"{key}.{name} {shown(text)}" for name, text in texts(called, node))


def texts(called: str, node: object) -> Iterator[tuple[str, object]]:
    """Yield each text in a node, by its dotted name."""
    if isinstance(node, Mapping):
        for name, inner in node.items():
            yield from texts(f"{called}.{name}", inner)
    else:
        yield called, node
