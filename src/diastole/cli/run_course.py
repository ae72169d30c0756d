"""Runs a course with checkpoints and a progress bar, then writes and prints it."""

from time import monotonic

import typer

from diastole.cli import outputs
from diastole.cli.checkpoints import Keeper
from diastole.cli.course import CourseOptions
from diastole.cli.inputs import read_input
from diastole.cli.interruption import INTERRUPTED, interruption
from diastole.cli.reporter import Reporter
from diastole.errors import InputError, SimulationError
from diastole.faces.figures.comparison_figure import write_figure
from diastole.faces.figures.course_figure import course_figure
from diastole.faces.json.course_json import CourseJson
from diastole.faces.terminal.course_table import print_course
from diastole.studies.course.course_checkpoint import resume, save_checkpoint
from diastole.studies.course.course_dataset import course_dataset
from diastole.studies.course.durations import shown_time
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import read_script

SAVE_EVERY = 5.0  # s of real time, between two checkpoints
SHOW_EVERY = 0.1  # s, between two changes of the bar


def run_course(options: CourseOptions) -> None:
    """Run a course, with checkpoints if it is saved.

    Raise the error that ended the course, once the beats before it are written, or typer.Exit if a person stopped it.
    """
    options.check_files(options.patient, str(options.script))
    outputs.check_resume(options.save, resume=options.resume)
    reporter = Reporter(quiet=options.quiet)
    steps = read_script(options.script)
    patient = read_input(options.patient, options.changes, reporter).patient
    with reporter.progress():
        course = Course(
            patient, steps, reflex=options.reflex, ischaemia=options.ischaemia, accuracy=options.accuracy.value
        )
    keeper = Keeper(outputs.checkpoint_beside(options.save), reporter)
    if checkpoint := keeper.to_resume(asked=options.resume):
        resume(course, checkpoint)
        reporter.note(f"continues at {shown_time(course.time)} from {checkpoint}")
    problem = _run_steps(course, keeper, reporter)
    with keeper.saving():
        _write(course, keeper, options)
    keeper.forget()
    reporter.wrote(*options.files)
    if problem is not None:
        raise problem
    options.print_result(lambda: CourseJson.of(course), lambda console: print_course(course, console))


def _write(course: Course, keeper: Keeper, options: CourseOptions) -> None:
    """Write a checkpoint of the end, in case the disk has no room for more, and then the results."""
    keeper.save(lambda path: save_checkpoint(course, path))
    if options.save:
        outputs.save_netcdf(course_dataset(course), options.save)
    for path in options.plots:
        write_figure(course_figure(course), path)


def _run_steps(course: Course, keeper: Keeper, reporter: Reporter) -> InputError | SimulationError | None:
    """Run all steps; return the error that stopped them early, if there was one.

    Raise typer.Exit if a person asked to stop.
    """
    saved = shown = monotonic()
    stopped = False
    with interruption() as stop_requested, reporter.bar(course.planned) as show:
        try:
            while course.advance():
                now = monotonic()
                if stopped := stop_requested():
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
        reporter.note(f"interrupted after {shown_time(course.time)}; {keeper.way_back}")
        raise typer.Exit(INTERRUPTED)
    return None


def _text(course: Course) -> str:
    return f"{shown_time(course.time)}: {course.present.text}" if course.present else shown_time(course.time)
