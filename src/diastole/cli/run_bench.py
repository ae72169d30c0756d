"""Writes the bench of a patient."""

from diastole.cli.bench import BenchOptions
from diastole.cli.inputs import read_input
from diastole.cli.outputs import check_outputs
from diastole.cli.reporter import Reporter
from diastole.faces.pages.bench_page import bench_page
from diastole.files import write_whole


def run_bench(options: BenchOptions) -> None:
    """Write the page. Raise InputError if the patient or the file to write is wrong."""
    check_outputs([options.output], options.patient)
    reporter = Reporter(quiet=options.quiet)
    given = read_input(options.patient, options.changes, reporter)
    write_whole(options.output, bench_page(given.patient, given.state).encode())
    reporter.wrote(options.output)
