"""``diastole compare``: one patient without and with something, or several patients and treatments side by side."""

from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import (
    PATIENT_HELP,
    Accuracy,
    AsJson,
    Changes,
    Debug,
    Quiet,
    Reflex,
    Save,
    Steps,
    Written,
    help_text,
)
from diastole.cli.quick_start import load_simulator
from diastole.model.devices.register import DEVICES

HELP = help_text(
    "Compare a patient without and with support, or several patients and treatments side by side.\n\nWithout further "
    f"options, prints a table and its reading. {PATIENT_HELP} One patient alone is compared without and with the "
    "balloon pump. --with takes a device "
    f"({', '.join(model.name for device in DEVICES for model in device.models)}), a drug or an operation as "
    "'diastole alternatives' names them, a step of a course such as 'Impella CP at P-6', a value such as "
    "'heart_rate=110 /min', several of these joined by ' + ', or another patient. With more than one patient or "
    "treatment each of them is an arm of one table and one figure.",
    "diastole compare acute_severe_ar --html report.html",
    "diastole compare shock --set 'balloon_pump.inflation_offset=-120 ms' --plot early.svg --plot early.png",
    "diastole compare shock_mr --save both.nc --json",
    "diastole compare shock --with iabp --with impella_cp --with 'va_ecmo + iabp' --plot devices.png",
    "diastole compare acute_severe_ar --with 'drugs.nitroprusside=1 µg/kg/min'",
    "diastole compare acute_severe_ar shock_mr --with iabp --html both.html",
)


@reported
def compare(
    patients: Annotated[
        list[str], typer.Argument(metavar="PATIENT...", help="Presets, patient files or bedside sheets.")
    ],
    treatments: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="ANY", help="What is done, or another patient. Repeatable; iabp if left out."),
    ] = None,
    changes: Changes = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a self-contained page.")] = None,
    plot: Annotated[
        list[Path] | None,
        typer.Option("--plot", metavar="FILE", help="Draw the figure as .png, .svg or .pdf. Repeatable."),
    ] = None,
    save: Save = None,
    as_json: AsJson = False,
    reflex: Reflex = False,
    accuracy: Steps = Accuracy.default,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Compare patients and treatments."""
    load_simulator()
    from diastole.cli.run_comparison import run_comparison  # loads the simulator

    run_comparison(
        patients, treatments or [], changes or [], Written(html, plot or [], save), as_json=as_json, reflex=reflex,
        accuracy=accuracy, quiet=quiet,
    )  # fmt: skip
