"""One self-contained HTML file about a comparison: nothing to load, light and dark, on paper too."""

from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from diastole.faces.figures.comparison_figure import loop_figure, waveform_figure
from diastole.faces.figures.svg import inline_svg
from diastole.faces.figures.theme import DARK, LIGHT, variable
from diastole.faces.words.against import sentence
from diastole.faces.words.change import HARDLY, LITTLE, SMALL_LEAK, changes
from diastole.faces.words.confidence import DISCLAIMER, MISSES, Caveat, how_sure
from diastole.faces.words.figure_words import loop_label, waveform_label
from diastole.faces.words.groups import grouped
from diastole.faces.words.key_measures import key_changes
from diastole.faces.words.needs import ComparisonLike
from diastole.faces.words.patient_rows import by_block, parameters
from diastole.faces.words.pump_words import works
from diastole.faces.words.reading import reading_by_topic
from diastole.faces.words.treatment_words import doing, reflex_words
from diastole.files import check_place, write_whole
from diastole.model.measures.console_labels import LABELS
from diastole.studies.alternatives.in_use import Against


def write_page(
    comparison: ComparisonLike,
    path: str | Path,
    *,
    command: str = "",
    misses: Sequence[Caveat] = MISSES,
    against: Sequence[Against] = (),
    when: date | None = None,
) -> Path:
    """Write the page of a comparison, whole or not at all.

    Parameters
    ----------
    command
        The command line that makes this page again.
    misses
        Known limits of the model.
    against
        What speaks against the treatments of the patient.
    when
        The date on the page; today if not given.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    check_place(path)
    return write_whole(path, page(comparison, command=command, misses=misses, against=against, when=when).encode())


def page(
    comparison: ComparisonLike,
    *,
    command: str = "",
    misses: Sequence[Caveat] = MISSES,
    against: Sequence[Against] = (),
    when: date | None = None,
) -> str:
    """Return the page of a comparison as HTML text; arguments as for ``write_page``."""
    patient = comparison.with_.patient
    every = changes(comparison)
    groups = grouped(every)
    return template("page.html.j2").render(
        name=patient.name,
        description=getattr(patient, "description", ""),
        setting=doing(comparison.with_),
        reflex=reflex_words(comparison.with_),
        against=[sentence(each) for each in against],
        pumped=works(comparison.with_),
        topics=reading_by_topic(comparison),
        tiles=key_changes(comparison),
        groups={title: [every[name] for name in names] for title, names in groups.items()},
        between=comparison.with_.unassisted is not None,
        waveforms=drawing(waveform_figure(comparison, "page"), "waveforms", waveform_label(comparison)),
        loops=drawing(loop_figure(comparison, "page"), "loops", loop_label(comparison)),
        labels=_labels(comparison),
        sure=how_sure(comparison, misses),
        command=command,
        blocks=by_block(parameters(patient)),
        file=patient.to_yaml(),
        version=installed_version(),
        when=(when or date.today()).isoformat(),
        disclaimer=DISCLAIMER,
        light=variables(LIGHT.roles()),
        dark=variables(DARK.roles()),
        thresholds={"hardly": 100 * HARDLY, "little": 100 * LITTLE, "leak": SMALL_LEAK},
    )


def template(name: str) -> Any:
    """Return a template of this folder."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("diastole.faces.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = lambda key: key.replace("_", " ").capitalize()
    return environment.get_template(name)


def drawing(figure: Any, prefix: str, label: str) -> Any:
    """Return a figure as markup that is not escaped again."""
    from markupsafe import Markup

    return Markup(inline_svg(figure, prefix, label))


def _labels(comparison: ComparisonLike) -> dict[str, str]:
    """Return the meaning of the console's labels that stand in the figure."""
    runs = comparison.with_, comparison.without
    return {label: text for label, text in LABELS.items() if any(run.labels.get(label) is not None for run in runs)}


def variables(roles: dict[str, str]) -> str:
    """Return the declarations of the CSS variables of a theme."""
    return " ".join(f"{variable(role)}: {colour};" for role, colour in roles.items())


def installed_version() -> str:
    """Return the installed version."""
    try:
        return version("diastole")
    except PackageNotFoundError:
        return "from source"
