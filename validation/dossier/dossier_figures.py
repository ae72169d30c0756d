"""The figures of the dossier, each read off runs or records by one function that returns it in words."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from math import log, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from diastole import BalloonPump, Patient
from diastole.errors import SimulationError
from diastole.model.measures.agreement import difference
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import PRESETS
from diastole.model.run import simulate
from diastole.model.simulation.acceleration import weighted_change
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.assist import SteadyRun, steady_run
from diastole.model.simulation.beats import BeatingHeart
from diastole.studies.cohort.cohort_build import build_cohort
from diastole.studies.cohort.cohort_dataset import open_cohort
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.specification import read_specification
from tests.simulation.against_cvode import error, reference
from validation.demands import DEMANDS
from validation.locked_targets import locked
from validation.patients import preset, run, treated, without_pump
from validation.phenomena.headline.hearts import drawn
from validation.presets.record import Baseline, records
from validation.publication import every_row, of_humans, publications, targets
from validation.published_cohort.build import SEED as COHORT_SEED
from validation.published_cohort.build import SPECIFICATION
from validation.published_cohort.in_vivo import in_vivo
from validation.published_row import PublishedRow
from validation.rows import HIT
from validation.scores import Score, scored, shares, words

FINE_STEP = 5e-5  # s, of the runs that the usual step is held against
ORDER_STEPS = (2e-3, 2.5e-4)  # s, between which the order is observed
IN_COHORT = 1024  # patients of the published cohort that are built here
HEARTS, SEED = 40, 20261130  # drawn around the preset; start of the draws
DRAWN = ("mean_aortic_pressure", "cardiac_output", "aortic_end_diastolic_pressure", "lv_end_diastolic_pressure")
INTERVAL = (0.05, 0.95)  # quantiles


def _without_and_with_balloon() -> dict[str, Patient]:
    return {
        f"{name}, {words}": Patient.preset(name).with_balloon_pump(pump)
        for name in PRESETS
        for words, pump in (("no balloon", None), ("balloon", BalloonPump()))
    }


@cache
def _steady(case: str, step: float) -> SteadyRun:
    return steady_run(_without_and_with_balloon()[case], longest_step=step)


def _percent(share: float) -> str:
    return f"{100.0 * share:.2g} %"


def against_oracle() -> str:
    """Compare every measure of every preset with CVODE."""
    worst, where = 0.0, ""
    for name in PRESETS:
        for pump in ("no pump", "1:1"):
            _, theirs = reference(name, pump)
            patient = Patient.preset(name).with_balloon_pump(None if pump == "no pump" else BalloonPump())
            ours = simulate(patient).measures
            for measure in MEASURES:
                if ours[measure] is None or theirs[0][measure] is None:
                    continue
                if (off := error(measure, ours[measure], theirs[0][measure])) > worst:
                    worst, where = off, f"{MEASURES[measure].title} of `{name}`, {pump}"
    return f"{_percent(worst)} ({where})"


def observed_order() -> str:
    """Refine the step eightfold, and see how the error of the state after a beat falls."""
    coarse, fine = ORDER_STEPS
    found = []
    for name in PRESETS:
        start = _steady(f"{name}, no balloon", FINE_STEP).reached
        after = {}
        for step in (coarse, fine, FINE_STEP):
            heart = BeatingHeart(Patient.preset(name), longest_step=step, state=start.state, slow=start.slow)
            heart.beat()
            after[step] = np.concatenate((heart.state, heart.slow))
        larger, smaller = (weighted_change(after[FINE_STEP], after[step]) for step in ORDER_STEPS)
        found.append(log(larger / smaller) / log(coarse / fine))
    return (
        f"{min(found):.1f} to {max(found):.1f} over the presets, from a step of {1e3 * coarse:g} to {1e3 * fine:g} ms"
    )


def blood_imbalance() -> str:
    """Look at the store that balances worst."""
    usual = LONGEST_STEP["default"]
    return f"{max(_steady(case, usual).stepping.imbalance for case in _without_and_with_balloon()):.1g} mL"


def _baselines(*, aimed: bool) -> list[float]:
    """Return by how many spreads each preset differs from what is published or assumed of such patients."""
    return [
        _deviation(one, record.preset)
        for record in records()
        for one in record.baselines
        if (one.aim is not None) == aimed
    ]


def _deviation(one: Baseline, name: str) -> float:
    return one.deviations(without_pump(preset(name)))


def fitted_aims() -> str:
    found = _baselines(aimed=True)
    rms = sqrt(sum(each**2 for each in found) / len(found))
    return f"{len(found)} numbers; root mean square {rms:.2f} spreads, largest {max(map(abs, found)):.2f}"


def unaimed_baselines() -> str:
    found = _baselines(aimed=False)
    return f"{sum(abs(each) <= 1.0 for each in found)} of {len(found)} within one spread"


def locked_publications() -> str:
    return f"{len(locked())} publications"


def _of_species(kinds: Iterable[str]) -> list[PublishedRow]:
    known, kinds = targets(), set(kinds)
    return [row for row in every_row() if any(known[id_].species in kinds for id_ in row.stands_for)]


def _signs(rows: Iterable[PublishedRow]) -> str:
    return words(shares([scored(row) for row in rows]).sign)


def bench_signs() -> str:
    return _signs(_of_species({"bench"}))


def animal_signs() -> str:
    return _signs(_of_species({"calf", "dog", "pig", "sheep", "animal"}))


@cache
def human_scores() -> tuple[Score, ...]:
    return tuple(scored(row) for row in of_humans(publications()))


def human_signs() -> str:
    return words(shares(human_scores()).sign)


def human_sizes() -> str:
    found = shares(human_scores())
    return f"within half of the change {words(found.half)}, within one standard error {words(found.error)}"


def cohort_spread() -> str:
    """Hold mean and spread of the first patients of the published cohort against those of a trial.

    What is drawn from the trial itself is left out.
    """
    spec = read_specification(SPECIFICATION)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cohort.zarr"
        build_cohort(path, spec, seed=COHORT_SEED, count=IN_COHORT, how=How(), resume=False, workers=1, watch=None)
        cohort = open_cohort(path).load()
    rows = [row for row in in_vivo(cohort) if row.printed.measure not in spec.keys]
    ratios = [row.sd / row.printed.sd for row in rows]
    accepted = int((cohort["rejected"] == 0).sum())
    return (
        f"{sum(row.is_met for row in rows)} of {len(rows)} rows met in {accepted} patients who count of {IN_COHORT}; "
        f"their standard deviation is {min(ratios):.2f} to {max(ratios):.2f} of the printed one"
    )


def untuned_rows() -> str:
    rows = [row for row in DEMANDS if not row.tuned]
    return f"{sum(row.verdict == HIT for row in rows)} of {len(rows)} met"


def value_sources() -> str:
    counts = Counter(Patient.preset("healthy").sources.values())
    published = counts.total() - counts["assumed"] - counts["fitted"]
    return f"{published} from publications, {counts['fitted']} fitted, {counts['assumed']} assumed"


def step_error() -> str:
    """Compare every measure at the usual step with that at a fine one."""
    worst, where = 0.0, ""
    for case, patient in _without_and_with_balloon().items():
        usual, fine = (
            measure_beat(PeriodicTrace(_steady(case, step).trace, patient), 0)
            for step in (LONGEST_STEP["default"], FINE_STEP)
        )
        for name, measure in MEASURES.items():
            if usual[name] is None or fine[name] is None:
                continue
            if (off := difference(measure.unit, usual[name], fine[name])) > worst:
                worst, where = off, f"{measure.title} of {case}"
    return f"{_percent(worst)} ({where})"


def drawn_effects() -> str:
    """Give the balloon to hearts drawn around the preset of shock."""
    changes: dict[str, list[float]] = {name: [] for name in DRAWN}
    for patient, balloon in drawn("shock", HEARTS, SEED):
        try:
            before, after = run(patient).measures, run(treated(patient, balloon)).measures
        except SimulationError:
            continue
        for name in DRAWN:
            changes[name].append(after[name] - before[name])
    said = []
    for name, found in changes.items():
        low, high = np.quantile(found, INTERVAL)
        between = f"{low:+.2g} to {high:+.2g}".replace("-", "−")
        said.append(f"{MEASURES[name].title} {between} {MEASURES[name].unit}")
    count = len(changes[DRAWN[0]])
    return f"{count} hearts around `shock`, 90 % of them: {'; '.join(said)}"


FIGURES: dict[str, Callable[[], str]] = {
    function.__name__: function
    for function in (
        against_oracle, observed_order, blood_imbalance, fitted_aims, unaimed_baselines, locked_publications,
        bench_signs, animal_signs, human_signs, human_sizes, cohort_spread, untuned_rows, value_sources, step_error,
        drawn_effects,
    )
}  # fmt: skip
