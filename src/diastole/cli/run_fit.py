"""Fits a patient to a bedside sheet, and shows how well each number is met."""

from typing import TYPE_CHECKING

from diastole.cli.fit import FitOptions
from diastole.cli.inputs import fit_sheet
from diastole.cli.reporter import Reporter
from diastole.files import write_whole

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.faces.json.fit_json import FitJson


def run_fit(options: FitOptions) -> None:
    """Fit a patient to a bedside sheet.

    Raise InputError if the sheet or the file to write is wrong, or no patient shows the numbers.
    """
    options.check_files(options.sheet)
    reporter = Reporter(quiet=options.quiet)
    fit = fit_sheet(options.sheet, reporter)
    if fit.patient.misfit:
        reporter.warn(fit.patient.misfit)
    for caution in (*fit.cautions, *fit.implausible):
        reporter.note(caution)
    if options.output:
        write_whole(options.output, fit.patient.to_yaml().encode())
        reporter.wrote(options.output)

    def document() -> "FitJson":
        from diastole.faces.json.fit_json import FitJson  # makes models, which the table does without

        return FitJson.of(fit)

    def table(console: "Console") -> None:
        from diastole.faces.terminal.tables import print_fit  # loads rich, which JSON does without

        print_fit(fit, console)

    options.print_result(document, table)
    if not (options.output or options.as_json):
        reporter.note("--output PATIENT.yaml keeps the fitted patient")
