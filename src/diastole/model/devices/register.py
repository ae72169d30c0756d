"""The register of devices: a line for each; everything else asks here."""

from collections.abc import Iterator
from typing import Any

from diastole.model.devices import balloon_pump, extracorporeal, impella
from diastole.model.devices.device import Device
from diastole.model.input_blocks.contradiction import Exclusion, Law

DEVICES: tuple[Device, ...] = (
    balloon_pump.DEVICE,
    impella.DEVICE,
    extracorporeal.DEVICE,
)
LINKS = tuple(link for device in DEVICES for link in device.links)
FLOWS = tuple(f"q_{link.name}" for link in LINKS)  # names of what devices move
ARTERIES = ("ascending_aorta", "thoracic_aorta", "abdominal_aorta", "upper_body")
BYPASSES = tuple(link.name for link in LINKS if link.target in ARTERIES)  # what of it goes past the aortic valve
BODY_FLOWS = tuple(f"q_{name}" for name in BYPASSES)


def in_use(patient: Any) -> Iterator[tuple[Device, Any]]:
    """Yield each device that a patient has, with its settings."""
    for device in DEVICES:
        settings = getattr(patient, device.key)
        if settings is not None:
            yield device, settings


def bypasses(patient: Any) -> bool:
    """Return whether a device moves blood past the aortic valve, so that the valve may stay shut."""
    return any(link.target in ARTERIES for device, _ in in_use(patient) for link in device.links)


def exclusions() -> Iterator[Exclusion]:
    """Yield each pair of devices that need the same place."""
    for number, device in enumerate(DEVICES):
        for place in sorted(device.places):
            for other in DEVICES[:number]:
                if place in other.places:
                    yield Exclusion(
                        _both_need(place, other, device),
                        f"{other.key} and {device.key} exclude each other: both need {place} for themselves; "
                        "give one of them",
                    )


def _both_need(place: str, one: Device, other: Device) -> Law:
    return lambda numbers: (
        one.places[place](getattr(numbers, one.key)) & other.places[place](getattr(numbers, other.key))
    )
