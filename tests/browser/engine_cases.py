"""Beats of the package, with all that another engine needs to run them again."""

from typing import Any, NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel_parameters import WATCHED_UNITS
from diastole.model.devices.balloon_pump.console import Landmarks, settings_of
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import PRESETS, Patient
from diastole.model.simulation.acceleration import FLOW_WEIGHT
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.slow_states import OperatingPoint
from diastole.model.simulation.stepper import is_sound
from diastole.model.simulation.trace import RecordedBeat
from tests.conftest import DEVICES, PUMPS

LANDMARKS = Landmarks(upstroke=0.07, notch=0.36)  # s, of a usual beat; any will do
OWN = OperatingPoint(aortic_pressure=85.0, right_atrial_pressure=6.0, weakened=0.0)  # which the reflex defends
PATIENTS: dict[str, dict[str, Any]] = {
    **DEVICES,
    "Impella at another level": {"axial_pump.model": "5.5", "axial_pump.level": "P-4"},
    "septal defect": {"lesions.ventricular_septal_defect.orifice_area": "1.2 cm²"},
    **{name: {f"drugs.{name}": f"{drug.usual_dose} µg/kg/min"} for name, drug in DRUGS.items()},
    "dobutamine and nitroprusside": {"drugs.dobutamine": "5 µg/kg/min", "drugs.nitroprusside": "1 µg/kg/min"},
    "stiff mitral valve": {"lesions.mitral_stenosis.orifice_area": "1.0 cm²"},
}


class Beat(NamedTuple):
    """A beat as the package ran it."""

    start: Array  # (n,), states at the QRS onset
    recorded: RecordedBeat
    end: Array  # (n,)
    blood: float  # mL, that the state must have

    @property
    def is_sound(self) -> bool:
        return is_sound(self.end, self.blood)

    @property
    def steps(self) -> int:
        return len(self.recorded.states) - 1

    def question(self) -> dict[str, Any]:
        """What another engine is given."""
        recorded = self.recorded
        return {
            "start": self.start.tolist(), "parameters": recorded.parameters.tolist(), "length": recorded.period,
            "steps": self.steps, "blood": self.blood,
        }  # fmt: skip


class WatchedHeart(BeatingHeart):
    """A heart that keeps what it ran, also the beat after which it is no longer believed."""

    def __init__(self, patient: Patient, **rest: Any):
        super().__init__(patient, **rest)
        self.kept: list[Beat] = []

    def run(self, *given: Any, record: bool = False) -> RecordedBeat:
        start = self.state.copy()
        recorded = super().run(*given, record=True)
        self.kept.append(Beat(start, recorded, self.state.copy(), self.blood))
        return recorded


def beats_of(patient: Patient, count: int, *, reflex: bool = True) -> list[Beat]:
    """Return the first beats of a patient, fewer where the model leaves its valid range; the last is then unsound."""
    heart = WatchedHeart(patient, regulation=Regulation(patient, OWN if reflex else None))
    settings = settings_of(patient.balloon_pump)
    if settings.on:
        heart.set_console(settings, LANDMARKS)
    try:
        for _ in range(count):
            heart.beat()
    except SimulationError:
        pass
    return heart.kept


def cases() -> dict[str, Patient]:
    """Return every preset without and with each pump and drive, and each device, defect and drug."""
    found = {}
    for preset in PRESETS:
        patient = Patient.preset(preset)
        for pump, settings in PUMPS.items():
            found[f"{preset}, {pump}"] = patient.with_balloon_pump(settings)
        for name, values in PATIENTS.items():
            found[f"{preset}, {name}"] = patient.with_values(values)
    return found


def floors(units: dict[str, str]) -> Array:
    """Return below what size a number counts by its difference alone: 1, and of a flow 1 mL in 20 ms."""
    return np.array([1.0 / FLOW_WEIGHT if unit == "mL/s" else 1.0 for unit in units.values()])


STATE_FLOORS, WATCHED_FLOORS = floors(dict(closed_loop.STATES)), floors(WATCHED_UNITS)


def difference(ours: Any, theirs: Array, floor: Array | float = 1.0) -> float:
    """Return the largest relative difference; that of a number below the floor is relative to the floor."""
    ours = np.array(ours, dtype=float).reshape(theirs.shape)
    return float((np.abs(ours - theirs) / np.maximum(floor, np.abs(theirs))).max())
