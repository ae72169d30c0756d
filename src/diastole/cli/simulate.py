"""``diastole simulate``: one patient to the steady beat."""

from diastole.cli.failures import reported
from diastole.cli.options import (
    PATIENT_HELP,
    Accuracy,
    AsJson,
    Changes,
    Debug,
    Quiet,
    Reference,
    Reflex,
    Save,
    Steps,
    help_text,
)
from diastole.cli.quick_start import load_simulator

HELP = help_text(
    f"Run one patient to the steady beat and print its measures.\n\n{PATIENT_HELP}",
    "diastole simulate healthy",
    "diastole simulate shock --set 'heart_rate=110 /min' --set 'balloon_pump.ratio=1:2' --json",
    "diastole simulate acute_severe_ar --save beats.nc",
)


@reported
def simulate(
    patient: Reference,
    changes: Changes = None,
    save: Save = None,
    as_json: AsJson = False,
    reflex: Reflex = False,
    accuracy: Steps = Accuracy.default,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run one patient."""
    load_simulator()
    from diastole.cli import outputs, stdout
    from diastole.cli.inputs import read_input
    from diastole.cli.progress_bar import Voice
    from diastole.model.run import simulate as run_patient
    from diastole.studies.alternatives.in_use import against

    outputs.check_suffix(save, "--save", outputs.NETCDF)
    outputs.check_outputs([save], source=patient)
    voice = Voice(quiet=quiet)
    chosen, measured = read_input(patient, changes or (), voice)
    with voice.progress():
        run = run_patient(chosen, accuracy=accuracy, reflex=reflex)
    for caution in run.cautions:
        voice.note(caution)
    found = against(chosen, measured=measured)
    if save:
        outputs.save_netcdf(run.dataset(), save)
        voice.wrote(save)
    if as_json:
        from diastole.faces.json.run_json import simulate_shape

        stdout.print_json(simulate_shape(run, found))
    elif not (quiet and save):
        from diastole.faces.terminal.tables import print_run

        print_run(run, stdout.console(), found)
