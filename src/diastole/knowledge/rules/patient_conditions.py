"""What of a patient can speak against an option: a small closed set of conditions, with thresholds from data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.model.patient import Patient
from diastole.units import format_quantity, parse_quantity

UNKNOWN = "unknown"
ONSETS = ("acute", "chronic", UNKNOWN)
SHOWN = 3  # significant digits of a value in a sentence
type Fact = float | str | None


@dataclass(frozen=True)
class Facts:
    """A patient as contraindications see it; None where there is no such lesion or measure."""

    aortic_regurgitation: float | None  # cm², effective regurgitant orifice
    aortic_regurgitation_onset: str | None  # one of ONSETS
    aortic_stenosis: float | None  # cm², effective area
    septal_defect: float | None  # cm²
    right_atrial_pressure: float | None  # mmHg, as found
    mean_aortic_pressure: float | None  # mmHg, as found

    @classmethod
    def of(cls, patient: Patient, measures: Mapping[str, float | None]) -> "Facts":
        """Read off a patient and the measures of its steady beat; a lesion that was operated on is none."""
        lesions, surgery = patient.lesions, patient.surgery
        leak = None if surgery.aortic_valve_replacement else lesions.aortic_regurgitation
        narrow = None if surgery.aortic_valve_replacement else lesions.aortic_stenosis
        hole = None if surgery.septal_defect_closure else lesions.ventricular_septal_defect
        return cls(
            aortic_regurgitation=leak.orifice_area if leak else None,
            aortic_regurgitation_onset=(leak.onset or UNKNOWN) if leak else None,
            aortic_stenosis=narrow.orifice_area if narrow else None,
            septal_defect=hole.orifice_area if hole else None,
            right_atrial_pressure=measures.get("right_atrial_pressure"),
            mean_aortic_pressure=measures.get("mean_aortic_pressure"),
        )


class Condition(NamedTuple):
    """A question about one fact; false where the fact is not there."""

    fact: str  # a field of Facts
    what: str  # the fact in words
    unit: str  # of the threshold; nothing for words
    words: str  # between the fact and the threshold
    holds: Callable[[float, float], bool]

    def read(self, given: object) -> float | tuple[str, ...]:
        """Read the threshold of the data.

        Raises
        ------
        InputError
            If it has not the unit of the fact, or is not a list of known words.
        """
        if self.unit:
            return parse_quantity(given, self.unit)
        if not isinstance(given, list) or not given or not set(map(str, given)) <= set(ONSETS):
            raise InputError(f"'{given}' is not a list of {', '.join(ONSETS)}")
        return tuple(map(str, given))

    def met(self, facts: Facts, limit: float | tuple[str, ...]) -> bool:
        """Tell whether the condition holds."""
        value: Fact = getattr(facts, self.fact)
        if isinstance(limit, tuple):
            return value in limit
        return isinstance(value, float) and self.holds(value, limit)

    def said(self, facts: Facts, limit: float | tuple[str, ...]) -> str:
        """Say what was found, and the limit."""
        value: Fact = getattr(facts, self.fact)
        if isinstance(limit, tuple) or not isinstance(value, float):
            return f"{self.what} {value}"
        shown = format_quantity(float(f"{value:.{SHOWN}g}"), self.unit)
        return f"{self.what} {shown} ({self.words} {format_quantity(limit, self.unit)})"


ORIFICE = "aortic regurgitant orifice"
CONDITIONS: dict[str, Condition] = {
    "aortic_regurgitation_at_least": Condition("aortic_regurgitation", ORIFICE, "cm²", "limit", ge),
    "aortic_regurgitation_below": Condition("aortic_regurgitation", ORIFICE, "cm²", "severe from", lt),
    "aortic_regurgitation_onset": Condition("aortic_regurgitation_onset", "onset", "", "", ge),
    "aortic_stenosis_at_most": Condition("aortic_stenosis", "aortic valve area", "cm²", "limit", le),
    "septal_defect_above": Condition("septal_defect", "septal defect", "cm²", "limit", gt),
    "right_atrial_pressure_at_least": Condition(
        "right_atrial_pressure", "right atrial pressure as found", "mmHg", "limit", ge
    ),
    "mean_aortic_pressure_at_most": Condition(
        "mean_aortic_pressure", "mean aortic pressure as found", "mmHg", "limit", le
    ),
}


def condition(name: str) -> Condition:
    """Return a condition by its name.

    Raises
    ------
    InputError
        If there is none.
    """
    if name not in CONDITIONS:
        near = did_you_mean(name, CONDITIONS)
        raise InputError(f"'{name}' is not a condition; allowed are {', '.join(CONDITIONS)}.{near}")
    return CONDITIONS[name]
