"""The block ``drugs`` of a bedside sheet: infusions that were running when it was measured."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from diastole.errors import InputError
from diastole.model.drugs.doses import EXAMPLE, read_dose
from diastole.model.drugs.formulary import DRUG_NAMES, DRUGS, OTHER_DRUGS
from diastole.model.measures.definitions import plain_words
from diastole.model.patient.body import Body
from diastole.units import DOSE, format_quantity, shown

MISSPELT = 0.85  # 1, likeness from which on a name is taken for a misspelt one; assumed
STOPPED = ("off", "stopped", "paused", "none", "0")
ALREADY_IN = "its effect is in what was measured, and cannot be weaned here"


class DrugsGiven(NamedTuple):
    """What was read of the block, and what is wrong with the rest."""

    doses: dict[str, str]  # by name
    not_used: list[str]
    problems: list[str]


def read_drugs(given: object, body: Body | None) -> DrugsGiven:
    """Read the block.

    `given`: doses by whatever people call a drug, such as ``{"norepinephrine": "0.1 mcg/kg/min"}``; `body`: of the
    sheet; without it only doses per kg can be read.
    """
    read = DrugsGiven({}, [], [])
    if given is None:
        return read
    if not isinstance(given, Mapping):
        read.problems.append(f"drugs: '{shown(given)}' is no block; give a line for each, such as {EXAMPLE}")
        return read
    for called, text in given.items():
        try:
            name = _name(called)
            if name is None:
                read.not_used.append(f"{called} {shown(text)} ({ALREADY_IN})")
                continue
            if name in read.doses:
                raise InputError(f"drugs.{called} is {name}, which has a line already; give each drug once")
            read.doses[name] = format_quantity(_dose(f"drugs.{called}", text, body), DOSE)
        except InputError as problem:
            read.problems.append(str(problem))
    return read


def _name(called: str) -> str | None:
    """Return the drug that is called so; None of one that the model does not know."""
    plain = plain_words(called)
    if plain in DRUG_NAMES:
        return DRUG_NAMES[plain]
    near = [] if plain in OTHER_DRUGS else get_close_matches(plain, DRUG_NAMES, n=1, cutoff=MISSPELT)
    if near:
        raise InputError(
            f"unknown drug 'drugs.{called}'; drugs of the model are {', '.join(DRUGS)}. Did you mean '{near[0]}'?"
        )
    return None


def _dose(key: str, text: object, body: Body | None) -> float:
    """Return a dose [µg/kg/min]; one that is not per kg is divided by the weight.

    Raise InputError if it is no dose, or the weight is needed and is not on the sheet.
    """
    if isinstance(text, str) and plain_words(text) in STOPPED:
        return 0.0
    try:
        return read_dose(text, body.weight if body else None)
    except InputError as problem:
        raise problem.within(f"{key}: ", key) from None
