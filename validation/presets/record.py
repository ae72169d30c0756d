"""What each preset was made to show, and which of its values were fitted to that: its record, from a file."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS
from diastole.model.patient.presets import find
from diastole.model.run import Run, simulate
from diastole.strict_yaml import read_yaml
from diastole.studies.fit.filling_curve import over_common
from diastole.studies.fit.measurement_tolerance import FLOOR, SHARE
from diastole.units import parse_quantity
from validation.readings import lv_end_systolic_pressure

FOLDER = Path(__file__).parent
LESS_BLOOD = 200.0  # mL, drawn to see the slope of the end-systolic relation
ASSUMED = "assumed"  # source of what is plausible, and printed nowhere that we could name


class Reading(NamedTuple):
    """A number of a run that is no measure."""

    title: str
    unit: str
    read: Callable[[Run], float]


def _first(signal: str) -> Callable[[Run], float]:
    """Return how to read a signal at the R wave."""
    return lambda run: float(run.dataset()[signal].values[0])


def _largest(signal: str) -> Callable[[Run], float]:
    return lambda run: float(run.dataset()[signal].values.max())


def _across_atrium(run: Run) -> float:
    """Return the mean pressure across the wall of the right atrium [mmHg]: inside less pericardium."""
    return float(run.measures["right_atrial_pressure"]) - float(run.dataset()["pericardial_pressure"].values.mean())


def _end_systolic_slope(run: Run) -> float:
    """Return by how much end-systolic pressure goes with volume [mmHg/mL], with less blood and without a reflex."""
    drained = simulate(run.patient.with_values({"blood_volume": f"{run.patient.blood_volume - LESS_BLOOD:.6g} mL"}))
    pressure = lv_end_systolic_pressure(run) - lv_end_systolic_pressure(drained)
    name = "lv_end_systolic_volume"
    return float(pressure / (run.measures[name] - drained.measures[name]))


READINGS = {
    "rv_end_diastolic_volume": Reading("largest right ventricular volume", "mL", _largest("rv_volume")),
    "across_right_atrium": Reading("right atrial less pericardial pressure, means", "mmHg", _across_atrium),
    "filling_curve": Reading(
        "volume at 30 mmHg over that of the common shape", "1",
        lambda run: over_common(run.patient, float(run.measures["lv_end_diastolic_volume"])),
    ),
    "end_systolic_slope": Reading("slope of the end-systolic relation", "mmHg/mL", _end_systolic_slope),
}  # fmt: skip


class Baseline(NamedTuple):
    """A number that an untreated preset shows: one that it was fitted to, or is only compared with."""

    name: str  # of a measure, or of a reading
    unit: str
    value: float
    spread: float  # one standard deviation of a publication, or how near is near enough where assumed
    source: str  # of value and spread: id in sources.yaml, or assumed
    aim: float | None  # that a fit is for; nothing where the number is only compared
    note: str

    @property
    def published(self) -> bool:
        """Whether a publication prints it."""
        return self.source != ASSUMED

    def shown(self, run: Run) -> float:
        """Return what a run shows."""
        return float(run.measures[self.name]) if self.name in MEASURES else READINGS[self.name].read(run)

    def deviations(self, run: Run) -> float:
        """Return by how many spreads a run shows more than the value."""
        return (self.shown(run) - self.value) / self.spread

    def missed(self, run: Run) -> float:
        """Return by how much a run shows more than the aim, in units of how well a number is known at the bedside."""
        aim = self.value if self.aim is None else self.aim
        return (self.shown(run) - aim) / max(SHARE * abs(aim), FLOOR[self.unit])


@dataclass(frozen=True)
class Record:
    """What a preset was made to show, and which of its values follow from that."""

    preset: str
    why: str
    baselines: tuple[Baseline, ...]
    free: tuple[tuple[str, ...], ...]  # keys that are fitted; those of one group keep their ratio
    earlier: tuple[str, ...] = ()  # keys that were fitted once; a refit leaves them
    earlier_to: str = ""  # the numbers that those were fitted to

    @property
    def aims(self) -> tuple[Baseline, ...]:
        """The baselines that the free values are fitted to."""
        return tuple(one for one in self.baselines if one.aim is not None)

    @property
    def fitted_keys(self) -> set[str]:
        """Every key whose value the preset's file calls fitted."""
        return {key for group in self.free for key in group} | set(self.earlier)


@cache
def record_of(preset: str) -> Record:
    """Read the record of a preset.

    Raise InputError if a number has an unknown name or a unit that is not its own.
    """
    path = FOLDER / f"{preset}.yaml"
    tree = read_yaml(path.read_text(encoding="utf-8"), path.name)
    baselines = tuple(_baseline(path.name, name, node) for name, node in tree["baselines"].items())
    free = tuple(tuple(one) if isinstance(one, list) else (one,) for one in tree.get("free", ()))
    earlier = tree.get("fitted_earlier", {"keys": (), "to": ""})
    return Record(preset, tree["why"], baselines, free, tuple(earlier["keys"]), earlier["to"])


def _baseline(label: str, name: str, node: dict[str, str]) -> Baseline:
    """Read a baseline; its aim is its value where nothing else is said, and `aim: none` says that there is no aim."""
    if name not in MEASURES and name not in READINGS:
        known = (*MEASURES, *READINGS)
        raise InputError(f"{label}: '{name}' is no measure and no reading.{did_you_mean(name, known)}")
    unit = MEASURES[name].unit if name in MEASURES else READINGS[name].unit
    value, spread = (parse_quantity(node[key], unit) for key in ("value", "spread"))
    said = node.get("aim", node["value"])
    aim = None if said == "none" else parse_quantity(said, unit)
    return Baseline(name, unit, value, spread, node["source"], aim, node.get("note", ""))


def records() -> list[Record]:
    """Return the record of every preset, that of a base before those that build on it."""
    return sorted(map(record_of, PRESETS), key=lambda record: len(bases(record.preset)))


def bases(preset: str) -> tuple[str, ...]:
    """Return the presets that a preset builds on, the nearest first."""
    base = find(preset, Path()).tree.get("based_on")
    return () if base is None else (base, *bases(base))
