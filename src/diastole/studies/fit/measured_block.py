"""The block ``measured`` of a bedside sheet: measures, values that the patient takes, and values that are not used."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.model.measures.definitions import MEASURES, SPELLINGS, plain_words
from diastole.model.patient.body import Body
from diastole.studies.fit.bedside_values import BEDSIDE_VALUES, BedsideValue
from diastole.studies.fit.plausibility import check_plausible
from diastole.units import parse_quantity, shown

BLOOD_PRESSURE = ("bp", "abp", "nibp", "blood pressure", "arterial pressure")  # charted as systolic over diastolic
_PAIR = re.compile(r"([^\s/]+)\s*/\s*([^\s/]+)\s*([^\d\s].*)")


class MeasuredBlock(NamedTuple):
    """What was read of the block, and what is wrong with the rest."""

    measures: dict[str, float]  # by name, in the units of the vocabulary
    of_patient: dict[str, float]  # by the key of the patient who takes it
    not_used: list[str]
    problems: list[str]


def read_measured(given: object, body: Body | None, of_echo: Mapping[str, object] | None = None) -> MeasuredBlock:
    """Read the block.

    `given`: text by whatever people call a measure or a value; `body`: of the sheet, for what volumes and flows are
    plausible; an adult without; `of_echo`: measures that the report of the echocardiography has, by whatever they are
    called there.
    """
    block = MeasuredBlock({}, {}, [], [])
    lines = [("echo", called, text) for called, text in (of_echo or {}).items()]
    if isinstance(given, Mapping):
        lines = [("measured", called, text) for called, text in _lines(given)] + lines
    if not lines or not isinstance(given, Mapping | None):
        problem = f"'{shown(given)}'" if given else "missing"
        block.problems.append(f"measured is {problem}; give a line for each value, such as 'heart_rate: 95 /min'")
    for of_block, called, text in lines:
        key = f"{of_block}.{called}"
        try:
            if value := BEDSIDE_VALUES.get(plain_words(called)):
                _take(block, key, value, text)
            else:
                name = _name(called)
                _check_once(name, key, block.measures)
                block.measures[name] = _measure(key, name, text, body)
        except InputError as problem:
            block.problems.append(str(problem))
    if lines and not block.measures and not block.problems:
        block.problems.append(
            "measured has nothing that a patient can be fitted to; give a line such as 'MAP: 65 mmHg'"
        )
    return block


def _lines(given: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield each line; a blood pressure of two numbers is two lines."""
    for called, text in given.items():
        pair = _PAIR.fullmatch(str(text).strip()) if plain_words(called) in BLOOD_PRESSURE else None
        if pair is None:
            yield called, text
        else:
            yield "systolic_aortic_pressure", f"{pair[1]} {pair[3]}"
            yield "diastolic_aortic_pressure", f"{pair[2]} {pair[3]}"


def _take(block: MeasuredBlock, key: str, value: BedsideValue, text: object) -> None:
    """Read a value that is no measure."""
    _check_number(key, text)
    try:
        number = value.read(text)
    except InputError as problem:
        raise problem.within(f"{key}: ", key) from None
    if value.key and number is not None:
        _check_once(value.key, key, block.of_patient)
        block.of_patient[value.key] = number
    else:
        advice = f" (give {value.advice} in its place)" if value.advice else ""
        block.not_used.append(f"{value.title} {shown(text)}{advice}")


def _name(called: str) -> str:
    """Return the name of a measure that is called so at the bedside."""
    plain = plain_words(called)
    if plain in BLOOD_PRESSURE:
        raise InputError(f"measured.{called} is read as two numbers with a unit; write it like '88/58 mmHg'")
    name = SPELLINGS.get(plain)
    if name is None:
        raise InputError(
            f"unknown key 'measured.{called}'; measured takes the names of the vocabulary, such as heart_rate or "
            f"systolic_aortic_pressure, and short ones such as MAP; under 'other' a sheet keeps whatever the model "
            f"does not use.{did_you_mean(called, [*MEASURES, *BEDSIDE_VALUES])}"
        )
    return name


def _check_once(name: str, key: str, block: Mapping[str, float]) -> None:
    if name in block:
        raise InputError(f"{key} is {name}, which has a line already; give each measure once")


def _check_number(key: str, text: object) -> None:
    if not any(sign.isdigit() for sign in str(text)):
        raise InputError(f"{key}: '{shown(text)}' is no number; leave the line out if it was not measured")


def _measure(key: str, name: str, text: object, body: Body | None) -> float:
    """Read a measured value in the unit of the vocabulary."""
    _check_number(key, text)
    try:
        value = parse_quantity(text, MEASURES[name].unit)
        check_plausible(name, text, value, body)
    except InputError as problem:
        raise problem.within(f"{key}: ", key) from None
    return value
