"""Values of a patient that nothing reads as the patient is: who sets one is told so, and why."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from diastole.model.patient import Patient

# Stores of blood into and out of which no flow with inertia leads, so that the viscosity of their walls acts nowhere.
WITHOUT_INERTIA = ("upper_body", "lower_body", "systemic_veins", "great_veins")
NEVER_READ = tuple(f"vessels.{store}.wall_viscosity" for store in WITHOUT_INERTIA)


class Idle(NamedTuple):
    """Values that are not read, and where that is so."""

    keys: tuple[str, ...]  # dotted
    where: Callable[[Patient], Any]
    why: str


def _drive(kind: str) -> Callable[[Patient], bool]:
    return lambda patient: patient.balloon_pump is not None and patient.balloon_pump.drive == kind


IDLE = (
    Idle(NEVER_READ, lambda _: True, "a viscous wall resists flows with inertia, and none leads into or out of there"),
    Idle(
        tuple(f"balloon_pump.{name}" for name in ("drive_pressure", "vacuum", "catheter_bore", "catheter_length")),
        _drive("prescribed"),
        "the helium moves in given times; balloon_pump.drive=pneumatic lets pressure move it",
    ),
    Idle(("balloon_pump.fill_time",), _drive("pneumatic"), "pressure moves the helium"),
    Idle(
        ("valves.aortic.closed_area",),
        lambda patient: patient.lesions.aortic_regurgitation,
        "lesions.aortic_regurgitation says how much of the shut valve is open",
    ),
    Idle(
        ("valves.mitral.closed_area",),
        lambda patient: patient.lesions.mitral_regurgitation,
        "lesions.mitral_regurgitation says how much of the shut valve is open",
    ),
    Idle(
        ("valves.aortic.open_area",),
        lambda patient: patient.lesions.aortic_stenosis,
        "lesions.aortic_stenosis says how far the valve opens",
    ),
    Idle(
        ("valves.mitral.open_area",),
        lambda patient: patient.lesions.mitral_stenosis,
        "lesions.mitral_stenosis says how far the valve opens",
    ),
)


def idle_values(patient: Patient, keys: Iterable[str]) -> list[str]:
    """Return a sentence for each of these dotted keys that nothing reads in a patient."""
    return [
        f"{key} changes nothing here: {idle.why}"
        for key in keys
        for idle in IDLE
        if key in idle.keys and idle.where(patient)
    ]
