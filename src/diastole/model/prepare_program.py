"""From the numbers of a patient to a heart, as a traced program: for lanes, and for a page as a module of its own."""

from collections.abc import Iterator
from functools import reduce
from typing import Any, NamedTuple

from pydantic import BaseModel

from diastole.law import reread, select
from diastole.model.circulation import first_state, jets
from diastole.model.devices.register import ARTERIES, DEVICES
from diastole.model.input_blocks.block_numbers import Numbers, is_there
from diastole.model.input_blocks.contradiction import Exclusion, contradictions_of
from diastole.model.input_blocks.fields import block_of
from diastole.model.measures.measure_memory import PATIENT
from diastole.model.patient import Patient
from diastole.model.patient.body import body_surface_area
from diastole.model.patient.patient_numbers import EMPTY, LEFT_OUT
from diastole.model.simulation.patient_program import patients
from diastole.number_records import numbers_of
from diastole.tracing.record_memory import loaded
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import WORDS


class PreparedPatient(NamedTuple):
    """What of a patient is read beside parameters, state and slow physiology."""

    blood_volume: float  # mL
    midpoint: float  # mmHg, of arterial receptors that have not reset
    share: float  # 1, `Resetting`
    usual_pressure: float  # mmHg, likewise
    aortic_leak: float  # cm²
    measured_with: tuple[float, ...] = (0.0,) * len(PATIENT)  # in the order of ``PATIENT``


def has_bypass(numbers: Numbers) -> float:
    """Return 1 where a device moves blood past the aortic valve, else 0; as `bypasses`."""
    bypass = 0.0
    for device in DEVICES:
        if any(link.target in ARTERIES for link in device.links):
            bypass = select(is_there(getattr(numbers, device.key)), 1.0, bypass)
    return bypass


def prepared_patient(numbers: Numbers) -> PreparedPatient:
    """Return what of a patient is read beside parameters, state and slow physiology."""
    reflex = numbers.baroreflex
    surface = body_surface_area(numbers.body.height, numbers.body.weight)
    derived = {"has_bypass": has_bypass(numbers), "body.body_surface_area": surface}
    measured = [derived[path] if path in derived else reduce(getattr, path.split("."), numbers) for path in PATIENT]
    return PreparedPatient(
        numbers.blood_volume, reflex.arterial_midpoint, reflex.resetting, reflex.usual_pressure,
        max(numbers.lesions.aortic_regurgitation.orifice_area, 0.0), tuple(measured),
    )  # fmt: skip


def prepare(program: Program) -> None:
    """Write ``prepare``, ``read``, ``hold`` and ``check``."""
    patients(program)
    _write_read(program)
    _write_hold(program)
    _write_check(program)


def _write_read(program: Program) -> None:
    """Write ``read``. Arguments: ``numbers`` of a patient; filled are those of `PreparedPatient`."""
    with program.function("read", {"numbers": Memory, "found": Memory}, is_hot=False) as (numbers, found):
        for place, number in enumerate(numbers_of(reread(prepared_patient, WORDS)(loaded(EMPTY, numbers)))):
            found[place] = number


def all_contradictions(kind: type[BaseModel] = Patient, prefix: str = "") -> Iterator[tuple[str, Exclusion]]:
    """Yield what must not be so in a kind of block and the blocks inside it, each behind the key of its block."""
    yield from ((prefix, one) for one in contradictions_of(kind))
    for name, field in kind.model_fields.items():
        inner = block_of(field)
        if inner is not None and f"{prefix}{name}" not in LEFT_OUT:
            yield from all_contradictions(inner, f"{prefix}{name}.")


def _write_check(program: Program) -> None:
    """Write ``check``: what of the numbers of a patient must not be so together.

    Arguments: ``numbers``; filled are, of each of `all_contradictions`, 1 where it holds, else 0, and the number that
    its sentence computes, else 0.
    """
    either: Any = WORDS["select"]
    with program.function("check", {"numbers": Memory, "found": Memory}, is_hot=False) as (numbers, found):
        record = loaded(EMPTY, numbers)
        for place, (prefix, one) in enumerate(all_contradictions()):
            block = reduce(getattr, prefix.split(".")[:-1], record)
            found[2 * place] = either(one.holds(block), 1.0, 0.0)
            found[2 * place + 1] = one.computed.law(block) if one.computed else 0.0


def _write_hold(program: Program) -> None:
    """Write ``hold``: what a state of a patient who was changed has to give way to.

    Arguments: ``state``, whose veins take up the blood that it lacks, and whose jets are held; ``parameters`` and
    ``numbers`` of the patient.
    """
    arguments: dict[str, Any] = dict.fromkeys(("state", "parameters", "numbers"), Memory)
    with program.function("hold", arguments, is_hot=False) as (state, parameters, numbers):
        reread(first_state.fill_veins, WORDS)(state, loaded(EMPTY, numbers).blood_volume)
        reread(jets.hold_jets, WORDS)(state, parameters)
