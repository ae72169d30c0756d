"""Run a patient, or a patient without and with devices, and measure the steady beat."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import inf, isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.display import Plotted
from diastole.errors import SimulationError
from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.devices.register import in_use
from diastole.model.input_blocks.problems import ABSENT
from diastole.model.measures.agreement import same_means, same_measures
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.cautions import cautions, step_caution
from diastole.model.measures.console_labels import console_labels
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leak_drives import VALVES, leak_drives
from diastole.model.measures.measure import Value
from diastole.model.measures.measuring import Measuring, Rows
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.patient import BalloonPump, Patient
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.assist import SharedBeats, SteadyRun, operating_point, steady_running
from diastole.model.simulation.leak_scan import LeakDrive
from diastole.model.simulation.plans import Plan, alone
from diastole.model.simulation.slow_states import OperatingPoint
from diastole.model.simulation.steady_beat import SteadyState
from diastole.model.simulation.steps import short_enough
from diastole.model.simulation.trace import Stepping
from diastole.model.waveforms import beat_dataset, side_by_side
from diastole.numbers import with_unit

if TYPE_CHECKING:
    import xarray
PUMP = "balloon_pump"
IN_SHORT = ("heart_rate", "mean_aortic_pressure", "cardiac_output")  # what a run is told by on one line


@dataclass(frozen=True)
class Run(Plotted):
    """One patient at the steady beat.

    Attributes
    ----------
    measures : dict
        Every measure of the vocabulary, of the assisted beat where a balloon works; None where it is not defined.
    unassisted : dict or None
        The same of the other beats (their mean) at 1:2 and 1:3.
    cautions : list of str
        A sentence for each way in which this run is an extrapolation.
    """

    patient: Patient
    steady: SteadyRun
    measures: dict[str, Value]
    unassisted: dict[str, Value] | None
    cautions: list[str]
    reflex: bool = False  # whether the baroreflex worked

    def __repr__(self) -> str:
        return f"<Run of '{self.patient.name}': {', '.join(_shown(name, self) for name in IN_SHORT)}>"

    @property
    def time(self) -> Array:
        """Time over the support cycle, from the QRS onset of its first beat [s]."""
        return self.steady.trace.time

    @property
    def stepping(self) -> Stepping:
        """How well the steps of the integration follow: not at all where a measure is no number."""
        if all(value is None or isfinite(value) for value in self.measures.values()):
            return self.steady.stepping
        return Stepping(imbalance=inf)

    @property
    def longest_step(self) -> float:
        """Longest step of the integration [s]; assisted beats are cut finer."""
        return self.steady.reached.longest_step

    @property
    def period(self) -> float:
        """Length of a beat [s]."""
        return self.steady.trace.onsets[1]

    @property
    def beats(self) -> int:
        """Beats integrated until the beat was steady."""
        return self.steady.reached.beats

    @property
    def residual(self) -> float:
        """Largest weighted change of a state over the last cycle (mL)."""
        return self.steady.reached.residual

    @cached_property
    def cycle(self) -> PeriodicTrace:
        """The support cycle, from which measures are read."""
        return PeriodicTrace(self.steady.trace, self.patient)

    @cached_property
    def labels(self) -> dict[str, Value]:
        """What the console prints: SYS, DIA, AUG, ASYS, ADIA, DN [mmHg]; None where the screen shows no such beat."""
        return console_labels(self.cycle, pumping=self.steady.landmarks is not None)

    @cached_property
    def leak_drives(self) -> dict[str, LeakDrive]:
        """What drives the leak of each valve over the first beat, by the measure of the leak."""
        return dict(zip(VALVES, leak_drives(self.cycle.beat(0)), strict=True))

    @cached_property
    def signals(self) -> dict[str, Array]:
        """Waveforms by their public name, over ``time``."""
        return {name: self.steady.trace[signal.source] for name, signal in SIGNALS.items()}

    @property
    def r_waves(self) -> list[float]:
        """Times of the R waves [s]."""
        return [onset + R_WAVE for onset in self.steady.trace.onsets[:-1]]

    @property
    def deflation_after_r_wave(self) -> float | None:
        """From the R wave after an inflation to the moment when helium is let out [s]; None without an inflation."""
        inflations = self.steady.trace.inflations
        return inflations[0].end - (self.period + R_WAVE) if inflations else None

    @property
    def inflations(self) -> list[tuple[float, float]]:
        """Spans in which the balloon holds helium [s], folded into the support cycle."""
        holding = self.signals["balloon_volume"] > 0.0
        edges = np.flatnonzero(np.diff(holding.astype(int)))
        cuts = [0, *(int(edge) + 1 for edge in edges), holding.size - 1]
        times = self.time
        return [(float(times[a]), float(times[b])) for a, b in pairwise(cuts) if holding[(a + b) // 2]]

    def dataset(self) -> "xarray.Dataset":
        """Return the waveforms as an xarray Dataset with units and long names; measures are its attributes."""
        measured = {name: value for name, value in self.measures.items() if value is not None}
        return beat_dataset(self.time, self.signals, {"title": self.patient.name, **measured})


class Baseline(NamedTuple):
    """A patient before anything is done."""

    own: OperatingPoint
    reached: SteadyState


@dataclass(frozen=True)
class Comparison(Plotted):
    """The same patient without and with the balloon pump, or other devices."""

    without: Run
    with_: Run

    @property
    def patient(self) -> Patient:
        """The patient, with them."""
        return self.with_.patient

    def __repr__(self) -> str:
        changes = [f"{_shown(name, self.without)} → {_shown(name, self.with_)}" for name in IN_SHORT]
        return f"<Comparison of '{self.patient.name}': {', '.join(changes)}>"

    def dataset(self) -> "xarray.Dataset":
        """Return both runs as one dataset, as `diastole.model.waveforms.side_by_side` says."""
        return side_by_side({"without": self.without.dataset(), "with": self.with_.dataset()})


def _shown(name: str, run: Run) -> str:
    """Return a measure with its unit."""
    return with_unit(run.measures[name], MEASURES[name].decimals, MEASURES[name].unit)


def _mean(rows: list[dict[str, Value]]) -> dict[str, Value]:
    """Return the mean of each measure over beats; None where one of them is not defined."""
    means: dict[str, Value] = {}
    for name in rows[0]:
        values = [value for row in rows if (value := row[name]) is not None]
        means[name] = sum(values) / len(values) if len(values) == len(rows) else None
    return means


def baseline(patient: Patient, *, accuracy: str = "default") -> Baseline:
    """Run a patient as found, to know the set point of the baroreflex. Raise SimulationError as ``simulate``."""
    return alone(finding_baseline(patient, accuracy))


def finding_baseline(patient: Patient, accuracy: str) -> Plan[Baseline]:
    """Plan `baseline`."""
    bare = patient.as_found()

    def attempt(step: float) -> Plan[SteadyRun]:
        return steady_running(bare, longest_step=step)

    def agree(one: SteadyRun, other: SteadyRun) -> bool:
        return same_means(one.reached.means, other.reached.means)

    steady, _, _ = yield from short_enough(attempt, LONGEST_STEP[accuracy], agree)
    return Baseline(operating_point(bare, steady.reached.means), steady.reached)


def simulate(patient: Patient, *, accuracy: str = "default", reflex: bool | Baseline = False) -> Run:
    """Run a patient to the steady beat and measure it, with steps that are short enough for its values.

    Raise SimulationError if the model leaves its valid range or the heart sustains no circulation, with a step and with
    a shorter one; it names patient, beat and quantity. As ``StepError`` if no step is short enough to tell.

    `patient`: with a balloon pump, drugs or other devices where they are to work. `accuracy`: ``default`` or
    ``accurate`` (a shorter step). `reflex`: whether the baroreflex works; it answers to what differs from the patient
    as found, which is run first unless it is given.
    """
    return alone(simulating(patient, accuracy=accuracy, reflex=reflex))


def simulating(
    patient: Patient,
    *,
    accuracy: str = "default",
    reflex: bool | Baseline = False,
    shared: SharedBeats | None = None,
) -> Plan[Run]:
    """Plan `simulate`; `shared` as of `steady_running`."""
    before = (yield from finding_baseline(patient, accuracy)) if reflex is True else reflex or None
    usual = LONGEST_STEP[accuracy]

    def attempt(step: float) -> Plan[Run]:
        return _running(patient, before, step, shared)

    def agree(one: Run, other: Run) -> bool:
        return same_measures(one.measures, other.measures)

    longest = min(usual, before.reached.longest_step) if before else usual
    run, step, is_sure = yield from short_enough(attempt, longest, agree)
    if step == usual and is_sure:
        return run
    return replace(run, cautions=[*run.cautions, step_caution(step, sure=is_sure)])


def _running(patient: Patient, before: Baseline | None, step: float, shared: SharedBeats | None) -> Plan[Run]:
    """Plan to run a patient with a longest step [s], however long it is, and to measure the steady beat."""
    steady = yield from steady_running(
        patient, own=before and before.own, start=before and before.reached, longest_step=step, shared=shared
    )
    cycle = PeriodicTrace(steady.trace, patient)
    rows: Rows | SimulationError = yield Measuring(cycle)
    if isinstance(rows, SimulationError):
        text = str(rows)
        raise SimulationError(text if patient.name in text else f"patient '{patient.name}', steady beat: {text}")
    other = _mean(rows[1:]) if len(rows) > 1 else None
    return Run(patient, steady, rows[0], other, cautions(cycle, rows[0]), reflex=before is not None)


def without_and_with(patient: Patient) -> tuple[Patient, Patient]:
    """Return a patient without and with what is compared.

    That is the balloon pump, also where there are other devices; devices other than it where there is none; and a
    balloon pump with the usual settings where there is no device at all.
    """
    devices = [device.key for device, _ in in_use(patient)]
    if not devices:
        return patient, patient.with_balloon_pump(BalloonPump())
    return patient.with_values(dict.fromkeys([PUMP] if PUMP in devices else devices, ABSENT)), patient


def compare(patient: Patient, *, accuracy: str = "default", reflex: bool = False) -> Comparison:
    """Run a patient as `without_and_with` says. Raise SimulationError as ``simulate``."""
    before: bool | Baseline = baseline(patient, accuracy=accuracy) if reflex else False
    shared: SharedBeats = {}
    without, with_ = (
        alone(simulating(one, accuracy=accuracy, reflex=before, shared=shared)) for one in without_and_with(patient)
    )
    return Comparison(without, with_)
