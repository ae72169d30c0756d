"""Beat by beat: the heart beats, the console orders, and what left the valid range is named."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from diastole.circulation.parameters import (
    BLOOD,
    NO_INFLATION,
    PLACES,
    STATE_NAMES,
    first_state,
    parameter_vector,
    period,
)
from diastole.devices.balloon_pump.balloon import Inflation
from diastole.devices.balloon_pump.console import Landmarks, Settings, later, order_inflation
from diastole.errors import SimulationError
from diastole.patient import Patient
from diastole.simulation.stepper import LONGEST_STEP, is_sound, rk4_beat, step_count
from diastole.simulation.trace import RecordedBeat

Array = NDArray[np.float64]

BLOOD_TOLERANCE = 1e-9  # of the whole blood volume, that a beat may gain or lose by rounding
OPENING_TOLERANCE = 1e-2  # 1, by which a leaflet opening may leave [0, 1] between steps
OPENINGS = np.array([name.startswith("opening_") for name in STATE_NAMES])
NOT_RECORDED = np.empty((0, len(STATE_NAMES)))
OFF = Settings(
    on=False, every=1, pressure_trigger=False, volume=0.0, inflation_offset=0.0, deflation_offset=0.0, vent_time=0.1
)


def console_settings(patient: Patient) -> Settings:
    """Return the settings of the patient's balloon pump; without one, a console that is off."""
    pump = patient.balloon_pump
    if pump is None:
        return OFF
    return Settings(
        on=pump.mode == "on",
        every=pump.beats,
        pressure_trigger=pump.trigger == "pressure",
        volume=pump.volume,
        inflation_offset=pump.inflation_offset,
        deflation_offset=pump.deflation_offset,
        vent_time=pump.vent_time,
    )


def check_state(y: Array, blood: float, patient: str, beat: int) -> None:
    """Stop where the state has left the range in which it means something.

    Raises
    ------
    SimulationError
        Naming patient, beat and quantity.
    """
    if is_sound(y, BLOOD, OPENINGS, blood, BLOOD_TOLERANCE, OPENING_TOLERANCE):
        return
    where = f"patient '{patient}', beat {beat}"
    if not np.isfinite(y).all():
        lost = STATE_NAMES[int(np.flatnonzero(~np.isfinite(y))[0])]
        raise SimulationError(f"{where}: {lost} is no longer a finite number; these values cannot sustain a beat")
    empty = np.flatnonzero(BLOOD & (y <= 0.0))
    if empty.size:
        name = STATE_NAMES[int(empty[0])]
        raise SimulationError(f"{where}: {name} fell to {y[empty[0]]:.1f} mL; a store of blood cannot be empty")
    if abs(y[BLOOD].sum() / blood - 1.0) > BLOOD_TOLERANCE:
        raise SimulationError(
            f"{where}: blood volume went from {blood:.6f} to {y[BLOOD].sum():.6f} mL; it must be kept"
        )
    openings = y[OPENINGS]
    raise SimulationError(f"{where}: a valve opening left 0 to 1 ({openings.min():.3f} to {openings.max():.3f})")


class BeatingHeart:
    """A patient's circulation that is advanced beat by beat, with a console that may be changed between beats.

    Attributes
    ----------
    state : ndarray (n,)
        States at the QRS onset of the next beat.
    beats : int
        Beats done.
    settings, landmarks
        Of the console, free to change between beats.
    """

    def __init__(self, patient: Patient, *, longest_step: float = LONGEST_STEP["default"], state: Array | None = None):
        self.patient = patient
        self.longest_step = longest_step
        self.parameters = parameter_vector(patient)
        self.state = first_state(patient) if state is None else state.copy()
        self.blood = float(self.state[BLOOD].sum())
        self.expected = period(patient)
        self.settings: Settings = OFF
        self.landmarks = Landmarks(upstroke=0.0, notch=0.0)
        self.earlier = NO_INFLATION
        self.beats = 0
        self._assisted_from = 0

    def set_console(self, settings: Settings, landmarks: Landmarks) -> None:
        """Change the console; the next beat is an assisted one where the console is on."""
        self.settings, self.landmarks, self._assisted_from = settings, landmarks, self.beats

    def beat(self, actual: float | None = None, *, record: bool = False) -> RecordedBeat:
        """Advance by one beat of so many seconds (the patient's own period where not given) and return it.

        Raises
        ------
        SimulationError
            If the state leaves its valid range.
        """
        actual = self.expected if actual is None else actual
        present = order_inflation(
            self.settings, self.landmarks, beat=self.beats - self._assisted_from,
            expected=self.expected, actual=actual, earlier=self.earlier,
        )  # fmt: skip
        recorded = self.run(actual, self.earlier, present, record=record)
        self.beats += 1
        check_state(self.state, self.blood, self.patient.name, self.beats)
        self.earlier = later(present or self.earlier, actual)
        return recorded

    def run(
        self, actual: float, earlier: Inflation, present: Inflation | None, *, record: bool = False
    ) -> RecordedBeat:
        """Integrate one beat with given inflations, without a look at the result."""
        p = self.parameters.copy() if record else self.parameters
        p[PLACES["period"]] = actual
        p[PLACES["earlier"]] = earlier
        p[PLACES["present"]] = present or NO_INFLATION
        steps = step_count(actual, self.longest_step)
        rows = (steps + 1, self.state.size)
        states = np.empty(rows) if record else NOT_RECORDED
        slopes = np.empty(rows) if record else NOT_RECORDED
        rk4_beat(self.state, p, actual, steps, states, slopes)
        return RecordedBeat(p, actual, present, states, slopes)

    def cycle(self, *, record: bool = False) -> Iterator[RecordedBeat]:
        """Advance by one support cycle (n beats at 1:n), beat by beat."""
        for _ in range(self.settings.every if self.settings.on else 1):
            yield self.beat(record=record)
