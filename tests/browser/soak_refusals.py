"""Whether page and package take and refuse the same: what is typed into a field of an open bench."""

import shlex
from functools import cache
from itertools import pairwise

from diastole.errors import InputError
from diastole.faces.browser.bench_controls import controls_of
from diastole.model.patient import Patient
from diastole.model.run import without_and_with
from diastole.number_grammar import NUMBER, SAME, THOUSANDS


def as_typed(unit: str, text: str) -> str:
    """Return what the command line is given for what a reader types before a unit: a number alone has that unit."""
    text = text.strip()
    is_number = NUMBER.fullmatch(THOUSANDS.sub("", text.translate(SAME)))
    return f"{text} {unit}".rstrip() if is_number else text


def differs(command: str, place: str, text: str, refusal: str) -> str:
    """Return how page and package differ on a text; empty where both take it, or both refuse it.

    command: the command line of the state in which it was typed, as the page has it; place: the id of the field;
    refusal: the page's, empty where it took the text.
    """
    words = shlex.split(command)
    preset = words[2]
    changes = dict(word.split("=", 1) for before, word in pairwise(words) if before == "--set")
    key = _keys(preset)[place]
    try:
        _pumped(preset).with_values(changes).with_values({key: text})
    except InputError as error:
        return "" if refusal else f"the page takes '{text}' for {key}: {error}"
    return f"the package takes '{text}' for {key}: {refusal}" if refusal else ""


@cache
def _pumped(preset: str) -> Patient:
    return without_and_with(Patient.preset(preset))[1]


@cache
def _keys(preset: str) -> dict[str, str]:
    """Return the key of each field by its id."""
    keys = [control.key for control in controls_of(_pumped(preset))]
    return {f"control-{key.replace('.', '-')}": key for key in keys}
