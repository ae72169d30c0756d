"""What can be done for a patient, each as changes of the patient file."""

from typing import NamedTuple

from diastole.errors import InputError
from diastole.model.devices.axial_models import AXIAL_PUMPS
from diastole.model.devices.circuits import CIRCUITS
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import Patient
from diastole.units import format_quantity

KINDS = ("as_found", "drug", "rate", "device", "surgery", "combination")
AS_FOUND = "as_found"
DEVICES = ("balloon_pump", "axial_pump", "extracorporeal")  # blocks that a device option takes the place of
MITRAL = ("surgery.mitral_valve_replacement", "surgery.mitral_valve_repair")
FASTER = 20.0  # 1/min, by which pacing differs from the patient's own rate
HIGHEST_PACED = 140.0  # 1/min, up to which the times of systole were looked at (hemodynamics.cautions)
LOWEST_PACED = 50.0  # 1/min, below which nobody would pace
DOSE = "µg/kg/min"


class Option(NamedTuple):
    """Something that can be done."""

    name: str
    kind: str  # one of KINDS
    title: str
    changes: dict[str, str]  # dotted key → text with a unit
    replaces: tuple[str, ...] = ()  # blocks that are taken away first
    subjects: tuple[str, ...] = ()  # names under which contraindications.yaml lists it

    def applied(self, patient: Patient) -> Patient:
        """Return the patient with this option; what it does not replace stays.

        Raises
        ------
        InputError
            If this patient cannot have it; the message says why.
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

    Parameters
    ----------
    patient
        As given: with what is done for it already.
    """
    found = Option(AS_FOUND, "as_found", "As found", {})
    return (found, *_drugs(), *_rates(patient), *_devices(), *_surgery(), *_combinations())


def _dose(name: str) -> dict[str, str]:
    return {f"drugs.{name}": format_quantity(DRUGS[name].usual_dose, DOSE)}


def _drugs() -> list[Option]:
    """Return each drug at its usual dose."""
    return [
        Option(name, "drug", f"{name.capitalize()} {drug.usual_dose:g} {DOSE}", _dose(name), subjects=(name,))
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
    return Option(name, "rate", f"{title}, {rate:.0f}/min", changes, subjects=(name,))


BALLOON = {"balloon_pump.volume": "40 mL", "balloon_pump.ratio": "1:1"}
CIRCUIT_TITLES = {"va_ecmo": "VA-ECMO", "lava_ecmo": "Left atrial VA-ECMO", "tandemheart": "TandemHeart"}


def impella_name(model: str) -> str:
    """Return the name of an axial pump by its model, such as ``impella_2_5``."""
    return f"impella_{model.lower().replace('.', '_')}"


def _devices() -> list[Option]:
    """Return each device at its usual setting, an axial pump at its highest level; it replaces the devices there."""
    pumps = [
        Option(
            name, "device", f"Impella {model}, {level}",
            {"axial_pump.model": model, "axial_pump.level": level}, DEVICES, (name,),
        )
        for model, pump in AXIAL_PUMPS.items()
        for name, level in [(impella_name(model), list(pump.speeds)[-1])]
    ]  # fmt: skip
    circuits = [
        Option(
            name, "device", f"{CIRCUIT_TITLES[name]}, {circuit.usual_flow:g} L/min", _circuit(name), DEVICES, (name,)
        )
        for name, circuit in CIRCUITS.items()
    ]  # fmt: skip
    return [Option("iabp", "device", "IABP 40 mL 1:1", BALLOON, DEVICES, ("iabp",)), *pumps, *circuits]


def _circuit(name: str) -> dict[str, str]:
    flow = format_quantity(CIRCUITS[name].usual_flow, "L/min")
    return {"extracorporeal.circuit": name, "extracorporeal.flow": flow}


def _surgery() -> list[Option]:
    """Return each operation; one on a mitral valve takes the place of one that was done there."""
    operations = {
        "aortic_valve_replacement": ("Aortic valve replacement", {"open_area": "1.8 cm²"}),
        "mitral_valve_repair": ("Mitral valve repair", {"open_area": "2.5 cm²"}),
        "mitral_valve_replacement": ("Mitral valve replacement", {"open_area": "2 cm²"}),
        "septal_defect_closure": ("Septal defect closure", {"residual_area": "0 cm²"}),
    }
    return [
        Option(
            name, "surgery", title, {f"surgery.{name}.{key}": value for key, value in values.items()},
            MITRAL if name.startswith("mitral") else (), (name,),
        )
        for name, (title, values) in operations.items()
    ]  # fmt: skip


def _combinations() -> list[Option]:
    """Return what is usually done together."""
    dilated = _dose("nitroprusside") | _dose("dobutamine")
    return [
        Option(
            "nitroprusside_dobutamine", "combination", "Nitroprusside + dobutamine", dilated,
            subjects=("nitroprusside", "dobutamine"),
        ),
        Option(
            "va_ecmo_iabp", "combination", "VA-ECMO + IABP", _circuit("va_ecmo") | BALLOON, DEVICES,
            ("va_ecmo", "iabp"),
        ),
    ]  # fmt: skip
