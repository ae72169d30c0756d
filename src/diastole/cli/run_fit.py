"""Fits a patient to a bedside sheet, and shows how well each number is met."""

from typing import TYPE_CHECKING

from diastole.cli.fit import FitOptions
from diastole.cli.inputs import fit_sheet
from diastole.cli.reporter import Reporter
from diastole.display import face
from diastole.errors import InputError
from diastole.files import write_whole

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.studies.fit.fitting import Fit
    from diastole.studies.prediction import FitUncertainty


def run_fit(options: FitOptions) -> None:
    """Fit a patient to a bedside sheet.

    Raise InputError if the sheet or the file to write is wrong, or no patient shows the numbers.
    """
    options.check_files(options.sheet)
    if not options.uncertainty and (options.treatments or options.measures):
        raise InputError("--with and --measure predict what a treatment does to those who fit; add --uncertainty")
    reporter = Reporter(quiet=options.quiet)
    fit = fit_sheet(options.sheet, reporter)
    if fit.patient.misfit:
        reporter.warn(fit.patient.misfit)
    for caution in (*fit.cautions, *fit.implausible):
        reporter.note(caution)
    uncertainty = _uncertainty(options, fit, reporter) if options.uncertainty else None
    if options.output:
        write_whole(options.output, fit.patient.to_yaml().encode())
        reporter.wrote(options.output)

    def table(console: "Console") -> None:
        face("terminal.tables").print_fit(fit, console)  # loads rich, which JSON does without
        if uncertainty is not None:
            face("terminal.uncertainty_table").print_uncertainty(uncertainty, console)

    options.print_result(lambda: face("json.fit_json").FitJson.of(fit, uncertainty), table)
    if not (options.output or options.as_json):
        reporter.note("--output PATIENT.yaml keeps the fitted patient")


def _uncertainty(options: FitOptions, fit: "Fit", reporter: Reporter) -> "FitUncertainty":
    """Return what the sheet leaves possible. Raise InputError as `fit_uncertainty`."""
    from diastole.studies import harm_map, prediction  # loads what a fit alone does without

    with reporter.bar(1.0) as show:
        return prediction.fit_uncertainty(
            fit, options.treatments, options.measures or harm_map.ENDPOINTS, seed=options.seed,
            workers=options.workers, watch=lambda stage, done, whole: show(done / whole, stage),
        )  # fmt: skip
