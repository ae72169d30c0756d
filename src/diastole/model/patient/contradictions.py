"""Values of different blocks that are possible one by one, but not together."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add, and_
from types import SimpleNamespace
from typing import Any

from diastole.errors import InputError
from diastole.model.devices.register import exclusions
from diastole.model.input_blocks.block_numbers import BlockReader, Numbers, is_there
from diastole.model.input_blocks.contradiction import Computed, Exclusion, Law
from diastole.model.operations import OPERATIONS
from diastole.model.patient.lesions import Lesions
from diastole.model.patient.treatment import Surgery

UNSTRESSED = "the sum of all unstressed_volume of vessels"


def _larger(larger: str, smaller: str) -> str:
    """Return the sentence on two values in the wrong order."""
    return f"{smaller} is {{{smaller}}} and {larger} is {{{larger}}}; allowed is {smaller} below {larger}"


def _valve(name: str) -> Iterator[Exclusion]:
    """Yield what must not be so of a valve: that it leaks more than it opens, or is narrowed by nothing."""
    normal, leak = f"valves.{name}.open_area", f"lesions.{name}_regurgitation.orifice_area"
    narrow = f"lesions.{name}_stenosis.orifice_area"

    def opening(numbers: Numbers) -> float:
        return getattr(numbers.valves, name).open_area  # type: ignore[no-any-return]

    def narrowed(numbers: Numbers) -> Numbers:
        return getattr(numbers.lesions, f"{name}_stenosis")

    def leaking(numbers: Numbers) -> float:
        return getattr(numbers.lesions, f"{name}_regurgitation").orifice_area  # type: ignore[no-any-return]

    yield Exclusion(
        lambda numbers: (narrowed(numbers).orifice_area < 0.0) & (opening(numbers) <= leaking(numbers)),
        _larger(normal, leak),
    )
    yield Exclusion(
        lambda numbers: is_there(narrowed(numbers)) & (opening(numbers) <= narrowed(numbers).orifice_area),
        _larger(normal, narrow),
    )
    yield Exclusion(
        lambda numbers: is_there(narrowed(numbers)) & (narrowed(numbers).orifice_area <= leaking(numbers)),
        _larger(narrow, leak),
    )


def _calcium(ventricle: str) -> Exclusion:
    """Return that calcium does not rise."""
    return Exclusion(
        lambda numbers: getattr(numbers, ventricle).peak_calcium <= numbers.calcium.diastolic,
        _larger(f"{ventricle}.peak_calcium", "calcium.diastolic"),
    )


def _unstressed(numbers: Numbers) -> float:
    """Return what all vessels hold without pressure [mL]."""
    coronary = numbers.coronary
    inside = (coronary.arteries, coronary.subendocardium, coronary.subepicardium)
    volume: float = reduce(add, [vessel.unstressed_volume for vessel in (*numbers.vessels, *inside)])
    return volume


def _without_lesion(name: str, lesions: Sequence[str]) -> Law:
    def holds(numbers: Numbers) -> Any:
        absent = [getattr(numbers.lesions, lesion).orifice_area <= 0.0 for lesion in lesions]
        return reduce(and_, absent, is_there(getattr(numbers.surgery, name)))

    return holds


def _both(one: str, two: str) -> Law:
    return lambda numbers: is_there(getattr(numbers.surgery, one)) & is_there(getattr(numbers.surgery, two))


def _surgery() -> Iterator[Exclusion]:
    """Yield each operation on what is not diseased, and each pair of operations at one site."""
    for name, operation in OPERATIONS.items():
        needed = " or ".join(lesion.replace("_", " ") for lesion in operation.lesions)
        yield Exclusion(
            _without_lesion(name, operation.lesions),
            f"surgery.{name}: this patient has nothing to operate on; it needs {needed}",
        )
        for other, before in OPERATIONS.items():
            if other == name:
                break
            if before.site == operation.site:
                said = f"surgery: {other} and {name} are both done on the {operation.site}; allowed is one"
                yield Exclusion(_both(other, name), said)


def check_surgery(surgery: Surgery, lesions: Lesions) -> None:
    """Refuse an operation on what is not diseased, and two at one site. Raise InputError as a patient does."""
    numbers = SimpleNamespace(surgery=BlockReader(Surgery)(surgery), lesions=BlockReader(Lesions)(lesions))
    for contradiction in _surgery():
        if contradiction.holds(numbers):
            raise InputError(contradiction.says)


CONTRADICTIONS: tuple[Exclusion, ...] = (
    *_valve("mitral"),
    *_valve("aortic"),
    _calcium("left_ventricle"),
    _calcium("right_ventricle"),
    Exclusion(
        lambda numbers: numbers.blood_volume <= _unstressed(numbers),
        f"{UNSTRESSED} is {{unstressed}} and blood_volume is {{blood_volume}}; allowed is {UNSTRESSED} below "
        "blood_volume",
        Computed("unstressed", "mL", _unstressed),
    ),
    *_surgery(),
    *exclusions(),
)
