"""Studies of a patient: fit, course and alternatives; and the claims of the ledger."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from diastole.api.call_arguments import (
    Reference,
    check_choice,
    check_run,
    read_path,
    read_patient,
    read_with_facts,
)
from diastole.errors import InputError
from diastole.faces.terminal.waiting import bar, spinner
from diastole.files import is_file
from diastole.studies.alternatives import option_runs
from diastole.studies.alternatives.option_runs import Alternatives
from diastole.studies.claims.claim import load_claims
from diastole.studies.claims.ledger import LedgerEntry, ledger
from diastole.studies.course.durations import shown_time
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import Script, parse_script, read_script
from diastole.studies.fit import fitting
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.fitting import Fit
from diastole.studies.fit.sheet_detection import check_bedside_sheet
from diastole.units import shown


def fit(sheet: str | Path | BedsideSheet, *, progress: bool = True) -> Fit:
    """Fit a patient to a bedside sheet.

    Parameters
    ----------
    sheet
        Path of a YAML file with a block ``measured``, or such a sheet that was read already.

    Returns
    -------
    The patient, how well each number is met, and notes on what was not on the sheet.

    Raises
    ------
    InputError
        If this is no bedside sheet, or no patient shows its numbers.
    """
    check_run("default", progress=progress)
    if not isinstance(sheet, BedsideSheet):
        sheet = read_sheet(read_path(sheet, "no bedside sheet; give the path of a YAML file with a block 'measured'"))
    with spinner("fitting", seen=progress) as show:
        return fitting.fit(sheet, watch=lambda count: show(f"fitting: {count} patients tried"))


def course(
    patient: Reference,
    script: str | Path | Sequence[str],
    *,
    reflex: bool = True,
    ischaemia: bool = True,
    accuracy: str = "default",
    progress: bool = True,
) -> Course:
    """Run a patient through a script of steps in words, beat by beat.

    Parameters
    ----------
    patient
        As of `simulate`.
    script
        Steps such as ``IABP 1:1 at 40 mL for 20 min`` or ``nitroprusside 0.5 µg/kg/min until MAP 65 mmHg``: a text with
        one on a line, a list of them, or the path of a file.
    reflex, ischaemia
        Whether the baroreflex works, and whether a lasting lack of oxygen weakens the wall.

    Raises
    ------
    InputError
        If something given is not possible, or an ``until`` without a limit settles elsewhere.
    SimulationError
        If the patient's circulation leaves the range in which the model means something.
    """
    check_run(accuracy, reflex=reflex, ischaemia=ischaemia, progress=progress)
    steps = read_steps(script)
    followed = Course(read_patient(patient), steps, reflex=reflex, ischaemia=ischaemia, accuracy=accuracy)
    with bar(followed.planned, seen=progress) as show:
        while followed.advance():
            show(followed.done, shown_time(followed.time))
    return followed


def alternatives(
    patient: Reference, *, reflex: bool = True, accuracy: str = "default", progress: bool = True
) -> Alternatives:
    """Try drugs, pacing, pumps and surgery on a patient and rank them.

    Parameters, errors
        As of `simulate`; that one option has no steady beat is its ``failure`` and stops nothing.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    with bar(1.0, seen=progress) as show:
        chosen, stated = read_with_facts(patient, datetime.now(UTC))
        return option_runs.alternatives(
            chosen,
            stated=stated,
            reflex=reflex,
            accuracy=accuracy,
            watch=lambda n, whole, title: show(n / whole, title),
        )


def claims(*ids: str, progress: bool = True) -> list[LedgerEntry]:
    """Run claims of the ledger as experiments; those that were run with this model are read back.

    Parameters
    ----------
    ids
        Such as ``C05``; all if none is given.

    Raises
    ------
    InputError
        If there is no such claim.
    """
    check_run("default", progress=progress)
    known = load_claims()
    for name in ids:
        check_choice("a claim", name, known)
    chosen = [known[name] for name in ids] if ids else list(known.values())
    with spinner("running claims", seen=progress) as show:
        return ledger(chosen, watch=lambda name: show(f"running claim {name}"))


def read_sheet(path: Path) -> BedsideSheet:
    """Read a bedside sheet; the error names a patient file or preset given in its place."""
    check_bedside_sheet(path)
    return BedsideSheet.load(path)


def read_steps(given: Any) -> Script:
    """Read the steps of a course from a text, a list of lines or a file."""
    if isinstance(given, Path) or (isinstance(given, str) and "\n" not in given and is_file(given)):
        return read_script(given)
    if isinstance(given, str):
        return parse_script(given)
    if not isinstance(given, Sequence) or not all(isinstance(line, str) for line in given):
        raise InputError(f"'{shown(given)}' is no script; give steps in words, such as 'IABP 1:1 at 40 mL for 20 min'")
    return parse_script("\n".join(given))
