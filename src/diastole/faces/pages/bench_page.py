"""A bench as a page: two hearts that run in the reader's browser."""

import re
from collections.abc import Mapping
from datetime import date

from diastole.faces.browser.bench_lesson import RunLesson, lesson_payload, run_lesson
from diastole.faces.browser.bench_payload import bench_payload
from diastole.faces.pages.lesson_text import LessonText
from diastole.faces.pages.living import BENCH, living, with_policy
from diastole.faces.pages.place import ALONE, PagePlace
from diastole.faces.pages.rendering import render
from diastole.faces.pages.walls_in_page import walls_in_page
from diastole.knowledge.lessons.lesson_file import find_lesson
from diastole.knowledge.lessons.shipped_lessons import LESSONS
from diastole.model.bench_state import BenchState
from diastole.model.patient import Patient
from diastole.model.patient.presets import PRESETS

INDENT = re.compile(r"\n\s+(?=<)")  # of tags, which a small file does without
BLANK = re.compile(r"/\*.*?\*/|(?<=[;:{,])\s+|\s+(?=[{}])")  # in a style, with its notes


def bench_page(
    patient: Patient,
    state: BenchState,
    *,
    lesson: RunLesson | None = None,
    walls: Mapping[str, bytes] | None = None,
    place: PagePlace = ALONE,
    when: date | None = None,
) -> str:
    """Return the page of a patient as HTML text.

    Parameters
    ----------
    state
        In which the page opens; it made the patient, as of `bench_payload`.
    lesson
        That the page begins with, of the same patient.
    walls
        Of the same patient, content of .glb files by ``without`` and ``with``; they beat where the reader opens them.
    place
        Where the page stands; alone, it is one file that asks for nothing and runs offline.
    when
        The date on the page; today if not given.
    """
    used = lesson.lesson.keys if lesson else None
    steps = {"lesson": lesson_payload(lesson.lesson) if lesson else None}
    page = render(
        "bench.html.j2",
        place=place,
        name=patient.name,
        lesson=LessonText(lesson) if lesson else None,
        walls=walls_in_page(walls) if walls else None,
        living=living(bench_payload(patient, state, used) | steps, BENCH, place),
        when=when,
    )
    before, style, after = re.split(r"(?<=<style>)(.*?)(?=</style>)", page, maxsplit=1, flags=re.DOTALL)
    return with_policy(INDENT.sub("\n", f"{before}{BLANK.sub('', style)}{after}"), place)


def preset_bench_page(preset: str, place: PagePlace) -> str:
    """Return the page of a preset as it is."""
    return bench_page(Patient.preset(preset), BenchState(preset), place=place)


def lesson_page(name: str, place: PagePlace) -> str:
    """Return the page of a lesson that comes with the package; its steps are run."""
    run = run_lesson(find_lesson(name))
    return bench_page(run.lesson.patient, run.lesson.state, lesson=run, place=place)


def benches_page(place: PagePlace) -> str:
    """Return the page that lists the bench of each preset, and the lessons."""
    presets = [(name, Patient.preset(name)) for name in PRESETS]
    lessons = [(name, find_lesson(name)) for name in LESSONS]
    return render("benches.html.j2", place=place, presets=presets, lessons=lessons)
