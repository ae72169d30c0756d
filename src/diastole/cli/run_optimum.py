"""Finds the best timing of the balloon, draws the grid and says what is as good."""

from diastole.cli import outputs
from diastole.cli.inputs import read_input
from diastole.cli.optimum import OptimumOptions
from diastole.cli.reporter import Reporter
from diastole.faces.figures.comparison_figure import write_figure
from diastole.faces.figures.optimum_figure import optimum_figure
from diastole.faces.json.optimum_json import OptimumJson
from diastole.faces.terminal.printing import print_lines
from diastole.faces.words.optimum_words import optimum_sentences
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.timing_optimum import check_grid, read_goal, timing_grid, timing_optimum
from diastole.units import parse_quantity


def run_optimum(options: OptimumOptions) -> None:
    """Find the best timing. Raise InputError if the patient, the goal, the grid or a file to write is wrong."""
    options.check_files(options.patient)
    reporter = Reporter(quiet=options.quiet)
    goal, within = read_goal(options.goal), parse_quantity(options.within, "s")
    check_grid(options.side, within)
    patient = read_input(options.patient, options.changes, reporter).patient
    with reporter.bar(options.side**2 + 1) as show:
        grid = timing_grid(
            patient, goal, How(options.reflex, options.accuracy.value), side=options.side, within=within,
            workers=options.workers, watch=lambda done, whole: show(done, f"{done:,} of {whole:,} runs"),
        )  # fmt: skip
    best = timing_optimum(grid)
    if options.save:
        outputs.save_netcdf(grid, options.save)
    for path in options.plots:
        write_figure(optimum_figure(grid), path)
    reporter.wrote(*options.files)
    options.print_result(
        lambda: OptimumJson.of_grid(grid, best), lambda console: print_lines(optimum_sentences(best), console)
    )
