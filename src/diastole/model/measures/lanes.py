"""Measures of many patients at once: a block of patients side by side, each a lane of its own length and rate.

The functions that read one patient are compiled for a block, as `diastole.model.measures.measure_program` writes them.
A lane that goes wrong gives a reason in place of measures, and its neighbours do not feel it.
"""

from collections.abc import Sequence
from functools import reduce
from math import isfinite, isnan
from typing import NamedTuple, Self

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel import closed_circulation
from diastole.model.measures.beat import SampledCycle, aortic_leak
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure_memory import FOUND, PATIENT, SIGNALS, WORK, BeatNumbers, verdict_of
from diastole.model.measures.measured_beat import no_circulation
from diastole.model.patient import Patient
from diastole.model.simulation.events import no_ejection
from diastole.model.simulation.systole_scans import EJECTING
from diastole.tracing.native import address, lane_memory, load

WIDTHS = (1, 2, 4, 8)  # lanes that compiled code computes side by side
MOST_LANES = WIDTHS[-1]


class MeasuredLanes(NamedTuple):
    """Measures of a block."""

    values: dict[str, Array]  # by name (lanes,); no number where a measure is not defined, or the lane went wrong
    reasons: list[str | None]  # why a lane has no measures, a sentence


class LaneCycle(NamedTuple):
    """A support cycle of each patient of a block, as compiled code takes it; idle lanes repeat the last one."""

    patients: Sequence[Patient]  # of the first lanes, which are told
    stays: list[bool]  # whether a beat of a lane in which the aortic valve stays shut is read all the same
    traces: list[SampledCycle]  # one a lane
    time: Array  # (rows, lanes) s
    samples: Array  # (signals, rows, lanes)
    numbers: Array  # of patients (numbers, lanes)
    parameters: Array  # of the right-hand side in the first beat (k, lanes)

    @classmethod
    def of(
        cls, traces: Sequence[SampledCycle], patients: Sequence[Patient], *, lanes: int = 1, may_stay_shut: bool = False
    ) -> Self:
        """Return the cycles of traces, one of each patient, as `diastole.model.measures.beat.PeriodicTrace` takes them.

        Raise ValueError if there are none, or more than ``MOST_LANES``.

        `lanes`: at least so many, as a program is compiled for each number of them; `may_stay_shut`: whether a beat in
        which the aortic valve stays shut is read all the same; always where a rotary pump works.
        """
        if not 1 <= len(patients) <= MOST_LANES:
            raise ValueError(f"a block takes 1 to {MOST_LANES} patients, not {len(patients)}")
        idle = next(width for width in WIDTHS if width >= max(len(patients), lanes)) - len(patients)
        traces, together = [*traces, *[traces[-1]] * idle], [*patients, *[patients[-1]] * idle]
        rows = max(trace.time.size for trace in traces)
        return cls(
            patients,
            [may_stay_shut or patient.has_bypass for patient in together],
            traces,
            _padded([trace.time for trace in traces], rows),
            np.stack([_padded([trace[name] for trace in traces], rows) for name in SIGNALS]),
            np.stack([patient_numbers(patient) for patient in together], axis=1),
            np.stack([trace.parameters for trace in traces], axis=1),
        )

    def beats(self, index: int) -> Array:
        """Return what is read of a beat of each lane (numbers, lanes), where a lane has fewer it is counted round."""
        patients = [*self.patients, *[self.patients[-1]] * (len(self.traces) - len(self.patients))]
        each = zip(self.traces, patients, self.stays, strict=True)
        return np.stack([beat_numbers(*one, index) for one in each], axis=1)


def measure_lanes(cycle: LaneCycle, index: int) -> MeasuredLanes:
    """Return every measure of one beat of each patient by name, in the order of the vocabulary.

    A patient whose heart does not eject or does not sustain a circulation, or whose signals are no finite numbers, has
    a reason in place of measures. Raise ValueError if an array of the cycle is not of its shape.

    `index`: of the beat in the support cycle; where a cycle has fewer beats they are counted round.
    """
    values = compiled_measures(cycle.time, cycle.samples, cycle.beats(index), cycle.numbers, cycle.parameters)
    reasons = [
        _reason(patient, values[:, lane].tolist(), cycle.stays[lane]) for lane, patient in enumerate(cycle.patients)
    ]
    wrong = np.array([reason is not None for reason in reasons])
    told = np.where(wrong, np.nan, values[:, : wrong.size])
    return MeasuredLanes(dict(zip(MEASURES, told, strict=False)), reasons)


def compiled_measures(time: Array, samples: Array, beat: Array, patient: Array, p: Array) -> Array:
    """Return what compiled code finds of a beat of each lane (`FOUND`, lanes).

    Raise ValueError if an array is not of its shape. They are as of `measure_program.measures`, the last dimension
    that of the lanes.
    """
    rows, lanes = time.shape
    values = lane_memory((FOUND, lanes))
    given = (
        (time, (rows,)),
        (samples, (len(SIGNALS), rows)),
        (beat, (len(BeatNumbers._fields),)),
        (patient, (len(PATIENT),)),
        (p, (closed_circulation().width.parameters,)),
        (lane_memory((WORK, lanes)), (WORK,)),
        (values, (FOUND,)),
    )
    compiled = load("diastole.model.measures.measure_program:measures", lanes)["measures"]
    compiled(*(address(array, (*shape, lanes)) for array, shape in given), rows)
    return values


def _padded(signals: Sequence[Array], rows: int) -> Array:
    """Return signals side by side (rows, lanes); a shorter one repeats its last sample."""
    beside = np.empty((rows, len(signals)))
    for lane, signal in enumerate(signals):
        beside[: signal.size, lane], beside[signal.size :, lane] = signal, signal[-1]
    return beside


def beat_numbers(trace: SampledCycle, patient: Patient, may_stay_shut: bool, index: int) -> BeatNumbers:
    """Return what is read of a beat of a cycle beside its signals and its patient."""
    beats, onsets = len(trace.onsets) - 1, trace.onsets
    beat = index % beats
    later, following = divmod(beat + 1, beats)
    return BeatNumbers(
        length=onsets[-1],
        beats=float(beats),
        start=onsets[beat],
        end=onsets[beat + 1],
        next_start=onsets[following],
        next_end=onsets[following + 1],
        later=later * onsets[-1],
        longest=float(np.fmax.reduce(np.diff(trace.time))),
        step=float(trace.time[1] - trace.time[0]),
        aortic_leak=aortic_leak(patient),
        may_stay_shut=float(may_stay_shut),
    )


def patient_numbers(patient: Patient) -> list[float]:
    """Return the numbers of ``PATIENT``."""
    return [float(reduce(getattr, path.split("."), patient)) for path in PATIENT]  # type: ignore[arg-type]


def _reason(patient: Patient, values: list[float], may_stay_shut: bool) -> str | None:
    """Return why a lane has no measures; None where it has."""
    verdict = verdict_of(values)
    for flow in verdict.flows:
        stays_shut = may_stay_shut and flow.peak <= EJECTING
        if isnan(flow.begins) and isfinite(flow.peak) and not stays_shut:
            return f"patient '{patient.name}', steady beat: {no_ejection(flow.lowest, flow.peak)}"
    if not all(map(isfinite, verdict.driven)):
        return f"patient '{patient.name}', steady beat: its signals are no finite numbers"
    return no_circulation(patient.name, verdict.driven) if verdict.failed > 0.0 else None
