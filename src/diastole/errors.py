"""What can go wrong, said in one sentence: what, its value, what is allowed, what to do next."""

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """Something a person gave is not usable; the message names it, its value and what is allowed."""


class SimulationError(RuntimeError):
    """The model left the range in which its numbers mean something; the message names patient, beat and quantity."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the nearest known word, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{near[0]}'?" if near else ""
