"""A bedside sheet: what is known of a patient, in the words of the vocabulary."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from diastole.errors import InputError, did_you_mean
from diastole.model.blocks.block import Block, optional_block
from diastole.model.blocks.problems import numbered, sentences
from diastole.model.measures.definitions import MEASURES, SPELLINGS, plain_words
from diastole.model.patient import PRESETS, BalloonPump
from diastole.model.patient.body import Body
from diastole.model.patient.lesions import Lesions
from diastole.model.patient.tree import Tree, split
from diastole.studies.fit.plausibility import check_plausible
from diastole.studies.fit.relations import contradicting
from diastole.studies.fit.sheet_detection import read_tree
from diastole.units import parse_quantity, shown

IN_PLACE_OF = {  # what is printed at the bedside, is no measure here, and resembles one that it must not be taken for
    "pulmonary_vascular_resistance": "pulmonary_artery_pressure, left_atrial_pressure and cardiac_output",
    "transpulmonary_gradient": "pulmonary_artery_pressure and left_atrial_pressure",
}
CLOSING = {"mL": 12.0, "1": 0.15, "L/min": 1.0, "ms": 0.0}  # by unit, what a sound valve lets back at most; assumed


class BedsideSheet(Block):
    """What is known of a patient. Measured values are in the units of the vocabulary."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    source: str = "given"
    note: Annotated[str, Field(max_length=5000)] = ""
    nearest: Annotated[str | None, Field(description="preset to start from, where not the nearest one")] = None
    body: Annotated[Body | None, optional_block] = None
    measured: dict[str, float]
    lesions: Lesions = Lesions()
    balloon_pump: Annotated[BalloonPump | None, optional_block] = None

    @classmethod
    def load(cls, path: str | Path) -> "BedsideSheet":
        """Read the sheet in a file; one without a name has that of the file.

        Raises
        ------
        InputError
            If it cannot be read, and as of `read`.
        """
        return cls.read({"name": Path(path).stem} | read_tree(Path(path)), str(path))

    @classmethod
    def read(cls, tree: Tree, label: str) -> "BedsideSheet":
        """Read a sheet from its blocks of text; `label` is what messages call it.

        Raises
        ------
        InputError
            If values are unknown, without unit, implausible or contradict one another. All problems are listed, each
            with key, value, what is allowed and what to do.
        """
        try:
            values, _ = split(tree)
        except InputError as problem:
            raise problem.within(f"{label}: ") from None
        measured, problems = _measured(values.get("measured"), _block(Body, values.get("body")))
        try:
            sheet = cls.model_validate(values | {"measured": measured})
        except ValidationError as problem:
            problems += sentences(problem, cls)
            lesions = _block(Lesions, values.get("lesions")) or Lesions()
        else:
            problems += _unknown_preset(sheet.nearest)
            lesions = sheet.lesions
        problems += _leaks_without_lesion(measured, lesions)
        problems += contradicting(measured, _block(Body, values.get("body")), lesions)
        if problems:
            raise InputError(f"{label}: {numbered(problems)}")
        return sheet


def _block[Kind: Block](kind: type[Kind], given: object) -> Kind | None:
    """Return a block of the sheet, or nothing where it is left out or wrong."""
    try:
        return kind.model_validate(given) if isinstance(given, Mapping) else None
    except ValidationError:
        return None


def _measured(given: object, body: Body | None) -> tuple[dict[str, float], list[str]]:
    """Return the plausible values by name, in the units of the vocabulary, and what is wrong with the others."""
    if not isinstance(given, Mapping) or not given:
        found = f"'{shown(given)}'" if given else "missing"
        return {}, [f"measured is {found}; give a line for each value, such as 'heart_rate: 95 /min'"]
    values: dict[str, float] = {}
    problems = []
    for called, text in given.items():
        try:
            name = _name(called)
            if name in values:
                raise InputError(f"measured.{called} is {name}, which has a line already; give each measure once")
            values[name] = _value(called, name, text, body)
        except InputError as problem:
            problems.append(str(problem))
    return values, problems


def _name(called: str) -> str:
    """Return the name of a measure that is called so at the bedside."""
    if called in IN_PLACE_OF:
        raise InputError(f"measured.{called} is no measure of the vocabulary; give {IN_PLACE_OF[called]} in its place")
    name = SPELLINGS.get(plain_words(called))
    if name is None:
        raise InputError(
            f"unknown key 'measured.{called}'; measured takes the names of the vocabulary, such as heart_rate or "
            f"systolic_aortic_pressure, and short ones such as MAP.{did_you_mean(called, MEASURES)}"
        )
    return name


def _value(called: str, name: str, text: object, body: Body | None) -> float:
    """Read a measured value in the unit of the vocabulary."""
    key = f"measured.{called}"
    if not any(sign.isdigit() for sign in str(text)):
        raise InputError(f"{key}: '{shown(text)}' is no number; leave the line out if it was not measured")
    try:
        value = parse_quantity(text, MEASURES[name].unit)
        check_plausible(name, text, value, body)
    except InputError as problem:
        raise problem.within(f"{key}: ", key) from None
    return value


def _leaks_without_lesion(measured: Mapping[str, float], lesions: Lesions) -> list[str]:
    """Say that a leak was measured of which the block `lesions` knows nothing, so that no patient would show it."""
    problems = []
    for kind, lesion in lesions:
        of_it = [name for name in measured if MEASURES[name].lesion == kind]
        large = [name for name in of_it if measured[name] > CLOSING[MEASURES[name].unit]]
        if large and (lesion is None or lesion.orifice_area == 0.0):
            problems.append(
                f"measured.{large[0]} is of a leak, and no lesion is given; add to the block 'lesions' the line "
                f"'{kind}: {{orifice_area: 0.3 cm²}}', with the area that was measured or is supposed, or leave it out"
            )
    return problems


def _unknown_preset(name: str | None) -> list[str]:
    """Say that the preset to start from does not exist, if so."""
    if name is None or name in PRESETS:
        return []
    return [f"nearest: '{name}' is not a preset; presets are {', '.join(PRESETS)}.{did_you_mean(name, PRESETS)}"]
