"""How far the patients of each claim lie from those whose published values the model was compared with.

The distance of two patients is the largest difference of any of eight measures, before treatment, in standard
deviations of that measure over all compared patients. A claim is as far as the farthest of its patients is from the
nearest compared one. A small distance says that somebody like this patient was looked at, not that the model was right
in him.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from diastole import Patient
from diastole.arrays import Array
from diastole.errors import InputError, SimulationError
from diastole.model.measures.definitions import MEASURES
from diastole.studies.claims.claim import Claim, load_claims
from diastole.studies.claims.claim_experiment import cell_places, subject_patient
from validation.patients import run
from validation.publication import of_humans, publications

FEATURES = (
    "heart_rate", "mean_aortic_pressure", "cardiac_output", "lv_end_diastolic_pressure", "lv_end_diastolic_volume",
    "lv_ejection_fraction", "aortic_regurgitant_fraction", "mitral_regurgitant_fraction",
)  # fmt: skip
FAMILIES = {
    "balloon_pump": "balloon", "axial_pump": "axial pump", "extracorporeal": "circuit", "drugs": "drug",
    "surgery": "operation",
}  # fmt: skip
NEAR = 1.0  # standard deviations


class Compared(NamedTuple):
    """A patient who stands for a group in a publication."""

    source: str
    patient: Patient
    families: frozenset[str]  # of the treatments that were compared in this patient


class Distance(NamedTuple):
    """How far a claim's farthest patient is from the nearest compared one."""

    claim: str
    subject: str
    distance: float  # standard deviations
    feature: str  # in which it is so
    source: str  # of the nearest
    family: str  # of the claim's treatment; empty where none of the families
    same_treatment: float | None  # largest distance to one in whom that was compared; None where there is none


def features(patient: Patient) -> Array:
    """Return the measures of an untreated patient (features,); a leak that is not there is none."""
    measures = run(patient.as_found()).measures
    return np.array([float(measures[name] or 0.0) for name in FEATURES])


def _families(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(family for key in keys if (family := key.split(".")[0]) in FAMILIES)


@cache
def compared_patients() -> tuple[Compared, ...]:
    """Return each patient of a human row once, with all that was compared in him."""
    found: dict[Patient, Compared] = {}
    for publication in publications():
        for row in of_humans([publication]):
            patient = row.arm.model
            known = found.get(patient, Compared(publication.source, patient, frozenset()))
            given = [key for key, _ in row.arm.do] + ([row.arm.titrated.by] if row.arm.titrated else [])
            found[patient] = known._replace(families=known.families | _families(given))
    return tuple(found.values())


@cache
def _compared_features() -> Array:
    """Return the features of all compared patients (patients, features)."""
    return np.array([features(one.patient) for one in compared_patients()])


class _Nearest(NamedTuple):
    """The nearest compared patient, by number."""

    distance: float
    who: int
    feature: int  # that decides


def _nearest(one: Array, family: str = "") -> _Nearest | None:
    """Return the compared patient who is nearest, among those with a treatment; None where there are none."""
    everybody = _compared_features()
    apart = np.abs(everybody - one) / everybody.std(axis=0)
    allowed = [i for i, each in enumerate(compared_patients()) if not family or family in each.families]
    if not allowed:
        return None
    who = min(allowed, key=lambda i: apart[i].max())
    return _Nearest(float(apart[who].max()), who, int(apart[who].argmax()))


def _subjects(claim: Claim) -> Mapping[str, Patient]:
    """Return each patient of a claim before its treatment, at every place of its sweeps."""
    experiment = claim.experiment
    assert experiment is not None
    first = next(iter(experiment.arms.values()))
    found = {}
    for subject, along, across in cell_places(experiment):
        swept = zip((experiment.along, experiment.across), (along, across), strict=True)
        values = {sweep.key: value for sweep, value in swept if sweep is not None and value is not None}
        name = ", ".join(filter(None, (subject.name, along, across)))
        found[name] = subject_patient(subject, values, first).as_found()
    return found


def distance_of(claim: Claim) -> Distance | None:
    """Return how far a claim is; None where none of its patients can live untreated."""
    assert claim.experiment is not None
    keys = [key for change in claim.experiment.arms.values() for key in change]
    keys += [sweep.key for sweep in (claim.experiment.along, claim.experiment.across) if sweep]
    family = next(iter(sorted(_families(keys))), "")
    found = {name: one for name, patient in _subjects(claim).items() if (one := _living(patient)) is not None}
    if not found:
        return None
    nearest = {name: _nearest(one) for name, one in found.items()}
    name = max(nearest, key=lambda each: nearest[each].distance)
    same = [_nearest(one, family) for one in found.values()] if family else []
    source, feature = compared_patients()[nearest[name].who].source, FEATURES[nearest[name].feature]
    apart = max((each.distance for each in same if each), default=None)
    return Distance(claim.id, name, nearest[name].distance, feature, source, family, apart)


def _living(patient: Patient) -> Array | None:
    """Return the features of a patient; None of one who cannot live untreated."""
    try:
        return features(patient)
    except (SimulationError, InputError):
        return None


def distances() -> list[Distance]:
    """Return the distance of every claim that has an experiment."""
    found = (distance_of(claim) for claim in load_claims().values() if claim.experiment is not None)
    return [each for each in found if each is not None]


def in_words(found: list[Distance]) -> str:
    """Say how many claims are near."""
    near = sum(each.distance <= NEAR for each in found)
    return f"{near} of {len(found)} claims lie within {NEAR:g} standard deviation of a compared patient"


def spreads() -> list[tuple[str, str]]:
    """Return each feature, with its standard deviation over the compared patients."""
    sizes = _compared_features().std(axis=0)
    return [
        (MEASURES[name].title, f"{size:.3g} {MEASURES[name].unit}".removesuffix(" 1"))
        for name, size in zip(FEATURES, sizes, strict=True)
    ]
