"""A bedside sheet: what is known of a patient, in the words of the vocabulary."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from diastole.errors import InputError, did_you_mean
from diastole.hemodynamics.vocabulary import MEASURES
from diastole.patient import PRESETS, BalloonPump
from diastole.patient.block import Block, optional_block
from diastole.patient.body import Body
from diastole.patient.lesions import Lesions
from diastole.patient.problems import sentence
from diastole.patient.reading import parse, read_file
from diastole.patient.tree import Tree, split
from diastole.units import format_quantity, parse_quantity

# Possible values by unit: what no patient has had is a slip of the pen.
POSSIBLE = {
    "mmHg": (0.0, 400.0), "mL": (0.0, 1000.0), "1/min": (20.0, 250.0), "L/min": (0.0, 25.0), "ms": (-1000.0, 3000.0),
    "mmHg/s": (0.0, 10000.0), "mL/min": (0.0, 3000.0), "J": (0.0, 10.0), "µmol": (0.0, 1000.0), "kPa": (0.0, 500.0),
    "mmHg s": (0.0, 200.0), "1": (0.0, 20.0), "L/min/m²": (0.0, 15.0), "W": (0.0, 10.0),
    "dyn s/cm⁵": (0.0, 10000.0), "mL/h": (0.0, 5000.0), "mmol/min": (0.0, 50.0),
}  # fmt: skip
FRACTIONS = tuple(name for name in MEASURES if name.endswith(("_fraction", "_saturation")))
# Pairs of measures in which the first is below the second in every patient.
BELOW = (
    ("diastolic_aortic_pressure", "systolic_aortic_pressure"),
    ("aortic_end_diastolic_pressure", "systolic_aortic_pressure"),
    ("diastolic_aortic_pressure", "mean_aortic_pressure"),
    ("mean_aortic_pressure", "systolic_aortic_pressure"),
    ("lv_end_diastolic_pressure", "lv_peak_pressure"),
    ("lv_end_systolic_volume", "lv_end_diastolic_volume"),
    ("pulse_pressure", "systolic_aortic_pressure"),
    ("forward_stroke_volume", "lv_end_diastolic_volume"),
    ("left_atrial_pressure", "systolic_aortic_pressure"),
)
AGREEMENT = 0.2  # 1, by which numbers that follow from one another may differ before they contradict


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
        """Read a sheet.

        Raises
        ------
        InputError
            If it cannot be read, or a value is unknown, without unit, impossible or contradicts another; one sentence
            with file, key, value and what is allowed.
        """
        tree = _read(Path(path))
        try:
            values, _ = split(tree)
            if not isinstance(values.get("measured"), dict) or not values["measured"]:
                raise InputError("measured is missing; give at least one value such as 'heart_rate: 95 /min'")
            values["measured"] = {name: _value(name, text) for name, text in values["measured"].items()}
            sheet = cls.model_validate({"name": Path(path).stem} | values)
            check_sheet(sheet)
        except ValidationError as problem:
            raise InputError(f"{path}: {sentence(problem, cls)}") from None
        except InputError as problem:
            raise InputError(f"{path}: {problem}") from None
        return sheet


def _read(path: Path) -> Tree:
    try:
        return parse(read_file(path), str(path))
    except FileNotFoundError:
        message = f"'{path}' does not exist; give a bedside sheet, a YAML file with a block 'measured'"
        raise InputError(message) from None


def is_bedside_sheet(path: str | Path) -> bool:
    """Tell whether a file is a bedside sheet: it has a block ``measured``.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    return "measured" in _read(Path(path))


def _value(name: str, text: object) -> float:
    """Read a measured value in the unit of the vocabulary."""
    key = f"measured.{name}"
    if name not in MEASURES:
        raise InputError(
            f"unknown key '{key}'; measured takes the names of the vocabulary, such as heart_rate or "
            f"systolic_aortic_pressure.{did_you_mean(name, MEASURES)}"
        )
    unit = MEASURES[name].unit
    try:
        value = parse_quantity(text, unit)
    except InputError as problem:
        raise InputError(f"{key}: {problem}") from None
    low, high = (0.0, 1.0) if name in FRACTIONS else POSSIBLE[unit]
    if not low <= value <= high:
        allowed = f"{format_quantity(low, unit)} to {format_quantity(high, unit)}"
        raise InputError(f"{key}: '{text}' is impossible; allowed is {allowed}")
    return value


def check_sheet(sheet: BedsideSheet) -> None:
    """Refuse numbers that contradict one another.

    Raises
    ------
    InputError
        Naming both, with their values.
    """
    known = sheet.measured
    if sheet.nearest is not None and sheet.nearest not in PRESETS:
        near = did_you_mean(sheet.nearest, PRESETS)
        raise InputError(f"nearest: '{sheet.nearest}' is not a preset; presets are {', '.join(PRESETS)}.{near}")
    for low, high in BELOW:
        if low in known and high in known and known[low] >= known[high]:
            raise InputError(
                f"measured.{low} ({_text(low, known)}) is not below measured.{high} ({_text(high, known)}), "
                f"as it must be in every patient"
            )
    for name, derived, words in _derived(known):
        if abs(known[name] - derived) > AGREEMENT * max(abs(known[name]), abs(derived)):
            unit = MEASURES[name].unit
            raise InputError(
                f"measured.{name} ({_text(name, known)}) contradicts {words}, which give "
                f"{format_quantity(float(f'{derived:.3g}'), unit)}"
            )


def _text(name: str, known: Mapping[str, float]) -> str:
    return format_quantity(known[name], MEASURES[name].unit)


def _derived(known: Mapping[str, float]) -> list[tuple[str, float, str]]:
    """Return measured names, what other measured numbers make of them, and which those are."""
    found = []
    edv, esv = known.get("lv_end_diastolic_volume"), known.get("lv_end_systolic_volume")
    if "lv_ejection_fraction" in known and edv and esv is not None:
        found.append(("lv_ejection_fraction", 1.0 - esv / edv, "the end-diastolic and end-systolic volumes"))
    stroke, rate = known.get("forward_stroke_volume"), known.get("heart_rate")
    if "cardiac_output" in known and stroke and rate:
        found.append(("cardiac_output", stroke * rate / 1000.0, "forward stroke volume and heart rate"))
    systolic, diastolic = known.get("systolic_aortic_pressure"), known.get("diastolic_aortic_pressure")
    if "pulse_pressure" in known and systolic and diastolic is not None:
        found.append(("pulse_pressure", systolic - diastolic, "systolic and diastolic aortic pressure"))
    return found
