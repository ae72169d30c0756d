"""Runs patients without and with treatments, and hands the runs to the faces of a pair or of several arms."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from diastole.cli import outputs
from diastole.cli.compare import CompareOptions
from diastole.cli.inputs import read_input
from diastole.cli.repeat_command import command_line
from diastole.cli.reporter import Reporter
from diastole.cli.standard_input import as_typed
from diastole.faces.figures.arms_figure import arms_figure
from diastole.faces.figures.comparison_figure import comparison_figure, write_figure
from diastole.faces.pages.arms_page import arms_page
from diastole.faces.pages.comparison_page import OF_THE_PUMP, comparison_page
from diastole.faces.terminal.arms_table import print_arms
from diastole.faces.terminal.tables import print_comparison
from diastole.files import write_whole
from diastole.knowledge.rules.facts import PatientFacts
from diastole.model.bench_state import whether_reflex
from diastole.model.patient import Patient
from diastole.model.run import Comparison, Run
from diastole.model.waveforms import side_by_side
from diastole.studies.alternatives.current_treatments import Against, against
from diastole.studies.arms import USUAL, is_pair, read_arms, run_arms, usual_treatments

if TYPE_CHECKING:
    from diastole.faces.json.run_json import ArmsJson, CompareJson
    from diastole.faces.json.shape import Document

type Findings = Mapping[str, Sequence[Against]]


def run_comparison(options: CompareOptions) -> None:
    """Run each patient, and each with each treatment, and show them.

    Raise InputError if a patient, a treatment or a file to write is wrong, and SimulationError if an arm has no steady
    beat.
    """
    options.check_files(*options.patients, *options.treatments)
    reporter = Reporter(quiet=options.quiet)
    stated: dict[int, PatientFacts | None] = {}

    def load(reference: str, changes: Sequence[str] = ()) -> Patient:
        known = read_input(reference, changes, reporter)
        stated[id(known.patient)] = known.stated()
        return known.patient

    patients = [load(reference, options.changes) for reference in options.patients]
    treatments = options.treatments or usual_treatments(patients)
    arms = read_arms(patients, treatments, load)
    reflex = whether_reflex(options.reflex, [*options.patients, *options.treatments])
    with reporter.progress():
        runs = run_arms(arms, accuracy=options.accuracy, reflex=reflex)
    findings = {arm.name: against(arm.patient, stated=stated[id(arm.given)]) for arm in arms}
    faces = (
        _of_pair(runs, findings, options, named=treatments != [USUAL])
        if is_pair(arms)
        else _of_arms(runs, findings, options)
    )
    if options.html:
        write_whole(options.html, faces.page().encode())
    for path in options.plots:
        write_figure(faces.figure(), path)
    if options.save:
        dataset = side_by_side({name: run.dataset() for name, run in faces.runs.items()})
        outputs.save_netcdf(dataset, options.save)
    reporter.wrote(*options.files)
    options.print_result(faces.document, faces.table)


def _command(options: CompareOptions) -> str:
    flags = [word for treatment in options.treatments for word in ("--with", as_typed(treatment))]
    if options.reflex is not None:
        flags.append("--reflex" if options.reflex else "--no-reflex")
    return command_line("compare", options.patients, options, flags)


class Faces(NamedTuple):
    """The ways to show runs."""

    runs: dict[str, Run]
    page: Callable[[], str]
    figure: Callable[[], Any]
    document: "Callable[[], Document]"
    table: Callable[[Any], None]


def _of_pair(runs: dict[str, Run], findings: Findings, options: CompareOptions, *, named: bool) -> Faces:
    """Return the faces of one patient without and with one thing, which is named unless it is the balloon pump."""
    comparison, treatment = Comparison(*runs.values()), list(runs)[1]

    def document() -> "CompareJson":
        from diastole.faces.json.run_json import CompareJson  # makes seventy models, which the table does without

        return CompareJson.of(comparison, findings[treatment], treatment if named else "")

    return Faces(
        {"without": comparison.without, "with": comparison.with_},
        lambda: comparison_page(
            comparison,
            arms=("without", treatment) if named else OF_THE_PUMP,
            command=_command(options),
            against=findings[treatment],
        ),
        lambda: comparison_figure(comparison),
        document,
        lambda console: print_comparison(comparison, console, against=findings[treatment]),
    )


def _of_arms(runs: dict[str, Run], findings: Findings, options: CompareOptions) -> Faces:
    """Return the faces of several arms side by side."""

    def document() -> "ArmsJson":
        from diastole.faces.json.run_json import ArmsJson  # as above

        return ArmsJson.of(runs, findings)

    return Faces(
        runs,
        lambda: arms_page(runs, command=_command(options), against=findings),
        lambda: arms_figure(runs, numbers=True),
        document,
        lambda console: print_arms(runs, console, findings),
    )
