"""``diastole simulate``: one patient to the steady beat."""

from dataclasses import dataclass, field

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import PATIENT_HELP, Accuracy, Changes, OfState, Reference, Save, Steps, help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["simulate"],
    "diastole simulate healthy",
    "diastole simulate shock --set 'heart_rate=110 /min' --set 'balloon_pump.ratio=1:2' --json",
    "diastole simulate acute_severe_ar --save beats.nc",
    more=f"{PATIENT_HELP}",
)


@dataclass(frozen=True, kw_only=True)
class SimulateOptions(PrintOptions):
    """The options of the command."""

    patient: Reference
    changes: Changes = field(default_factory=list)
    save: Save = None
    reflex: OfState = None
    accuracy: Steps = Accuracy.default


simulate = command(SimulateOptions, "run_simulation:run_simulation")
