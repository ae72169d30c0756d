"""One patient: to the steady beat, and without and with support."""

from diastole.faces.terminal.waiting import spinner
from diastole.model import run
from diastole.model.run import Comparison, Run
from diastole.python.given import Reference, check_run, read_patient


def simulate(patient: Reference, *, reflex: bool = False, accuracy: str = "default", progress: bool = True) -> Run:
    """Run a patient to the steady beat and measure it, with steps that are short enough for its values.

    Parameters
    ----------
    patient
        A `Patient`, the name of a preset, or the path of a patient file or of a bedside sheet, to which a patient is
        fitted first; with a balloon pump, drugs or other devices where they are to work.
    reflex
        Whether the baroreflex works; it answers to what differs from the patient as found, which is run first.
    accuracy
        ``default`` or ``accurate`` (steps six times shorter).
    progress
        Whether to say so where the laws have to be compiled first.

    Raises
    ------
    InputError
        If something given is not possible.
    SimulationError
        If the model leaves its valid range or the heart sustains no circulation; it names patient, beat and quantity.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    with spinner(seen=progress):
        return run.simulate(read_patient(patient), accuracy=accuracy, reflex=reflex)


def compare(
    patient: Reference, *, reflex: bool = False, accuracy: str = "default", progress: bool = True
) -> Comparison:
    """Run a patient without and with the balloon pump; a patient who has none gets one with the usual settings.

    Parameters, errors
        As of `simulate`.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    with spinner(seen=progress):
        return run.compare(read_patient(patient), accuracy=accuracy, reflex=reflex)
