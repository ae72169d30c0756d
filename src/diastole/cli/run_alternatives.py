"""Tries each option on a patient, and shows them by rank."""

from typing import TYPE_CHECKING

from diastole.cli.alternatives import AlternativesOptions
from diastole.cli.inputs import read_input
from diastole.cli.repeat_command import command_line
from diastole.cli.reporter import Reporter
from diastole.faces.figures.comparison_figure import write_figure
from diastole.faces.figures.multiples import multiples_figure
from diastole.faces.pages.alternatives_page import alternatives_page
from diastole.files import write_whole
from diastole.studies.alternatives.option_runs import alternatives

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.faces.json.alternatives_json import AlternativesJson


def run_alternatives(options: AlternativesOptions) -> None:
    """Try each option on a patient.

    Raise InputError if the patient or a file to write is wrong, and SimulationError if the patient has no steady beat.
    """
    options.check_files(options.patient)
    reporter = Reporter(quiet=options.quiet)
    given = read_input(options.patient, options.changes, reporter)
    with reporter.progress(), reporter.bar(1.0) as show:
        trial = alternatives(
            given.patient, stated=given.stated(), reflex=options.reflex, accuracy=options.accuracy.value,
            watch=lambda number, whole, title: show(number / whole, title),
        )  # fmt: skip
    if options.html:
        flags = [] if options.reflex else ["--no-reflex"]
        command = command_line("alternatives", [options.patient], options, flags)
        write_whole(options.html, alternatives_page(trial, command=command).encode())
    for path in options.plots:
        write_figure(multiples_figure(trial), path)
    reporter.wrote(*options.files)

    def document() -> "AlternativesJson":
        from diastole.faces.json.alternatives_json import AlternativesJson  # models, which the table does without

        return AlternativesJson.of(trial)

    def table(console: "Console") -> None:
        from diastole.faces.terminal.alternatives_table import print_alternatives  # loads rich, as above

        print_alternatives(trial, console)

    options.print_result(document, table)
