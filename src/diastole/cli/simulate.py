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
    from diastole.cli.run_simulation import run_simulation  # loads the simulator

    run_simulation(
        patient, changes or [], save, as_json=as_json, reflex=reflex, accuracy=accuracy, quiet=quiet,
    )  # fmt: skip
