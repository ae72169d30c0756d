"""Runs a study of sensitivity, draws it and prints what decides each measure."""

from diastole.cli.reporter import Reporter
from diastole.cli.sensitivity import SensitivityOptions
from diastole.faces.figures.comparison_figure import write_figure
from diastole.faces.figures.sensitivity_figure import sensitivity_figure
from diastole.faces.json.sensitivity_json import SensitivityJson
from diastole.faces.terminal.sensitivity_table import print_sensitivity
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.specification import read_specification
from diastole.studies.harm_map import ENDPOINTS
from diastole.studies.sensitivity.influences import StudySize
from diastole.studies.sensitivity.sensitivity_study import sensitivity
from diastole.studies.sensitivity.shown_values import read_quantity


def run_sensitivity(options: SensitivityOptions) -> None:
    """Run a study. Raise InputError if the specification, a measure, an arm, its size or a file to write is wrong."""
    options.check_files()
    reporter = Reporter(quiet=options.quiet)
    spec = read_specification(options.specification)
    quantity = read_quantity(spec, options.measures or ENDPOINTS, options.arm, options.minus)
    size = StudySize(options.trajectories, options.points, options.seed)
    with reporter.bar(1.0) as show:
        study = sensitivity(
            spec, quantity, size, How(options.reflex, options.accuracy.value), workers=options.workers,
            watch=lambda stage, done, whole: show(done / whole, f"{stage}: {done:,} of {whole:,} patients"),
        )  # fmt: skip
    for path in options.plots:
        write_figure(sensitivity_figure(study), path)
    reporter.wrote(*options.files)
    options.print_result(lambda: SensitivityJson.of_study(study), lambda console: print_sensitivity(study, console))
