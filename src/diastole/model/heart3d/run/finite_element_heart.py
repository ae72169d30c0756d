"""A circulation around a finite-element ventricle, and its steady beat in a few costly beats of the wall.

After each support cycle the circulation settles on the pressure-volume lines that were just recorded, and the next
cycle starts from there. The run ends when the stroke volume of the wall's own beats no longer changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from diastole.arrays import Array
from diastole.errors import InputError, SimulationError
from diastole.model.circulation.kernel_parameters import STATE_INDEX
from diastole.model.devices.balloon_pump.console import Landmarks, settings_of
from diastole.model.heart3d.run.finite_element_ventricles import FiniteElementVentricles
from diastole.model.heart3d.run.recorder import BeatFields
from diastole.model.heart3d.wall.cavity_problem import FORCE_TOLERANCE
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.measure import Value
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import Patient
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.coupled_heart import CoupledHeart
from diastole.model.simulation.events import systole
from diastole.model.simulation.replay import RecordingChambers, ReplayedChambers
from diastole.model.simulation.slow_states import OperatingPoint
from diastole.model.simulation.steady_beat import find_steady_state
from diastole.model.simulation.trace import Trace, assemble_trace

STROKE_TOLERANCE = 0.005  # 1, change of the stroke volume between cycles and of the volume over a cycle
TOLERANCES = (1e-6, 0.1)  # 1, within which a beat is steady and can be reached; assumed
REPLAY_TOLERANCE = 1e-3  # mL, for the circulation on recorded lines
REPLAY_SHARE = 0.1  # 1, of the change of volume that is allowed, if that is less
FORCE_SHARE = 0.01  # 1, residual of the wall over the change that is allowed, if that is less than usual; ours
MOST_CYCLES = 16
Watch = Callable[[str, int, float], None]


@dataclass(frozen=True)
class SteadyBeat:
    """A steady support cycle of a patient."""

    patient: Patient
    trace: Trace
    fields: list[BeatFields]  # of each beat of the cycle
    strokes: list[float]  # mL, stroke volume of each cycle of the run
    drift: float  # mL, of a ventricle's volume over the cycle, the larger one of two
    landmarks: Landmarks | None

    @cached_property
    def measures(self) -> dict[str, Value]:
        """All measures; those of the assisted beat if a balloon works."""
        return measure_beat(PeriodicTrace(self.trace, self.patient), 0)


class FiniteElementHeart:
    """A patient's circulation around a ventricle of finite elements."""

    def __init__(
        self,
        ventricle: FiniteElementVentricles,
        patient: Patient,
        state: Array,
        slow: Array,
        longest_step: float = LONGEST_STEP["default"],
    ):
        self.ventricle = ventricle
        self.chamber = RecordingChambers(ventricle)
        self.heart = CoupledHeart(patient, self.chamber, state=state, slow=slow, longest_step=longest_step)

    def set_patient(
        self, patient: Patient, landmarks: Landmarks | None = None, own: OperatingPoint | None = None
    ) -> None:
        """Change the patient around the ventricle between beats.

        Parameters
        ----------
        patient
            The same patient with another lesion, drug or device.
        landmarks
            Landmarks of an unassisted beat, from which the console of a balloon pump starts.
        own
            Operating point of the baroreflex; the reflex is off if left out.
        """
        self.heart.set_patient(patient, Regulation(patient, own))
        settings = settings_of(patient.balloon_pump)
        if settings.on and landmarks is None:
            raise SimulationError("a console that is on needs the landmarks of an unassisted beat")
        self.heart.set_console(settings, landmarks or Landmarks(0.0, 0.0))

    def relax(self, tolerance: float = REPLAY_TOLERANCE) -> None:
        """Let the circulation settle on the lines recorded last [mL], and move the wall to its new start."""
        heart, chamber = self.heart, self.chamber
        replay = CoupledHeart(
            heart.patient,
            ReplayedChambers(chamber),
            state=heart.state,
            regulation=heart.regulation,
            longest_step=heart.longest_step,
        )
        replay.restore(heart.snapshot())
        find_steady_state(replay, tolerance=tolerance)
        heart.restore(replay.snapshot())
        self.go_to_start()

    def go_to_start(self) -> None:
        """Move the wall, at rest, to the volume at which the circulation starts."""
        self.ventricle.move(self.heart.state[[STATE_INDEX[f"v_{name}"] for name in self.ventricle.names]])
        self.ventricle.muscle.hold(self.ventricle.wall.stretch(), self.ventricle.wall.stretch_beside())

    def cycle(self) -> Trace:
        """Advance by one support cycle and return its trace; its lines and fields replace the earlier ones."""
        self.chamber.forget()
        self.ventricle.recorder.beats.clear()
        return assemble_trace(list(self.heart.cycle(record=True)))

    def settle(
        self, watch: Watch | None = None, done: Sequence[float] = (), keep: Callable[[list[float]], None] | None = None,
        *, tolerance: float = STROKE_TOLERANCE,
    ) -> SteadyBeat:  # fmt: skip
        """Run to the steady support cycle and return it.

        Parameters
        ----------
        watch
            Called after each cycle with patient, number of cycles and change of the stroke volume [1].
        done
            Stroke volumes of the cycles that an earlier process has run [mL].
        keep
            Called before each further cycle with the stroke volumes so far; a checkpoint may be written there.
        tolerance
            Change of the stroke volume between cycles, and of a ventricle's volume over a cycle, over the stroke
            volume, at which a cycle repeats [1].

        Raises
        ------
        SimulationError
            If the wall finds no equilibrium, or no cycle repeats within ``MOST_CYCLES``.
        """
        self.ventricle.wall.problem.force_tolerance = min(FORCE_TOLERANCE, FORCE_SHARE * tolerance)
        strokes = list(done)
        for count in range(len(strokes) + 1, MOST_CYCLES + 1):
            trace = self.cycle()
            strokes.append(float(np.ptp(trace["v_lv"])))
            drift = max(
                (float(trace[f"v_{name}"][-1] - trace[f"v_{name}"][0]) for name in self.ventricle.names), key=abs
            )
            change = abs(strokes[-1] / strokes[-2] - 1.0) if len(strokes) > 1 else np.inf
            if watch:
                watch(self.heart.patient.name, count, change)
            if max(change, abs(drift) / strokes[-1]) <= tolerance:
                return self._steady(trace, strokes, drift)
            self.relax(min(REPLAY_TOLERANCE, REPLAY_SHARE * tolerance * strokes[-1]))
            if keep:
                keep(strokes)
        raise SimulationError(
            f"patient '{self.heart.patient.name}': after {MOST_CYCLES} cycles the stroke volume still changes by "
            f"{change:.1g} of itself from one to the next ({', '.join(f'{one:.1f}' for one in strokes[-3:])} mL)"
        )

    def _steady(self, trace: Trace, strokes: list[float], drift: float) -> SteadyBeat:
        seen = self.heart.console.landmarks if self.heart.console.settings.on else None
        return SteadyBeat(self.heart.patient, trace, list(self.ventricle.recorder.beats), strokes, drift, seen)


def check_tolerance(tolerance: float) -> None:
    """Refuse a tolerance outside the allowed range; raise InputError, naming what is allowed and what is usual."""
    if not TOLERANCES[0] <= tolerance <= TOLERANCES[1]:
        raise InputError(
            f"a tolerance of {tolerance:g} is not possible: allowed is {TOLERANCES[0]:g} to {TOLERANCES[1]:g}; "
            f"{STROKE_TOLERANCE:g} is usual, and each tenth of it takes about two cycles more"
        )


def unassisted_landmarks(beat: SteadyBeat) -> Landmarks:
    """Return the landmarks that a console sees in an unassisted beat."""
    trace = beat.trace
    seen = systole(trace.time, trace["q_aortic"], trace["p_lv"], may_stay_shut=beat.patient.has_bypass)
    return Landmarks(upstroke=seen.begins, notch=seen.closes)
