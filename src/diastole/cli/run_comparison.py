"""What ``diastole compare`` does: run the arms, and hand them to the faces of a pair or of several arms."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from diastole.cli import outputs, stdout
from diastole.cli.inputs import read_input
from diastole.cli.options import Accuracy, Written
from diastole.cli.progress_bar import Voice
from diastole.cli.repeat_command import again
from diastole.faces.figures.arms_figure import arms_figure
from diastole.faces.figures.comparison_figure import SUFFIXES, comparison_figure, write_figure
from diastole.faces.json.run_json import ArmsJson, CompareJson
from diastole.faces.json.shape import Document
from diastole.faces.pages.arms_page import arms_page
from diastole.faces.pages.comparison_page import comparison_page
from diastole.files import write_whole
from diastole.model.patient import Patient
from diastole.model.run import Comparison, Run
from diastole.model.waveforms import side_by_side
from diastole.studies.alternatives.in_use import Against, against
from diastole.studies.arms import USUAL, is_pair, read_arms, run_arms

type Told = Mapping[str, Sequence[Against]]


def run_comparison(
    references: Sequence[str],
    treatments: Sequence[str],
    changes: Sequence[str],
    written: Written,
    *,
    as_json: bool,
    reflex: bool,
    accuracy: Accuracy,
    quiet: bool,
) -> None:
    """Run each patient, and each with each treatment, and show them.

    Raises
    ------
    InputError
        If a patient, a treatment or a place to write is wrong.
    SimulationError
        If an arm has no steady beat.
    """
    _check(written, (*references, *treatments))
    voice = Voice(quiet=quiet)
    measured: dict[int, Mapping[str, float] | None] = {}

    def load(reference: str, given: Sequence[str] = ()) -> Patient:
        known = read_input(reference, given, voice)
        measured[id(known.patient)] = known.measured
        return known.patient

    words = treatments or ([USUAL] if len(references) == 1 else [])
    arms = read_arms([load(reference, changes) for reference in references], words, load)
    with voice.progress():
        runs = run_arms(arms, accuracy=accuracy, reflex=reflex)
    flags = [word for treatment in treatments for word in ("--with", treatment)] + ["--reflex"] * reflex
    command = again("compare", references, changes, flags, accuracy=accuracy, html=written.html)
    told = {arm.name: against(arm.patient, measured=measured[id(arm.given)]) for arm in arms}
    if is_pair(arms):
        faces = _of_pair(runs, told, command, named=list(words) != [USUAL])
    else:
        faces = _of_arms(runs, told, command)
    if written.html:
        write_whole(written.html, faces.page().encode())
    for path in written.plots:
        write_figure(faces.figure(), path)
    if written.save:
        dataset = side_by_side({name: run.dataset() for name, run in faces.runs.items()})
        outputs.save_netcdf(dataset, written.save)
    voice.wrote(*written.files)
    if as_json:
        stdout.print_document(faces.document())
    elif not (quiet and written.files):
        faces.table(stdout.console())


class Faces(NamedTuple):
    """What can be seen of runs."""

    runs: dict[str, Run]
    page: Callable[[], str]
    figure: Callable[[], Any]
    document: Callable[[], Document]
    table: Callable[[Any], None]


def _of_pair(runs: dict[str, Run], told: Told, command: str, *, named: bool) -> Faces:
    """Return the faces of one patient without and with one thing."""
    comparison, treatment = Comparison(*runs.values()), list(runs)[1]

    def table(console: Any) -> None:
        from diastole.faces.terminal.tables import print_comparison  # loads rich, which JSON does without

        print_comparison(comparison, console, against=told[treatment])

    return Faces(
        {"without": comparison.without, "with": comparison.with_},
        lambda: comparison_page(comparison, command=command, against=told[treatment]),
        lambda: comparison_figure(comparison),
        lambda: CompareJson.of(comparison, told[treatment], treatment if named else ""),
        table,
    )


def _of_arms(runs: dict[str, Run], told: Told, command: str) -> Faces:
    """Return the faces of several arms side by side."""

    def table(console: Any) -> None:
        from diastole.faces.terminal.arms_table import print_arms  # loads rich, which JSON does without

        print_arms(runs, console, told)

    return Faces(
        runs,
        lambda: arms_page(runs, command=command, against=told),
        lambda: arms_figure(runs, numbers=True),
        lambda: ArmsJson.of(runs, told),
        table,
    )


def _check(written: Written, sources: Sequence[str]) -> None:
    """Refuse names that are not those of their format, and places that cannot be written or are read."""
    for path in written.plots:
        outputs.check_suffix(path, "--plot", SUFFIXES)
    outputs.check_suffix(written.save, "--save", outputs.NETCDF)
    for source in sources:
        outputs.check_outputs(written.files, source=source)
