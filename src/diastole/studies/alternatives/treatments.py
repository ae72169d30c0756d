"""Options for a patient, each as changes of the patient file."""

from typing import NamedTuple

from diastole.errors import InputError
from diastole.model.devices.device import Device, Model
from diastole.model.devices.register import DEVICES
from diastole.model.drugs.formulary import DRUGS
from diastole.model.input_blocks.fields import quantity_of
from diastole.model.operations import OPERATIONS
from diastole.model.patient import Patient
from diastole.units import format_quantity

KINDS = ("as_found", "drug", "rate", "device", "surgery", "combination")
AS_FOUND = "as_found"
DEVICE_KEYS = tuple(device.key for device in DEVICES)  # blocks that a device option takes the place of
FASTER = 20.0  # 1/min, by which pacing differs from the patient's own rate
HIGHEST_PACED = 140.0  # 1/min, up to which the times of systole were looked at (`diastole.model.measures.cautions`)
LOWEST_PACED = 50.0  # 1/min, lowest rate that anybody would pace
DOSE = "µg/kg/min"


class Option(NamedTuple):
    """Something that can be done."""

    name: str
    kind: str  # one of KINDS
    title: str
    changes: dict[str, str]  # dotted key → text with a unit
    replaces: tuple[str, ...] = ()  # blocks that are taken away first
    parts: tuple[str, ...] = ()  # its parts, by the names under which rules speak of them

    def applied(self, patient: Patient) -> Patient:
        """Return the patient with this option; what it does not replace stays.

        Raise InputError if this patient cannot have it; the message says why.
        """
        if self.name == AS_FOUND:
            return patient
        cleared = patient.with_values(dict.fromkeys(self.replaces, "none")) if self.replaces else patient
        changed = cleared.with_values(self.changes)
        if changed.model_dump() == patient.model_dump():
            raise InputError(f"{self.title}: the patient has it already")
        return changed


def options(patient: Patient) -> tuple[Option, ...]:
    """Return every option, in the order of their kinds; some may be impossible in this patient.

    `patient`: as given: with what is done for it already.
    """
    as_found = Option(AS_FOUND, "as_found", "As found", {})
    devices = _devices(patient)
    together = _combinations({option.name: option for option in devices})
    return (as_found, *_drugs(), *_rates(patient), *devices, *_surgery(), *together)


def _dose(name: str) -> dict[str, str]:
    return {f"drugs.{name}": format_quantity(DRUGS[name].usual_dose, DOSE)}


def _drugs() -> list[Option]:
    """Return each drug at its usual dose."""
    return [
        Option(name, "drug", f"{name.capitalize()} {drug.usual_dose:g} {DOSE}", _dose(name), parts=(name,))
        for name, drug in DRUGS.items()
    ]


def _rates(patient: Patient) -> list[Option]:
    """Return pacing faster and slower than the patient's own rate, or than the pacemaker that is there."""
    now = patient.pacing.rate if patient.pacing else patient.heart_rate
    up = max(now, min(now + FASTER, HIGHEST_PACED))
    down = min(now, max(now - FASTER, LOWEST_PACED))
    return [
        _paced("pacing_faster", "Pacing faster", up, now),
        _paced("pacing_slower", "Slower rate", down, now),
    ]


def _paced(name: str, title: str, rate: float, now: float) -> Option:
    """Return pacing at a rate [1/min]; at the rate that is there already it is no option, and has no change."""
    changes = {"pacing.rate": format_quantity(rate, "1/min")} if rate != now else {}
    return Option(name, "rate", f"{title}, {rate:.0f}/min", changes, parts=(name,))


def _devices(patient: Patient) -> list[Option]:
    """Return each device at its usual setting; it replaces the devices that are there."""
    return [device_option(device, model, patient) for device in DEVICES for model in device.models]


def device_option(device: Device, model: Model, patient: Patient) -> Option:
    """Return a device at its usual setting for the size of a patient; it replaces the devices that are there."""
    values = {**model.is_one, **model.usual}
    for key, value in device.by_size(patient.body).items():
        known = quantity_of(device.block.model_fields[key])
        assert known is not None
        values[key] = known.text(value)
    changes = {f"{device.key}.{key}": value for key, value in values.items()}
    return Option(model.name, "device", model.offered.format(**values), changes, DEVICE_KEYS, model.subjects)


def _surgery() -> list[Option]:
    """Return each operation; it takes the place of one that was done at the same site."""
    operations = []
    for name, operation in OPERATIONS.items():
        key, field = next(iter(operation.block.model_fields.items()))
        known = quantity_of(field)
        assert known is not None
        at_site = [other for other, one in OPERATIONS.items() if one.site == operation.site]
        replaces = tuple(f"surgery.{other}" for other in at_site) if len(at_site) > 1 else ()
        changes = {f"surgery.{name}.{key}": known.text(field.default)}
        operations.append(Option(name, "surgery", operation.title, changes, replaces, (name,)))
    return operations


def _combinations(devices: dict[str, Option]) -> list[Option]:
    """Return what is usually done together."""
    circuit, balloon = devices["va_ecmo"], devices["iabp"]
    dilated = _dose("nitroprusside") | _dose("dobutamine")
    return [
        Option(
            "nitroprusside_dobutamine", "combination", "Nitroprusside + dobutamine", dilated,
            parts=("nitroprusside", "dobutamine"),
        ),
        Option(
            "va_ecmo_iabp", "combination", "VA-ECMO + IABP", circuit.changes | balloon.changes, DEVICE_KEYS,
            ("va_ecmo", "iabp"),
        ),
    ]  # fmt: skip
