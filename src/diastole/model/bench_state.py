"""A state of a bench in a file, as a page saves it: a patient, what differs from it, and whether the reflex answers."""

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from diastole.errors import InputError
from diastole.files import decoded, is_file, read_file
from diastole.model.input_blocks.fields import quantities
from diastole.model.input_blocks.problems import ABSENT
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.relative_value import value_at
from diastole.units import shown

FORMAT = "diastole bench 1"
_MARK = re.compile(rb'"format"\s*:\s*"diastole bench')  # also of another version
LONGEST = 20_000  # characters of a state
KEYS = ("format", "patient", "set", "values", "reflex")
SCENARIOS = "scenarios"  # other states that the page keeps by name; only the page reads them


class BenchState(NamedTuple):
    """A patient as a bench has it."""

    reference: str  # preset, or path of a patient file or bedside sheet
    changes: Mapping[str, str] = {}  # of that patient: text with a unit by dotted key
    reflex: bool = False  # whether the baroreflex answers

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a file that a page has saved.

        Raise InputError, a sentence with the name of the file, if it is no state, broken, or too long.
        """
        try:
            return cls._of(_parsed(decoded(read_file(path), "the file")))
        except InputError as problem:
            raise problem.within(f"{path}: ") from None

    @classmethod
    def _of(cls, given: Mapping[str, Any]) -> Self:
        if given.get("format") != FORMAT:
            raise InputError(f"format is '{shown(given.get('format'))}'; this version reads '{FORMAT}'")
        missing = [key for key in KEYS if key not in given]
        unknown = [key for key in given if key not in (*KEYS, SCENARIOS)]
        if missing or unknown:
            what = f"{missing[0]} is missing" if missing else f"unknown key '{shown(unknown[0])}'"
            raise InputError(f"{what}; a state has {', '.join(KEYS)}")
        reference, made_with, values, reflex = (given[key] for key in KEYS[1:])
        if not isinstance(reference, str) or not isinstance(reflex, bool):
            raise InputError("patient must be a text, and reflex true or false")
        for name, changes in ("set", made_with), ("values", values):
            if not isinstance(changes, dict) or not all(isinstance(text, str) for text in changes.values()):
                raise InputError(f"{name} must be texts by key, such as {{'heart_rate': '110 /min'}}")
        if reference not in PRESETS and is_bench_state(reference):
            raise InputError(f"patient is '{shown(reference)}', another state; give a preset or a patient file")
        return cls(reference, _joined(made_with, values), reflex)

    def of(self, patient: Patient) -> Patient:
        """Return the patient that the reference names as this state has it.

        Raise InputError if a key is unknown or a value impossible.
        """
        return patient.with_values(self.changes) if self.changes else patient

    def with_changes(self, keys: Iterable[str], patient: Patient) -> Self:
        """Return the state after other values, under some keys, made it this patient."""
        return self._replace(changes=_joined(self.changes, {key: text_at(patient, key) for key in keys}))


def is_bench_state(reference: str | Path) -> bool:
    """Return whether this is a file of a bench's state, broken or not; a name of a preset is none.

    Raise InputError if the file cannot be read.
    """
    if reference in PRESETS or not is_file(reference):
        return False
    beginning = read_file(reference).lstrip(codecs.BOM_UTF8).lstrip()
    return beginning.startswith(b"{") and _MARK.search(beginning) is not None


def whether_reflex(asked: bool | None, references: Iterable[object]) -> bool:
    """Return whether the baroreflex answers: as asked, else as the states among references say, else not.

    Raise InputError if states do not agree.
    """
    if asked is not None:
        return asked
    said = {BenchState.load(one).reflex for one in references if isinstance(one, str | Path) and is_bench_state(one)}
    if len(said) > 1:
        raise InputError("the baroreflex answers in one of these states and not in another; say whether it shall")
    return said == {True}


def _parsed(text: str) -> dict[str, Any]:
    """Return the one object of a JSON text, in which no key stands twice."""
    if len(text) > LONGEST:
        raise InputError(f"the state is too long: {len(text)} characters, at most {LONGEST}")
    try:
        state = json.loads(text, object_pairs_hook=_once)
    except RecursionError:
        raise InputError("the state is nested too deeply; give one that a bench has saved") from None
    except ValueError as problem:
        raise InputError(f"the state is not JSON ({problem}); give one that a bench has saved") from None
    if not isinstance(state, dict):
        raise InputError("the state is no object of JSON; give one that a bench has saved")
    return state


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    items = dict(pairs)
    if len(items) < len(pairs):
        raise InputError("a key is given twice; give each of them once")
    return items


def _joined(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return changes after each other as one: what is changed again, or lies in a block that is, is left out."""
    again = tuple(f"{key}." for key in after)
    return {key: text for key, text in before.items() if not f"{key}.".startswith(again)} | dict(after)


def text_at(patient: Patient, key: str) -> str:
    """Return the value of a patient under a key as it is given to change another one."""
    value = value_at(patient, key)
    if value is None:
        return ABSENT
    known = quantities(Patient).get(key)
    return known.text(value) if known else str(value)
