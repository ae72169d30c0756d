"""A course for the command line: run with checkpoints and a bar of progress, then written and printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import typer

from diastole.cli import outputs, stdout
from diastole.cli.checkpoints import Keeper
from diastole.cli.inputs import read_patient
from diastole.cli.interruption import INTERRUPTED, interruption
from diastole.cli.progress_bar import Voice
from diastole.errors import InputError, SimulationError
from diastole.faces.figures.comparison_figure import write_figure
from diastole.faces.figures.course_figure import course_figure
from diastole.faces.json.course_json import CourseJson
from diastole.faces.terminal.course_table import print_course
from diastole.studies.course.course_checkpoint import resume as go_on
from diastole.studies.course.course_checkpoint import save_checkpoint
from diastole.studies.course.course_dataset import course_dataset
from diastole.studies.course.durations import shown_time
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import read_script

SAVE_EVERY = 5.0  # s of the clock on the wall, between two checkpoints
SHOW_EVERY = 0.1  # s, between two changes of the bar


@dataclass(frozen=True)
class Outputs:
    """Where the results of a course go."""

    plots: list[Path]
    save: Path | None
    as_json: bool
    quiet: bool

    @property
    def files(self) -> list[Path]:
        """All that is written."""
        return [*self.plots, *([self.save] if self.save else [])]

    def check(self, patient: str, script: Path, *, resume: bool) -> None:
        """Refuse files that cannot be written, before anything is run."""
        for path in self.plots:
            outputs.check_suffix(path, "--plot", outputs.figure_suffixes())
        outputs.check_suffix(self.save, "--save", outputs.NETCDF)
        for source in (patient, str(script)):
            outputs.check_outputs(self.files, source=source)
        outputs.check_resume(self.save, resume=resume)


def run_course(
    patient: str,
    changes: Sequence[str],
    script: Path,
    given: Outputs,
    *,
    reflex: bool,
    ischaemia: bool,
    resume: bool,
    accuracy: str,
) -> None:
    """Run a course as its command says.

    Raises
    ------
    InputError, SimulationError
        What made an end of the course; what was done before is written.
    typer.Exit
        Where a person asked to stop.
    """
    given.check(patient, script, resume=resume)
    voice = Voice(quiet=given.quiet)
    steps = read_script(script)
    chosen = read_patient(patient, changes, voice)
    with voice.progress():
        course = Course(chosen, steps, reflex=reflex, ischaemia=ischaemia, accuracy=accuracy)
    kept = outputs.checkpoint_beside(given.save)
    _find_place(course, kept, voice, resume=resume)
    keeper = Keeper(kept, voice)
    problem = _live(course, keeper, voice)
    with keeper.saving():
        _write(course, keeper, given)
    keeper.forget()
    voice.wrote(*given.files)
    if problem is not None:
        raise problem
    if given.as_json:
        stdout.print_document(CourseJson.of(course))
    elif not (given.quiet and given.files):
        print_course(course, stdout.console())


def _write(course: Course, keeper: Keeper, given: Outputs) -> None:
    """Write a checkpoint of the end, in case there is no room for more, and then the results."""
    keeper.save(lambda path: save_checkpoint(course, path))
    if given.save:
        outputs.save_netcdf(course_dataset(course), given.save)
    for path in given.plots:
        write_figure(course_figure(course), path)


def _find_place(course: Course, kept: Path | None, voice: Voice, *, resume: bool) -> None:
    """Go to where a checkpoint says, or to the beginning."""
    if kept is None:
        return
    if resume:
        go_on(course, kept)
        voice.note(f"goes on at {shown_time(course.time)} from {kept}")
    elif kept.exists():
        voice.note(f"starts at the beginning; the checkpoint {kept} is replaced, with --resume it would go on from it")


def _live(course: Course, keeper: Keeper, voice: Voice) -> InputError | SimulationError | None:
    """Go through all steps; return what made an end of it before.

    Raises
    ------
    typer.Exit
        Where a person asked to stop.
    """
    saved = shown = monotonic()
    stopped = False
    with interruption() as asked, voice.bar(course.planned) as show:
        try:
            while course.advance():
                now = monotonic()
                if stopped := asked():
                    break
                if now - saved >= SAVE_EVERY:
                    keeper.save(lambda path: save_checkpoint(course, path))
                    saved = monotonic()
                if now - shown >= SHOW_EVERY:
                    show(course.done, _text(course))
                    shown = now
        except (InputError, SimulationError) as problem:
            return problem
    if stopped:
        keeper.save(lambda path: save_checkpoint(course, path))
        voice.note(f"interrupted after {shown_time(course.time)}; {keeper.way_back}")
        raise typer.Exit(INTERRUPTED)
    return None


def _text(course: Course) -> str:
    return f"{shown_time(course.time)}: {course.present.text}" if course.present else shown_time(course.time)
