"""The forms in which a result is saved: figure, page, dataset, JSON, patient file."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from diastole.answers.answer import Answer
from diastole.api.call_arguments import check_choice, read_path
from diastole.errors import InputError
from diastole.faces.figures.arms_figure import arms_figure
from diastole.faces.figures.claim_figures import claim_figure
from diastole.faces.figures.comparison_figure import SUFFIXES, comparison_figure, write_figure
from diastole.faces.figures.course_figure import course_figure
from diastole.faces.figures.multiples import multiples_figure
from diastole.faces.figures.sensitivity_figure import sensitivity_figure
from diastole.faces.figures.theme import DARK, LIGHT, THEMES
from diastole.faces.json.alternatives_json import AlternativesJson
from diastole.faces.json.answer_json import AskJson
from diastole.faces.json.claims_json import ClaimsJson
from diastole.faces.json.course_json import CourseJson
from diastole.faces.json.fit_json import FitJson
from diastole.faces.json.run_json import ArmsJson, CompareJson, SimulateJson
from diastole.faces.json.screening_json import ScreenJson
from diastole.faces.json.sensitivity_json import SensitivityJson
from diastole.faces.json.shape import Document, Json
from diastole.faces.pages.alternatives_page import alternatives_page
from diastole.faces.pages.answer_markdown import markdown
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.pages.arms_page import arms_page
from diastole.faces.pages.comparison_page import comparison_page
from diastole.files import write_whole
from diastole.knowledge.screening.verdict import Screening
from diastole.model.patient import Patient
from diastole.model.run import Comparison, Run
from diastole.studies.alternatives.current_treatments import Against, against
from diastole.studies.alternatives.option_runs import Alternatives
from diastole.studies.arms import ArmRuns
from diastole.studies.claims.ledger import LedgerEntry
from diastole.studies.cohort.cohort_dataset import Cohort
from diastole.studies.course.course_dataset import course_dataset
from diastole.studies.course.patient_course import Course
from diastole.studies.fit.fitting import Fit
from diastole.studies.sensitivity.influences import Sensitivity
from diastole.units import shown

type Result = (
    Patient
    | Run
    | Comparison
    | ArmRuns
    | Course
    | Alternatives
    | Cohort
    | Fit
    | LedgerEntry
    | Answer
    | Screening
    | Sensitivity
)

FIGURES: Mapping[type, Callable[..., Figure | None]] = {
    Run: lambda run, theme: arms_figure({run.patient.name: run}, theme),
    Comparison: comparison_figure,
    ArmRuns: lambda arms, theme: arms_figure(arms.runs, theme, numbers=True),
    Course: course_figure,
    Alternatives: multiples_figure,
    LedgerEntry: claim_figure,
    Sensitivity: sensitivity_figure,
}
PAGES: Mapping[type, Callable[[Any], str]] = {
    Comparison: lambda comparison: comparison_page(comparison, against=against(comparison.patient)),
    ArmRuns: lambda arms: arms_page(arms.runs, against=_against_each(arms)),
    Alternatives: alternatives_page,
    Answer: answer_page,
}
DATASETS: dict[type, Callable[[Any], Any]] = {  # heart3d adds its own when it is loaded, as to JSON
    Run: Run.dataset,
    Comparison: Comparison.dataset,
    ArmRuns: ArmRuns.dataset,
    Course: course_dataset,
    Cohort: lambda cohort: cohort,
}
JSON: dict[type, Callable[[Any], Document]] = {
    Run: lambda run: SimulateJson.of(run, against(run.patient)),
    Comparison: lambda comparison: CompareJson.of(comparison, against(comparison.patient)),
    ArmRuns: lambda arms: ArmsJson.of(arms.runs, _against_each(arms)),
    Course: CourseJson.of,
    Alternatives: AlternativesJson.of,
    Fit: FitJson.of,
    LedgerEntry: lambda entry: ClaimsJson.of([entry]),
    Answer: AskJson.of,
    Screening: ScreenJson.of,
    Sensitivity: SensitivityJson.of_study,
}
PATIENTS: Mapping[type, Callable[[Any], str]] = {Patient: Patient.to_yaml, Fit: lambda fit: fit.patient.to_yaml()}
WRITTEN: Mapping[str, Mapping[type, Callable[[Any], Any]]] = {
    ".html": PAGES, ".md": {Answer: markdown}, ".yaml": PATIENTS, ".yml": PATIENTS, ".json": JSON,
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


def to_json(result: Result | Sequence[LedgerEntry]) -> Json:
    """Return what the command line prints of a result with ``--json``.

    Parameters
    ----------
    result
        A run, comparison, course, alternatives, fit, answer or screening, or claims.

    Raises
    ------
    InputError
        If this is none of them.
    """
    if isinstance(result, Sequence) and result and all(isinstance(each, LedgerEntry) for each in result):
        return ClaimsJson.of(result).json_object()
    if type(result) not in JSON:
        raise InputError(f"{shown(repr(result))} has no JSON; give a result, such as that of simulate")
    return JSON[type(result)](result).json_object()


def save(result: Result, path: str | Path) -> Path:
    """Write a result to a file, whole or not at all, as its name ends.

    Parameters
    ----------
    path
        Ends in .png, .svg or .pdf for the figure, .nc for the dataset (NetCDF), .html for a self-contained page, .md
        for an answer in Markdown, .json for what ``--json`` prints, .yaml for a patient.

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
    if suffix == ".json":
        return write_whole(target, json.dumps(to_json(result), ensure_ascii=False, indent=2).encode())
    return write_whole(target, WRITTEN[suffix][kind](result).encode())


def endings(kind: type) -> list[str]:
    """Return the endings of the files that such a result can be saved to."""
    drawn = SUFFIXES if kind in FIGURES else ()
    kept = NETCDF if kind in DATASETS else ()
    return [*drawn, *kept, *(suffix for suffix, kinds in WRITTEN.items() if kind in kinds)]


def _against_each(arms: ArmRuns) -> dict[str, list[Against]]:
    return {name: against(run.patient) for name, run in arms.runs.items()}


def _advice(allowed: list[str]) -> str:
    return f"a name must end in {' or '.join(allowed)}" if allowed else "save takes results, such as that of simulate"
