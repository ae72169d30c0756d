"""Several arms side by side as a page."""

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from diastole.faces.figures.arms_figure import arms_figure, arms_label
from diastole.faces.pages.explorable_figure import explorable, of_runs
from diastole.faces.pages.living import with_policy
from diastole.faces.pages.place import ALONE
from diastole.faces.pages.rendering import drawing, render
from diastole.faces.words.arms_words import rows_of
from diastole.faces.words.objections import sentence
from diastole.faces.words.treatment_words import doing, reflex_words
from diastole.model.run import Run
from diastole.studies.alternatives.current_treatments import Against

LIVES = "The same hearts, running in this page: change a value, and all go to their new steady beat."


def arms_page(
    runs: Mapping[str, Run], *, against: Mapping[str, Sequence[Against]], command: str = "", when: date | None = None,
) -> str:  # fmt: skip
    """Return the page as HTML text, one file that asks for nothing; its hearts run in it.

    With a reflex they do not: patients may have set it to different points.

    Parameters
    ----------
    runs
        By the name of the arm; the first is the reference.
    against
        What speaks against the treatments of each arm.
    command
        The command line that makes this page.
    when
        The date on the page; today if not given.
    """
    patients = list(dict.fromkeys(run.patient.name for run in runs.values()))
    is_alive = len(runs) > 1 and not any(run.reflex for run in runs.values())
    page = render(
        "arms.html.j2",
        **(explorable(of_runs(runs), Markup(""), LIVES, ALONE) if is_alive else {"figure": ""}),
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
        drawn=drawing(arms_figure(runs, "page"), "arms", arms_label(runs)),
        groups=rows_of(runs),
        command=command,
        when=when,
    )
    return with_policy(page, ALONE)
