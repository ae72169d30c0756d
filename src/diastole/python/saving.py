"""What is kept of a result: its figure, its page, its dataset, its file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from diastole.answers.answer import Answer
from diastole.errors import InputError
from diastole.faces.figures.arms_figure import arms_figure
from diastole.faces.figures.claim_figures import claim_figure
from diastole.faces.figures.comparison_figure import SUFFIXES, comparison_figure, write_figure
from diastole.faces.figures.course_figure import course_figure
from diastole.faces.figures.multiples import multiples_figure
from diastole.faces.figures.theme import DARK, LIGHT, THEMES
from diastole.faces.pages.alternatives_page import alternatives_page
from diastole.faces.pages.answer_markdown import markdown
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.pages.comparison_page import page
from diastole.files import write_whole
from diastole.model.patient import Patient
from diastole.model.run import Comparison, Run
from diastole.python.given import check_choice, read_path
from diastole.studies.alternatives.in_use import against
from diastole.studies.alternatives.trial import Alternatives
from diastole.studies.claims.ledger import LedgerEntry
from diastole.studies.cohort.cohort_dataset import Cohort
from diastole.studies.course.course_dataset import course_dataset
from diastole.studies.course.patient_course import Course
from diastole.studies.fit.fitting import Fit
from diastole.units import shown

type Result = Patient | Run | Comparison | Course | Alternatives | Cohort | Fit | LedgerEntry | Answer

FIGURES: Mapping[type, Callable[..., Figure | None]] = {
    Run: lambda run, theme: arms_figure({run.patient.name: run}, theme),
    Comparison: comparison_figure,
    Course: course_figure,
    Alternatives: multiples_figure,
    LedgerEntry: claim_figure,
}
PAGES: Mapping[type, Callable[[Any], str]] = {
    Comparison: lambda comparison: page(comparison, against=against(comparison.patient)),
    Alternatives: alternatives_page,
    Answer: answer_page,
}
DATASETS: Mapping[type, Callable[[Any], Any]] = {
    Run: Run.dataset,
    Comparison: Comparison.dataset,
    Course: course_dataset,
    Cohort: lambda cohort: cohort,
}
PATIENTS: Mapping[type, Callable[[Any], str]] = {Patient: Patient.to_yaml, Fit: lambda fit: fit.patient.to_yaml()}
WRITTEN: Mapping[str, Mapping[type, Callable[[Any], str]]] = {
    ".html": PAGES, ".md": {Answer: markdown}, ".yaml": PATIENTS, ".yml": PATIENTS,
}  # fmt: skip
NETCDF = (".nc", ".nc4")


def figure(result: Result, theme: str = "light") -> Figure:
    """Draw the whole figure of a result, as ``--plot`` does.

    Parameters
    ----------
    result
        A run, comparison, course, alternatives, or a claim.
    theme
        ``light`` or ``dark``.

    Raises
    ------
    InputError
        If there is no such figure.
    """
    check_choice("theme", theme, (name for name, colours in THEMES.items() if colours in (LIGHT, DARK)))
    drawn = FIGURES[type(result)](result, theme) if type(result) in FIGURES else None
    if drawn is None:
        raise InputError(f"{shown(repr(result))} has no figure")
    return drawn


def save(result: Result, path: str | Path) -> Path:
    """Write a result to a file, whole or not at all, as its name ends.

    Parameters
    ----------
    path
        Ends in .png, .svg or .pdf for the figure, .nc for the dataset (NetCDF), .html for a self-contained page, .md
        for an answer in Markdown, .yaml for a patient.

    Returns
    -------
    Where it was written.

    Raises
    ------
    InputError
        If this result has no such form, or the file cannot be written.
    """
    target = read_path(path, "no path of a file")
    kind, suffix = type(result), target.suffix.lower()
    allowed = endings(kind)
    if suffix not in allowed:
        raise InputError(f"{shown(repr(result))} cannot be saved as '{shown(path)}'; {_advice(allowed)}")
    if suffix in SUFFIXES:
        return write_figure(figure(result), target)
    if suffix in NETCDF:
        return write_whole(target, bytes(DATASETS[kind](result).to_netcdf(engine="h5netcdf")))
    return write_whole(target, WRITTEN[suffix][kind](result).encode())


def endings(kind: type) -> list[str]:
    """Return how the names of files may end that hold such a result."""
    drawn = SUFFIXES if kind in FIGURES else ()
    kept = NETCDF if kind in DATASETS else ()
    return [*drawn, *kept, *(suffix for suffix, kinds in WRITTEN.items() if kind in kinds)]


def _advice(allowed: list[str]) -> str:
    return f"a name must end in {' or '.join(allowed)}" if allowed else "save takes results, such as that of simulate"
