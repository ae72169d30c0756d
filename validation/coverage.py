"""How often the 90 % interval of a treatment's effect holds the true one: ``python -m validation.coverage``.

Patients are drawn as the fit believes them to be; a sheet with errors of measurement is written of each, an interval is
made of the sheet, and what the balloon does to the patient is compared with it. Interval and truth share the model, so
this tests the intervals, and says nothing about people.

It writes a table in Markdown. A sheet that the fit refuses counts for nothing, and is counted.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.source_hash import model_hash
from diastole.studies.arms import read_pair
from diastole.studies.cohort.cohort_runs import How, run_cells
from diastole.studies.cohort.workers import in_processes
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.fit_factors import FitFactor, factors_for, scaled_value
from diastole.studies.fit.fitting import fit
from diastole.studies.fit.measurement_tolerance import tolerance
from diastole.studies.fit.starting_patient import nearest_preset
from diastole.studies.fit.trials import FAILED, Trial, Trials
from diastole.studies.fit.usual_values import usual_values
from diastole.studies.harm_map import ENDPOINTS
from diastole.studies.prediction import fit_uncertainty
from diastole.studies.shares import wilson

PRESETS = ("acute_severe_ar", "shock_mr", "shock")
EACH = 64  # patients of a preset
TREATMENT = "iabp"
PRINTED = (
    "heart_rate", "systolic_aortic_pressure", "diastolic_aortic_pressure", "cardiac_output", "left_atrial_pressure",
    "right_atrial_pressure",
)  # fmt: skip
EXACT = "heart_rate"  # a fit takes it as it is
BATCH = 256  # patients drawn at a time
PATIENT, SHEET = range(2)  # streams of random numbers: what a patient is, and the errors of measurement
PAGE = Path(__file__).parents[1] / "docs" / "credibility" / "coverage_table.md"


class Drawn(NamedTuple):
    """A patient as drawn, and the number of the draw."""

    preset: str
    seed: int
    logarithms: Array  # of the factors


class Outcome(NamedTuple):
    """What became of a patient: for each endpoint and factor, whether the interval holds the truth."""

    preset: str
    inside: dict[str, bool]
    refused: str = ""
    effective: float = 0.0


@cache
def believed(preset: str) -> Trials:
    """Return who the fit believes that there is, before it sees numbers but knows which are printed."""
    sheet = first_sheet(preset)
    _, start = nearest_preset(sheet)
    factors = factors_for(start, sheet.measured)
    return Trials(start, factors, sheet.measured, usual_values(start, factors))


def first_sheet(preset: str) -> BedsideSheet:
    """Return the sheet of a preset itself."""
    run = simulate(Patient.preset(preset))
    return sheet_of(preset, {name: run.measures[name] for name in PRINTED})


def sheet_of(preset: str, numbers: dict[str, float]) -> BedsideSheet:
    """Return a sheet with these numbers, and the lesions and body of a preset."""
    written = {name: f"{value!r} {MEASURES[name].unit}" for name, value in numbers.items()}
    patient = Patient.preset(preset)
    sheet = BedsideSheet.read({"name": preset, "nearest": preset, "measured": written}, preset)
    return sheet.model_copy(update={"lesions": patient.lesions})


def drawn(preset: str, wanted: int) -> list[Drawn]:
    """Return so many patients: as the factors differ, and kept as often as what is usual allows."""
    trials, found = believed(preset), []
    for batch in count():
        random = stream(PATIENT, preset, batch)
        points = random.normal(size=(BATCH, len(trials.factors))) * trials.spreads
        for point, trial in zip(points, trials.at(list(points)), strict=True):
            if random.random() < chance(trial, len(trials.measured)):
                found.append(Drawn(preset, len(found), point))
            if len(found) == wanted:
                return found
    raise AssertionError("there are always more")


def stream(kind: int, preset: str, number: int) -> np.random.Generator:
    """Return random numbers that no other preset, kind or number has: else the same patient would be counted twice.

    The fit makes its own numbers of a seed alone; the spawn key sets these apart from them.
    """
    return np.random.default_rng(np.random.SeedSequence(0, spawn_key=(kind, PRESETS.index(preset), number)))


def chance(trial: Trial, printed: int) -> float:
    """Return how likely a patient is kept; 0 without a steady beat."""
    if not trial.measures or (trial.distances[:printed] == FAILED).any():
        return 0.0
    return float(np.exp(-0.5 * np.sum(trial.distances[printed:] ** 2)))


def outcome(patient: Drawn) -> Outcome:
    """Return whether the intervals that a sheet of a patient gives hold the truth."""
    trials = believed(patient.preset)
    [truth] = trials.at([patient.logarithms])
    random = stream(SHEET, patient.preset, patient.seed)
    numbers = {
        name: value if name == EXACT else value + random.normal() * tolerance(name, value)
        for name, value in ((name, truth.measures[name]) for name in PRINTED)
    }
    try:
        sheet = sheet_of(patient.preset, numbers)
        found = fit(sheet)
        if [each.name for each in found.near.trials.factors] != [each.name for each in trials.factors]:
            raise InputError("the numbers free another factor")
        told = fit_uncertainty(found, [TREATMENT], ENDPOINTS, seed=patient.seed)
    except InputError as problem:
        return Outcome(patient.preset, {}, refusal(str(problem)))
    exact = true_effects(trials.patient(patient.logarithms))
    inside = {each.measure: each.low <= exact[each.measure] <= each.high for each in told.effects}
    for factor, interval, point in zip(trials.factors, told.factors, patient.logarithms, strict=True):
        inside[factor.name] = interval.after[0] <= true_value(trials, factor, point) <= interval.after[1]
    return Outcome(patient.preset, inside, effective=told.effective)


def refusal(problem: str) -> str:
    """Return why a fit refuses a sheet, without its numbers."""
    known = {"who lives": "nobody lives with these numbers", "is not plausible": "a number that is not plausible"}
    return next((said for part, said in known.items() if part in problem), problem)


def true_effects(patient: Patient) -> dict[str, float]:
    """Return what the treatment changes of each endpoint."""
    without, with_ = run_cells(read_pair(patient, TREATMENT), How(), workers=1, watch=None)
    return {name: with_.measures[name] - without.measures[name] for name in ENDPOINTS}


def true_value(trials: Trials, factor: FitFactor, logarithm: float) -> float:
    return scaled_value(trials.start, factor, factor.keys[0], float(np.exp(logarithm)))


def table(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield the lines of the page."""
    judged = [each for each in outcomes if not each.refused]
    refused = Counter(each.refused for each in outcomes if each.refused)
    weight = float(np.median([each.effective for each in judged]))
    yield f"{len(judged)} patients, {date.today()}, model `{model_hash()}`; the weight of {weight:.0f} draws for each."
    yield ""
    presets = list(dict.fromkeys(each.preset for each in judged))
    yield f"| 90 % interval of | all | {' | '.join(presets)} |"
    yield f"|---|{'---:|' * (len(presets) + 1)}"
    for name in dict.fromkeys(name for each in judged for name in each.inside):
        title = f"change of {MEASURES[name].phrase}" if name in MEASURES else name.replace("_", " ")
        columns = [share(judged, name), *(share([e for e in judged if e.preset == one], name) for one in presets)]
        yield f"| {title} | {' | '.join(columns)} |"
    yield ""
    yield f"Refused sheets: {sum(refused.values())}."
    yield ""
    for reason, times in refused.most_common():
        yield f"- {times} ×: {reason}"


def share(judged: list[Outcome], name: str) -> str:
    """Return how many intervals hold the truth, and the 95 % interval of this share."""
    holds = [each.inside[name] for each in judged if name in each.inside]
    low, high = wilson(np.array(np.mean(holds)), np.array(len(holds)))
    return f"{100 * np.mean(holds):.0f} % ({100 * low:.0f} to {100 * high:.0f})"


def main(each: int = EACH, workers: int = 2) -> None:
    """Draw, judge and write; the page grows as patients are done, the presets in turn."""
    patients = [one for row in zip(*(drawn(preset, each) for preset in PRESETS), strict=True) for one in row]
    outcomes = []
    for done in in_processes(outcome, patients, workers):
        outcomes.append(done)
        print(len(outcomes), done.preset, done.refused or f"{done.effective:.0f}", file=sys.stderr, flush=True)
        if any(not one.refused for one in outcomes):
            written = ["Written by `python -m validation.coverage`.", "", *table(outcomes)]
            PAGE.write_text("\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    from validation.coverage import main  # so that other processes find what they are sent by this name

    main(*map(int, sys.argv[1:]))
