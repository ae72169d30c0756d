"""Builds a cohort on disk, with a progress bar, and prints what became of its patients."""

import warnings

import typer

from diastole.cli.cohort import CohortOptions
from diastole.cli.interruption import INTERRUPTED
from diastole.cli.reporter import Reporter
from diastole.errors import InputError
from diastole.faces.json.cohort_json import CohortJson
from diastole.faces.terminal.cohort_table import print_cohort
from diastole.studies.cohort.cohort_build import build_cohort
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.cohort_task import KEPT
from diastole.studies.cohort.specification import read_specification


def run_cohort(options: CohortOptions) -> None:
    """Build a cohort.

    Raise InputError if the specification, the folder or the scheduler is wrong, or typer.Exit if a person stopped it.
    """
    if options.output.suffix != ".zarr":
        raise InputError(f"--output {options.output}: the name must end with .zarr")
    if options.scheduler and options.workers > 1:
        raise InputError("--workers are of this machine, and --scheduler has workers of its own; give one of the two")
    reporter = Reporter(quiet=options.quiet)
    spec = read_specification(options.specification)
    with reporter.bar(options.count) as show, warnings.catch_warnings(record=True) as said:
        try:
            summary = build_cohort(
                options.output, spec, seed=options.seed, count=options.count,
                how=How(options.reflex, options.accuracy.value), resume=options.resume, workers=options.workers,
                scheduler=options.scheduler, watch=lambda done, whole: show(done, f"{done:,} of {whole:,} patients"),
            )  # fmt: skip
        except KeyboardInterrupt:
            reporter.note(f"interrupted; {KEPT}")
            raise typer.Exit(INTERRUPTED) from None
    for each in said:
        reporter.warn(str(each.message))
    reporter.wrote(options.output)
    options.print_result(lambda: CohortJson.of(summary), lambda console: print_cohort(summary, console))
    if not summary.accepted:
        reason, count = max(summary.rejected.items(), key=lambda each: each[1])
        raise InputError(f"no patient is accepted; {count:,} of {summary.members:,} for this: {reason}")
