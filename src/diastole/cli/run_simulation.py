"""Run one patient to the steady beat, and hand it to its faces."""

from collections.abc import Sequence
from pathlib import Path

from diastole.cli import outputs, stdout
from diastole.cli.inputs import read_input
from diastole.cli.options import Accuracy
from diastole.cli.progress_bar import Voice
from diastole.faces.json.run_json import SimulateJson
from diastole.model.run import simulate
from diastole.studies.alternatives.in_use import against


def run_simulation(
    reference: str,
    changes: Sequence[str],
    save: Path | None,
    *,
    as_json: bool,
    reflex: bool,
    accuracy: Accuracy,
    quiet: bool,
) -> None:
    """Run a patient and show its measures.

    Raises
    ------
    InputError
        If the patient or the place to write is wrong.
    SimulationError
        If the patient has no steady beat.
    """
    outputs.check_suffix(save, "--save", outputs.NETCDF)
    outputs.check_outputs([save], source=reference)
    voice = Voice(quiet=quiet)
    chosen, measured = read_input(reference, changes, voice)
    with voice.progress():
        run = simulate(chosen, accuracy=accuracy, reflex=reflex)
    for caution in run.cautions:
        voice.note(caution)
    found = against(chosen, measured=measured)
    if save:
        outputs.save_netcdf(run.dataset(), save)
        voice.wrote(save)
    if as_json:
        stdout.print_document(SimulateJson.of(run, found))
    elif not (quiet and save):
        from diastole.faces.terminal.tables import print_run  # loads rich, which JSON does without

        print_run(run, stdout.console(), found)
