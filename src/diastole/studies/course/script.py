"""A script: a file of steps in words, one on a line, and what they make of a patient."""

from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

from diastole.errors import InputError
from diastole.files import decoded, read_file
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at
from diastole.studies.course.actions import Action, Changes, read_action
from diastole.studies.course.durations import LONGEST
from diastole.studies.course.endings import Ending, For, read_ending
from diastole.units import shown

LARGEST_FILE = 64_000  # bytes
MOST_STEPS = 500
LONGEST_STEP_TEXT = 200  # characters
ENDINGS = ("for", "until")
GUESS = 600.0  # s, that an `until` without a limit is taken to last, for a bar of progress


class Step(NamedTuple):
    """One step."""

    line: int  # of the script, from 1
    text: str
    action: Action
    ending: Ending  # None for a step that happens at once

    @property
    def changes(self) -> Changes:
        """Values of the patient that the step sets, by their key."""
        return self.action.changes

    @property
    def planned(self) -> float:
        """How long the step will last, or may [s]; a guess where nothing says."""
        if self.ending is None:
            return 0.0
        known = self.ending.seconds if isinstance(self.ending, For) else self.ending.within
        return GUESS if known is None else known

    @property
    def place(self) -> str:
        """The name of the step in messages."""
        return f"line {self.line} '{self.text}'"


class Script(NamedTuple):
    """Steps, with the text that they were read from."""

    text: str
    steps: tuple[Step, ...]


def read_script(path: str | Path) -> Script:
    """Read a script from a file.

    Raise InputError if it cannot be read or a step is wrong; the message names file, line, word and what was expected.
    """
    label = shown(path)
    try:
        raw = read_file(path, LARGEST_FILE)
    except FileNotFoundError:
        raise InputError(f"'{label}' does not exist; give a file of steps, one on a line") from None
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{label} is larger than {LARGEST_FILE // 1000} kB; a script is a text of some lines")
    return parse_script(decoded(raw, label), label)


def parse_script(text: str, label: str = "script") -> Script:
    """Read the steps of a text: one on a line or between semicolons; what follows ``#`` is a comment.

    Raise InputError if there is no step, there are too many, or one is wrong.
    """
    if "\x00" in text:
        raise InputError(f"{label} is not text (it holds zero bytes); a script has steps, one on a line")
    parts = [
        (number, " ".join(part.split()))
        for number, line in enumerate(text.splitlines(), start=1)
        for part in line.partition("#")[0].split(";")
    ]
    written = [(number, part) for number, part in parts if part]
    if not written:
        raise InputError(f"{label} has no steps; write one on a line, such as 'IABP 1:1 at 40 mL for 20 min'")
    if len(written) > MOST_STEPS:
        raise InputError(f"{label} has {len(written)} steps; allowed are at most {MOST_STEPS}")
    steps = tuple(_read(number, part, label) for number, part in written)
    _check_lengths(steps, label)
    return Script(text, steps)


def plan(patient: Patient, script: Script) -> list[Patient]:
    """Return the patient during each step.

    Raise InputError if a value is not possible, a step takes away what is not there, or operates twice; the message
    names the line.
    """
    patients = []
    for step in script.steps:
        _check_presence(step, patient)
        try:
            patient = patient.with_values(deepcopy(step.changes)) if step.changes else patient
        except InputError as problem:
            raise problem.within(f"{step.place}: ", f"line {step.line}") from None
        patients.append(patient)
    return patients


def _check_presence(step: Step, patient: Patient) -> None:
    """Refuse to take away what is not there, and to do once more what is done once."""
    missing, done = step.action.removes, step.action.operates
    if missing and not value_at(patient, missing):
        name = missing.removeprefix("drugs.").replace("_", " ")
        raise InputError(f"{step.place}: there is no {name} to take away at this step; expected is one that was given")
    if done and value_at(patient, done):
        name = done.removeprefix("surgery.").replace("_", " ")
        raise InputError(f"{step.place}: the {name} is done already at this step; an operation is done once")
    if step.action.fault and patient.balloon_pump is None:
        raise InputError(f"{step.place}: there is no balloon pump at this step; expected is one that was given")


def _read(line: int, text: str, label: str) -> Step:
    """Read one step."""
    where = f"{label}, line {line}: "
    if len(text) > LONGEST_STEP_TEXT:
        raise InputError(f"{where}a step of {len(text)} characters; allowed are at most {LONGEST_STEP_TEXT}")
    try:
        return Step(line, text, *_parts(text))
    except InputError as problem:
        raise problem.within(where, f"line {line}") from None


def _parts(text: str) -> tuple[Action, Ending]:
    """Read what a step does and when it ends."""
    tokens = text.split()
    places = [i for i, token in enumerate(tokens) if token.casefold() in ENDINGS]
    if len(places) > 1:
        first, second = (tokens[i] for i in places[:2])
        raise InputError(
            f"'{first}' and '{second}' both end the step; expected one, as in 'wait until LVEDP 20 mmHg within 9 min'"
        )
    cut = places[0] if places else len(tokens)
    keyword = tokens[cut].casefold() if places else ""
    head, rest = tokens[:cut], " ".join(tokens[cut + 1 :])
    if not keyword and head[0].casefold() in ("wait", "rest", "observe"):
        head, keyword, rest = head[:1], "for", " ".join(head[1:])
    if not head:
        _parts(f"wait {text}")  # what is advised must be right itself
        raise InputError(f"nothing stands before '{tokens[cut]}'; expected a step, such as 'wait {text}'")
    if not keyword and "within" in (token.casefold() for token in tokens):
        raise InputError("'within' stands without 'until'; expected as in 'wait until LVEDP 20 mmHg within 9 min'")
    return read_action(" ".join(head)), read_ending(keyword, rest)


def _check_lengths(steps: tuple[Step, ...], label: str) -> None:
    """Refuse a last step of which nothing would be seen, and a course that is too long."""
    last = steps[-1]
    if last.ending is None:
        raise InputError(
            f"{label}, line {last.line}: the last step '{last.text}' has no time, so nothing of it would be seen; "
            f"expected an end such as 'for 10 min', or a line 'wait 10 min'"
        )
    ends = [step.ending for step in steps]
    total = sum(end.seconds if isinstance(end, For) else (end.within or 0.0) for end in ends if end is not None)
    if total > LONGEST:
        raise InputError(f"{label} lasts {total / 3600.0:.1f} h; allowed are at most {LONGEST / 3600.0:g} h in all")
