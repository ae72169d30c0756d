"""``diastole progress``: a patient through the steps of a script, beat by beat."""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.interruption import interruption
from diastole.cli.main import INTERRUPTED
from diastole.cli.options import (
    PATIENT_HELP,
    Accuracy,
    AsJson,
    Changes,
    Debug,
    Quiet,
    Reference,
    Reflex,
    Resume,
    Steps,
    help_text,
)
from diastole.cli.quick_start import load_simulator
from diastole.errors import InputError, SimulationError

if TYPE_CHECKING:
    from diastole.cli.checkpoints import Keeper
    from diastole.cli.progress_bar import Voice
    from diastole.studies.course.course import Course

HELP = help_text(
    "Run a patient through a script of steps in words, beat by beat.\n\nA line of the script is a step such as 'IABP "
    "1:1 at 40 mL for 20 min', 'nitroprusside 0.5 µg/kg/min until mean aortic pressure 65 mmHg', 'pace at 110 /min "
    f"for 5 min' or 'remove IABP'. {PATIENT_HELP}",
    "diastole progress acute_severe_ar --script steps.txt --plot trend.png",
    "diastole progress acute_severe_ar --script steps.txt --save trend.nc",
    "diastole progress acute_severe_ar --script steps.txt --save trend.nc --resume",
)
SAVE_EVERY = 5.0  # s of the clock on the wall, between two checkpoints
SHOW_EVERY = 0.1  # s, between two changes of the bar


@reported
def progress(
    patient: Reference,
    script: Annotated[Path, typer.Option("--script", metavar="FILE", help="Text file with a step on each line.")],
    changes: Changes = None,
    reflex: Reflex = True,
    ischaemia: Annotated[
        bool,
        typer.Option("--ischaemia/--no-ischaemia", help="Whether a lasting lack of oxygen weakens the wall."),
    ] = True,
    plot: Annotated[
        list[Path] | None,
        typer.Option("--plot", metavar="FILE", help="Draw the trend as .png, .svg or .pdf. Repeatable."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE.nc", help="Save the trend of each beat as NetCDF (xarray).")
    ] = None,
    resume: Resume = False,
    as_json: AsJson = False,
    accuracy: Steps = Accuracy.default,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run a course."""
    load_simulator()
    from diastole.cli import outputs, stdout
    from diastole.cli.checkpoints import Keeper
    from diastole.cli.inputs import read_patient
    from diastole.cli.progress_bar import Voice
    from diastole.studies.course.course import Course
    from diastole.studies.course.script import read_script

    plots = plot or []
    _check_files(patient, script, plots, save, resume=resume)
    voice = Voice(quiet=quiet)
    steps = read_script(script)
    chosen = read_patient(patient, changes or (), voice)
    with voice.progress():
        course = Course(chosen, steps, reflex=reflex, ischaemia=ischaemia, accuracy=accuracy.value)
    kept = outputs.checkpoint_beside(save)
    _find_place(course, kept, voice, resume=resume)
    keeper = Keeper(kept, voice)
    problem = _live(course, keeper, voice)
    with keeper.saving():
        _write(course, keeper, plots, save)
    keeper.forget()
    voice.wrote(*plots, *([save] if save else []))
    if problem is not None:
        raise problem
    if as_json:
        from diastole.faces.json.run_json import progress_shape

        stdout.print_json(progress_shape(course))
    elif not (quiet and (plots or save)):
        from diastole.faces.terminal.course_table import print_course

        print_course(course, stdout.console())


def _write(course: "Course", keeper: "Keeper", plots: list[Path], save: Path | None) -> None:
    """Write a checkpoint of the end, in case there is no room for more, and then the results."""
    from diastole.cli import outputs
    from diastole.studies.course.course_checkpoint import save_checkpoint

    keeper.save(lambda path: save_checkpoint(course, path))
    if save:
        from diastole.studies.course.course_dataset import course_dataset

        outputs.save_netcdf(course_dataset(course), save)
    for path in plots:
        from diastole.faces.figures.trend_figure import save_trend

        save_trend(course, path)


def _check_files(patient: str, script: Path, plots: list[Path], save: Path | None, *, resume: bool) -> None:
    """Refuse files that cannot be written, before anything is run."""
    from diastole.cli import outputs

    for path in plots:
        outputs.check_suffix(path, "--plot", outputs.figure_suffixes())
    outputs.check_suffix(save, "--save", outputs.NETCDF)
    files = [*plots, save] if save else [*plots]
    outputs.check_outputs(files, source=patient)
    outputs.check_outputs(files, source=str(script))
    outputs.check_resume(save, resume=resume)


def _find_place(course: "Course", kept: Path | None, voice: "Voice", *, resume: bool) -> None:
    """Go to where a checkpoint says, or to the beginning."""
    from diastole.studies.course.course import shown_time
    from diastole.studies.course.course_checkpoint import resume as go_on

    if kept is None:
        return
    if resume:
        go_on(course, kept)
        voice.note(f"goes on at {shown_time(course.time)} from {kept}")
    elif kept.exists():
        voice.note(f"starts at the beginning; the checkpoint {kept} is replaced, with --resume it would go on from it")


def _live(course: "Course", keeper: "Keeper", voice: "Voice") -> InputError | SimulationError | None:
    """Go through all steps; return what made an end of it before.

    Raises
    ------
    typer.Exit
        Where a person asked to stop.
    """
    from diastole.studies.course.course import shown_time
    from diastole.studies.course.course_checkpoint import save_checkpoint

    saved = shown = monotonic()
    stopped = False
    with interruption() as asked, voice.bar(_planned(course)) as show:
        try:
            while course.advance():
                now = monotonic()
                if stopped := asked():
                    break
                if now - saved >= SAVE_EVERY:
                    keeper.save(lambda path: save_checkpoint(course, path))
                    saved = monotonic()
                if now - shown >= SHOW_EVERY:
                    show(_done(course), _text(course))
                    shown = now
        except (InputError, SimulationError) as problem:
            return problem
    if stopped:
        keeper.save(lambda path: save_checkpoint(course, path))
        voice.note(f"interrupted after {shown_time(course.time)}; {keeper.way_back}")
        raise typer.Exit(INTERRUPTED)
    return None


def _planned(course: "Course") -> float:
    """Return how long all steps are planned to last [s]."""
    return sum(step.planned for step in course.steps)


def _done(course: "Course") -> float:
    """Return how much of the plan is done [s]."""
    over = sum(step.planned for step in course.steps[: len(course.lived)])
    if course.present is None or course.started is None:
        return over
    return over + min(course.time - course.started, course.present.planned)


def _text(course: "Course") -> str:
    from diastole.studies.course.course import shown_time

    return f"{shown_time(course.time)}: {course.present.text}" if course.present else shown_time(course.time)
