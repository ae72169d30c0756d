"""Runs patients without and with treatments, and hands the runs to the faces of a pair or of several arms."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from diastole.cli import outputs, stdout
from diastole.cli.compare import CompareOptions
from diastole.cli.inputs import read_input
from diastole.cli.repeat_command import command_line
from diastole.cli.reporter import Reporter
from diastole.cli.standard_input import as_typed
from diastole.faces.figures.arms_figure import arms_figure
from diastole.faces.figures.comparison_figure import SUFFIXES, comparison_figure, write_figure
from diastole.faces.json.run_json import ArmsJson, CompareJson
from diastole.faces.json.shape import Document
from diastole.faces.pages.arms_page import arms_page
from diastole.faces.pages.comparison_page import comparison_page
from diastole.files import write_whole
from diastole.knowledge.rules.facts import PatientFacts
from diastole.model.patient import Patient
from diastole.model.run import Comparison, Run
from diastole.model.waveforms import side_by_side
from diastole.studies.alternatives.in_use import Against, against
from diastole.studies.arms import USUAL, is_pair, read_arms, run_arms

type Findings = Mapping[str, Sequence[Against]]


def run_comparison(options: CompareOptions) -> None:
    """Run each patient, and each with each treatment, and show them.

    Raises
    ------
    InputError
        If a patient, a treatment or a file to write is wrong.
    SimulationError
        If an arm has no steady beat.
    """
    outputs.check_suffix("--plot", SUFFIXES, *options.plots)
    outputs.check_suffix("--save", outputs.NETCDF, options.save)
    for source in (*options.patients, *options.treatments):
        outputs.check_outputs(options.files, source=source)
    reporter = Reporter(quiet=options.quiet)
    stated: dict[int, PatientFacts | None] = {}

    def load(reference: str, changes: Sequence[str] = ()) -> Patient:
        known = read_input(reference, changes, reporter)
        stated[id(known.patient)] = known.stated()
        return known.patient

    treatments = options.treatments or ([USUAL] if len(options.patients) == 1 else [])
    arms = read_arms([load(reference, options.changes) for reference in options.patients], treatments, load)
    with reporter.progress():
        runs = run_arms(arms, accuracy=options.accuracy, reflex=options.reflex)
    findings = {arm.name: against(arm.patient, stated=stated[id(arm.given)]) for arm in arms}
    faces = _of_pair(runs, findings, options) if is_pair(arms) else _of_arms(runs, findings, options)
    if options.html:
        write_whole(options.html, faces.page().encode())
    for path in options.plots:
        write_figure(faces.figure(), path)
    if options.save:
        dataset = side_by_side({name: run.dataset() for name, run in faces.runs.items()})
        outputs.save_netcdf(dataset, options.save)
    reporter.wrote(*options.files)
    if options.as_json:
        stdout.print_document(faces.document())
    elif not (options.quiet and options.files):
        faces.table(stdout.console())


def _command(options: CompareOptions) -> str:
    flags = [word for treatment in options.treatments for word in ("--with", as_typed(treatment))]
    return command_line("compare", options.patients, options, flags + ["--reflex"] * options.reflex)


class Faces(NamedTuple):
    """The ways to show runs."""

    runs: dict[str, Run]
    page: Callable[[], str]
    figure: Callable[[], Any]
    document: Callable[[], Document]
    table: Callable[[Any], None]


def _of_pair(runs: dict[str, Run], findings: Findings, options: CompareOptions) -> Faces:
    """Return the faces of one patient without and with one thing."""
    comparison, treatment = Comparison(*runs.values()), list(runs)[1]
    named = options.treatments not in ([], [USUAL])

    def table(console: Any) -> None:
        from diastole.faces.terminal.tables import print_comparison  # loads rich, which JSON does without

        print_comparison(comparison, console, against=findings[treatment])

    return Faces(
        {"without": comparison.without, "with": comparison.with_},
        lambda: comparison_page(comparison, command=_command(options), against=findings[treatment]),
        lambda: comparison_figure(comparison),
        lambda: CompareJson.of(comparison, findings[treatment], treatment if named else ""),
        table,
    )


def _of_arms(runs: dict[str, Run], findings: Findings, options: CompareOptions) -> Faces:
    """Return the faces of several arms side by side."""

    def table(console: Any) -> None:
        from diastole.faces.terminal.arms_table import print_arms  # loads rich, which JSON does without

        print_arms(runs, console, findings)

    return Faces(
        runs,
        lambda: arms_page(runs, command=_command(options), against=findings),
        lambda: arms_figure(runs, numbers=True),
        lambda: ArmsJson.of(runs, findings),
        table,
    )
