"""``diastole compare``: the same patient without and with support."""

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
    Reference,
    Reflex,
    Save,
    Steps,
    Support,
    help_text,
)
from diastole.cli.quick_start import load_simulator
from diastole.cli.repeat_command import again

HELP = help_text(
    "Compare the same patient without and with support.\n\nWithout further options, prints a table and its reading. "
    f"{PATIENT_HELP} A patient who has no balloon pump gets one with the usual settings.",
    "diastole compare acute_severe_ar --html report.html",
    "diastole compare shock --set 'balloon_pump.inflation_offset=-120 ms' --plot early.svg --plot early.png",
    "diastole compare shock_mr --save both.nc --json",
)


@reported
def compare(
    patient: Reference,
    support: Annotated[Support, typer.Option("--with", help="What supports: the intra-aortic balloon pump.")] = (
        Support.iabp
    ),
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
    """Compare a patient without and with support."""
    load_simulator()
    from diastole.cli import outputs, stdout
    from diastole.cli.inputs import read_input
    from diastole.cli.progress_bar import Voice
    from diastole.model.run import compare as run_both
    from diastole.studies.alternatives.in_use import against

    plots = plot or []
    for path in plots:
        outputs.check_suffix(path, "--plot", outputs.figure_suffixes())
    outputs.check_suffix(save, "--save", outputs.NETCDF)
    files = [path for path in (html, *plots, save) if path]
    outputs.check_outputs(files, source=patient)
    voice = Voice(quiet=quiet)
    chosen, measured = read_input(patient, changes or (), voice)
    with voice.progress():
        comparison = run_both(chosen, accuracy=accuracy, reflex=reflex)
    found = against(comparison.with_.patient, measured=measured)
    if html:
        flags = ["--reflex"] if reflex else []
        command = again("compare", patient, changes or [], *flags, accuracy=accuracy, html=html)
        from diastole.faces.pages.comparison_page import write_page

        write_page(comparison, html, command=command, against=found)
    for path in plots:
        from diastole.faces.figures.comparison_figure import save_figure

        save_figure(comparison, path)
    if save:
        outputs.save_netcdf(comparison.dataset(), save)
    voice.wrote(*files)
    if as_json:
        from diastole.faces.json.run_json import compare_shape

        stdout.print_json(compare_shape(comparison, found))
    elif not (quiet and files):
        from diastole.faces.terminal.tables import print_comparison

        print_comparison(comparison, stdout.console(), against=found)
