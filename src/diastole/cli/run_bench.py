"""Writes the bench of a patient."""

from diastole.cli.bench import BenchOptions
from diastole.cli.inputs import read_input
from diastole.cli.outputs import check_outputs
from diastole.cli.reporter import Reporter
from diastole.cli.standard_input import as_typed
from diastole.faces.pages.bench_page import bench_page
from diastole.files import write_whole


def run_bench(options: BenchOptions) -> None:
    """Write the page. Raise InputError if the patient or the file to write is wrong."""
    check_outputs([options.output], options.patient)
    reporter = Reporter(quiet=options.quiet)
    patient = read_input(options.patient, options.changes, reporter).patient
    words = [as_typed(options.patient), *(word for change in options.changes for word in ("--set", change))]
    write_whole(options.output, bench_page(patient, words).encode())
    reporter.wrote(options.output)
