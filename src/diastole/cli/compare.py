"""``diastole compare``: one patient without and with something, or several patients and treatments side by side."""

from dataclasses import dataclass, field
from typing import Annotated

import typer

from diastole.cli.command import PageOptions, command
from diastole.cli.options import MAY_BE_PIPED, PATIENT_HELP, OfState, Save, help_text
from diastole.cli.purposes import PURPOSES
from diastole.model.devices.register import DEVICES

HELP = help_text(
    PURPOSES["compare"],
    "diastole compare acute_severe_ar --html report.html",
    "diastole compare shock --set 'balloon_pump.inflation_offset=-120 ms' --plot early.svg --plot early.png",
    "diastole compare shock_mr --save both.nc --json",
    "diastole compare shock --with iabp --with impella_cp --with 'va_ecmo + iabp' --plot devices.png",
    "diastole compare acute_severe_ar --with 'drugs.nitroprusside=1 µg/kg/min'",
    "diastole compare acute_severe_ar shock_mr --with iabp --html both.html",
    more=f"Without further options, prints a table and its reading. {PATIENT_HELP} One patient alone is compared "
    "without and with the balloon pump, or without and with other devices that it has. --with takes a device ("
    f"{', '.join(model.name for device in DEVICES for model in device.models)}), a drug or an operation as "
    "'diastole alternatives' names them, a step of a course such as 'Impella CP at P-6', a value such as "
    "'heart_rate=110 /min', several of these joined by ' + ', or another patient. With more than one patient or "
    "treatment each of them is an arm of one table and one figure.",
)


@dataclass(frozen=True, kw_only=True)
class CompareOptions(PageOptions):
    """The options of the command."""

    patients: Annotated[
        list[str],
        typer.Argument(metavar="PATIENT...", help="Presets, patient files, saved states or bedside sheets."),
        MAY_BE_PIPED,
    ]
    treatments: Annotated[
        list[str],
        typer.Option(
            "--with",
            metavar="ANY",
            help="What is done, or another patient. Repeatable; what the patient has, or iabp, if left out.",
        ),
        MAY_BE_PIPED,
    ] = field(default_factory=list)
    reflex: OfState = None
    save: Save = None


compare = command(CompareOptions, "run_comparison:run_comparison")
