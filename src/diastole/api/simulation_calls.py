"""One patient: to the steady beat, and without and with support."""

from collections.abc import Sequence
from typing import Any

from diastole.api.call_arguments import Reference, check_run, read_patient
from diastole.errors import InputError
from diastole.faces.terminal.waiting import spinner
from diastole.model import run
from diastole.model.bench_state import whether_reflex
from diastole.model.run import Comparison, Run
from diastole.studies.arms import ArmRuns, is_pair, read_arms, run_arms, usual_treatments
from diastole.units import shown


def simulate(
    patient: Reference, *, reflex: bool | None = None, accuracy: str = "default", progress: bool = True
) -> Run:
    """Run a patient to the steady beat and measure it, with steps that are short enough for its values.

    Parameters
    ----------
    patient
        A `Patient`, the name of a preset, or the path of a patient file, of a state that a bench saved, or of a bedside
        sheet, to which a patient is fitted first; with a balloon pump, drugs or other devices where they are to work.
    reflex
        Whether the baroreflex works; it answers to every change from the untreated patient, who is run first. If left
        out, it works where a state says so.
    accuracy
        ``default`` or ``accurate`` (steps six times shorter).
    progress
        Whether to show a note where the laws have to be compiled first.

    Raises
    ------
    InputError
        If something given is not possible.
    SimulationError
        If the model leaves its valid range or the heart sustains no circulation; it names patient, beat and quantity.
    """
    works = whether_reflex(reflex, [patient])
    check_run(accuracy, reflex=works, progress=progress)
    with spinner(seen=progress):
        return run.simulate(read_patient(patient), accuracy=accuracy, reflex=works)


def compare(
    *patients: Reference,
    with_: str | Sequence[str] = (),
    reflex: bool | None = None,
    accuracy: str = "default",
    progress: bool = True,
) -> Comparison | ArmRuns:
    """Run a patient without and with something, or several patients and treatments side by side.

    Parameters
    ----------
    patients
        As of `simulate`. One alone is compared without and with the balloon pump, or other devices that it has.
    with_
        One or several of: an option of `alternatives` such as ``impella_cp``, a step of a course such as ``Impella CP
        at P-6``, a value such as ``heart_rate=110 /min``, several of these joined by a plus sign, or another patient.
    reflex, accuracy, progress
        As of `simulate`.

    Returns
    -------
    A comparison of one patient without and with one thing; else every arm by its name.

    Raises
    ------
    InputError
        If something given is not possible, changes nothing, or two arms are the same.
    SimulationError
        As of `simulate`.
    """
    words = _words(with_)
    works = whether_reflex(reflex, [*patients, *words])
    check_run(accuracy, reflex=works, progress=progress)
    chosen = [read_patient(patient) for patient in patients]
    if not chosen:
        raise InputError("nothing to compare; give a patient at least")
    arms = read_arms(chosen, words or usual_treatments(chosen), read_patient)
    with spinner(seen=progress):
        runs = run_arms(arms, accuracy=accuracy, reflex=works)
    return Comparison(*runs.values()) if is_pair(arms) else ArmRuns(runs)


def _words(given: Any) -> Sequence[str]:
    """Return treatments as a list."""
    words = [given] if isinstance(given, str) else given
    if not isinstance(words, Sequence) or not all(isinstance(word, str) for word in words):
        raise InputError(f"with_ is '{shown(given)}'; give words such as 'impella_cp' or 'heart_rate=110 /min'")
    return words
