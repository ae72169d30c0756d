"""Writes the bench of a patient, or of a lesson."""

from diastole.cli.bench import BenchOptions
from diastole.cli.inputs import read_input
from diastole.cli.outputs import check_outputs
from diastole.cli.reporter import Reporter
from diastole.errors import InputError
from diastole.faces.browser.bench_lesson import run_lesson
from diastole.faces.pages.bench_page import bench_page
from diastole.files import write_whole
from diastole.knowledge.lessons.lesson_file import find_lesson
from diastole.knowledge.lessons.shipped_lessons import LESSONS


def run_bench(options: BenchOptions) -> None:
    """Write the page. Raise InputError if the patient, the lesson or the file to write is wrong."""
    check_outputs([options.output], *filter(None, (options.patient, options.lesson)))
    reporter = Reporter(quiet=options.quiet)
    page = _lesson_page(options) if options.lesson else _patient_page(options, reporter)
    write_whole(options.output, page.encode())
    reporter.wrote(options.output)


def _patient_page(options: BenchOptions, reporter: Reporter) -> str:
    if not options.patient:
        raise InputError(f"give a PATIENT, or --lesson with one of {', '.join(LESSONS)} or a file", code="missing")
    given = read_input(options.patient, options.changes, reporter)
    return bench_page(given.patient, given.state)


def _lesson_page(options: BenchOptions) -> str:
    if options.patient or options.changes:
        raise InputError("a lesson has its own patient; leave PATIENT and --set out, or write them into its file")
    run = run_lesson(find_lesson(options.lesson))
    return bench_page(run.lesson.patient, run.lesson.state, lesson=run)
