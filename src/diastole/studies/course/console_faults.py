"""Faults of a balloon pump in the words of a script, and what a person does about them."""

from typing import NamedTuple

from diastole.errors import InputError
from diastole.model.measures.definitions import plain_words
from diastole.studies.course.spelling import quantity_in
from diastole.units import parse_quantity

LEAK = "helium leak"
LARGEST_LEAK = parse_quantity("20 L/h", "mL/h")


class ConsoleFault(NamedTuple):
    """What happens to the console with a step; None where nothing changes."""

    trigger: bool | None = None  # whether the console sees the beats
    leak: float | None = None  # mL/h, of helium
    refilled: bool = False  # whether a person has the circuit filled


SPOKEN = {
    "lose trigger": ConsoleFault(trigger=False),
    "restore trigger": ConsoleFault(trigger=True),
    f"stop {LEAK}": ConsoleFault(leak=0.0),
    "refill balloon": ConsoleFault(refilled=True),
}


def read_fault(text: str) -> ConsoleFault | None:
    """Return the fault that a step names, or None where it names none.

    Raise InputError if the leak is no flow of helium that a balloon could lose.
    """
    words = plain_words(text)
    if words in SPOKEN:
        return SPOKEN[words]
    head, rest = " ".join(text.split()[:2]), " ".join(text.split()[2:])
    if plain_words(head) != LEAK:
        return None
    rate = quantity_in(rest.removeprefix("at ").removeprefix("of "), "mL/h")
    if not 0.0 <= rate <= LARGEST_LEAK:
        raise InputError(f"a leak of '{rest}' is not possible; expected is one from 0 to {LARGEST_LEAK:g} mL/h")
    return ConsoleFault(leak=rate)
