"""``diastole alternatives``: what could be done for a patient, each option on the same heart."""

from dataclasses import dataclass

from diastole.cli.command import PageOptions, command
from diastole.cli.options import PATIENT_HELP, Reference, Reflex, help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["alternatives"],
    "diastole alternatives acute_severe_ar --html alternatives.html",
    "diastole alternatives shock --set 'heart_rate=110 /min' --plot loops.png",
    "diastole alternatives shock_mr --no-reflex --json",
    more="A contraindicated option is shown, marked and ranked below the rest. Education only, not a verdict for a "
    f"named patient. {PATIENT_HELP}",
)


@dataclass(frozen=True, kw_only=True)
class AlternativesOptions(PageOptions):
    """The options of the command."""

    patient: Reference
    reflex: Reflex = True


alternatives = command(AlternativesOptions, "run_alternatives:run_alternatives")
