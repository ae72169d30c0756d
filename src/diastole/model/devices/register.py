"""The register of devices: a line for each; everything else asks here."""

from collections.abc import Iterator
from typing import Any

from diastole.errors import InputError
from diastole.model.devices import balloon_pump, extracorporeal, impella
from diastole.model.devices.device import Device

DEVICES: tuple[Device, ...] = (
    balloon_pump.DEVICE,
    impella.DEVICE,
    extracorporeal.DEVICE,
)
LINKS = tuple(link for device in DEVICES for link in device.links)
FLOWS = tuple(f"q_{link.name}" for link in LINKS)  # names of what devices move
ARTERIES = ("ascending_aorta", "thoracic_aorta", "abdominal_aorta", "upper_body")
BODY_FLOWS = tuple(f"q_{link.name}" for link in LINKS if link.target in ARTERIES)  # what of it reaches the body


def in_use(patient: Any) -> Iterator[tuple[Device, Any]]:
    """Yield each device that a patient has, with its settings."""
    for device in DEVICES:
        settings = getattr(patient, device.key)
        if settings is not None:
            yield device, settings


def bypasses(patient: Any) -> bool:
    """Return whether a device moves blood past the aortic valve, so that the valve may stay shut."""
    return any(link.target in ARTERIES for device, _ in in_use(patient) for link in device.links)


def check_places(patient: Any) -> None:
    """Refuse two devices that need the same place. Raise InputError, which names both, and the place."""
    taken: dict[str, str] = {}
    for device, settings in in_use(patient):
        for place in sorted(device.places(settings)):
            if place in taken:
                raise InputError(
                    f"{taken[place]} and {device.key} exclude each other: both need {place} for themselves; "
                    f"give one of them"
                )
            taken[place] = device.key
