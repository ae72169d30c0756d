"""``diastole alternatives``: what could be done for a patient, each option on the same heart."""

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
    Steps,
    help_text,
)
from diastole.cli.quick_start import load_simulator
from diastole.cli.repeat_command import again

HELP = help_text(
    "Try drugs, pacing, pumps and surgery on one patient and rank them.\n\nWhat is contraindicated is shown, "
    f"marked and ranked below the rest. Education only, not a verdict for a named patient. {PATIENT_HELP}",
    "diastole alternatives acute_severe_ar --html alternatives.html",
    "diastole alternatives shock --set 'heart_rate=110 /min' --plot loops.png",
    "diastole alternatives shock_mr --no-reflex --json",
)


@reported
def alternatives(
    patient: Reference,
    changes: Changes = None,
    reflex: Reflex = True,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a self-contained page.")] = None,
    plot: Annotated[
        list[Path] | None,
        typer.Option("--plot", metavar="FILE", help="Draw the loops as .png, .svg or .pdf. Repeatable."),
    ] = None,
    as_json: AsJson = False,
    accuracy: Steps = Accuracy.default,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Try each option on a patient."""
    load_simulator()
    from diastole.cli import outputs, stdout
    from diastole.cli.inputs import read_input
    from diastole.cli.progress_bar import Voice
    from diastole.studies.alternatives.trial import alternatives as try_each

    plots = plot or []
    for path in plots:
        outputs.check_suffix(path, "--plot", outputs.figure_suffixes())
    files = [path for path in (html, *plots) if path]
    outputs.check_outputs(files, source=patient)
    voice = Voice(quiet=quiet)
    chosen, measured = read_input(patient, changes or (), voice)
    with voice.progress(), voice.bar(1.0) as show:
        found = try_each(
            chosen,
            measured=measured,
            reflex=reflex,
            accuracy=accuracy.value,
            watch=lambda number, whole, title: show(number / whole, title),
        )
    if html:
        flags = [] if reflex else ["--no-reflex"]
        command = again("alternatives", [patient], changes or [], flags, accuracy=accuracy, html=html)
        from diastole.faces.pages.alternatives_page import alternatives_page
        from diastole.files import write_whole

        write_whole(html, alternatives_page(found, command=command).encode())
    for path in plots:
        from diastole.faces.figures.comparison_figure import write_figure
        from diastole.faces.figures.multiples import multiples_figure

        write_figure(multiples_figure(found), path)
    voice.wrote(*files)
    if as_json:
        from diastole.faces.json.alternatives_json import AlternativesJson

        stdout.print_document(AlternativesJson.of(found))
    elif not (quiet and files):
        from diastole.faces.terminal.alternatives_table import print_alternatives

        print_alternatives(found, stdout.console())
