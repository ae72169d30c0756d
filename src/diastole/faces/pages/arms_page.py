"""One self-contained HTML file of several arms side by side: nothing to load, light and dark."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from diastole.faces.figures.arms_figure import arms_figure, arms_label
from diastole.faces.figures.theme import DARK, LIGHT
from diastole.faces.pages.comparison_page import drawing, installed_version, template, variables
from diastole.faces.words.against import sentence
from diastole.faces.words.arms_words import rows_of
from diastole.faces.words.confidence import DISCLAIMER
from diastole.faces.words.treatment_words import doing, reflex_words
from diastole.files import check_place, write_whole
from diastole.model.run import Run
from diastole.studies.alternatives.in_use import Against


def write_arms_page(
    runs: Mapping[str, Run], path: str | Path, *, against: Mapping[str, Sequence[Against]], command: str = ""
) -> Path:
    """Write the page, whole or not at all; arguments as for ``arms_page``.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    check_place(path)
    return write_whole(path, arms_page(runs, against=against, command=command).encode())


def arms_page(
    runs: Mapping[str, Run],
    *,
    against: Mapping[str, Sequence[Against]],
    command: str = "",
    when: date | None = None,
) -> str:
    """Return the page as HTML text.

    Parameters
    ----------
    runs
        By the name of the arm; the first is the reference.
    against
        What speaks against the treatments of each arm.
    command
        The command line that makes this page again.
    when
        The date on the page; today if not given.
    """
    patients = list(dict.fromkeys(run.patient.name for run in runs.values()))
    return str(
        template("arms.html.j2").render(
            name=" and ".join(patients),
            reflex=reflex_words(next(iter(runs.values()))),
            arms=[
                {
                    "name": name,
                    "doing": doing(run),
                    "against": [sentence(each) for each in against[name]],
                    "cautions": run.cautions,
                    "file": run.patient.to_yaml(),
                }
                for name, run in runs.items()
            ],
            figure=drawing(arms_figure(runs, "page"), "arms", arms_label(runs)),
            groups=rows_of(runs),
            command=command,
            version=installed_version(),
            when=(when or date.today()).isoformat(),
            disclaimer=DISCLAIMER,
            light=variables(LIGHT.roles()),
            dark=variables(DARK.roles()),
        )
    )
