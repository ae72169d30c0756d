"""Runs a map of harm, writes it and says where the treatment begins to harm."""

from collections.abc import Sequence

from diastole.cli import outputs
from diastole.cli.inputs import read_input
from diastole.cli.map import MapOptions
from diastole.cli.reporter import Reporter
from diastole.errors import InputError
from diastole.faces.figures.comparison_figure import write_figure
from diastole.faces.figures.harm_figure import harm_figure
from diastole.faces.json.map_json import MapJson
from diastole.faces.terminal.printing import print_lines
from diastole.faces.words.harm_words import harm_sentence
from diastole.model.patient import Patient
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.drawing import drawn_patients
from diastole.studies.cohort.specification import read_specification
from diastole.studies.harm_map import DEFAULT_X, DEFAULT_Y, harm_map, read_axis, turns


def run_map(options: MapOptions) -> None:
    """Run a map. Raise InputError if the patient, an axis, the treatment or a file to write is wrong."""
    options.check_files(options.patient)
    reporter = Reporter(quiet=options.quiet)
    patient = read_input(options.patient, options.changes, reporter).patient
    x, y = (
        read_axis(patient, text or usual, options.side)
        for text, usual in ((options.across, DEFAULT_X), (options.up, DEFAULT_Y))
    )
    if x.key == y.key:
        raise InputError(f"both axes are {x.key}; give two different values")
    members = _members(patient, options, reporter)
    how = How(options.reflex, options.accuracy.value)
    runs = 2 * len(members) * options.side**2
    with reporter.bar(runs) as show:
        grid = harm_map(
            members, x, y, options.treatment, how, workers=options.workers,
            watch=lambda done, whole: show(done, f"{done:,} of {whole:,} runs"),
        )  # fmt: skip
    grid.attrs |= {"title": patient.name}
    if options.save:
        outputs.save_netcdf(grid, options.save)
    for path in options.plots:
        write_figure(harm_figure(grid), path)
    reporter.wrote(*options.files)
    turned = turns(grid)
    sentences = [harm_sentence(turn, grid) for turn in turned]
    options.print_result(lambda: MapJson.of_map(grid, turned), lambda console: print_lines(sentences, console))


def _members(patient: Patient, options: MapOptions, reporter: Reporter) -> Sequence[Patient | str]:
    """Return the patients of each square: this one, or as many as are drawn around it."""
    if options.cohort is None:
        return [patient]
    spec = read_specification(options.cohort)._replace(patient=patient)
    if spec.criteria:
        reporter.note("who is accepted was left out: each square of a map changes the patients of whom that is said")
    return drawn_patients(spec, options.seed, 0, options.count)
