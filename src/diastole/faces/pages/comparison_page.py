"""A patient without and with support as a page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from diastole.faces.figures.comparison_figure import loop_figure, loop_label, waveform_figure, waveform_label
from diastole.faces.pages.explorable_figure import explorable, of_comparison
from diastole.faces.pages.living import with_policy
from diastole.faces.pages.place import ALONE
from diastole.faces.pages.rendering import drawing, render
from diastole.faces.words.change import LITTLE, changes, key_changes
from diastole.faces.words.confidence import MISSES, Caveat, limits
from diastole.faces.words.groups import grouped
from diastole.faces.words.objections import sentence
from diastole.faces.words.patient_rows import by_block, parameters
from diastole.faces.words.reading import reading_by_topic
from diastole.faces.words.treatment_words import doing, reflex_words, works
from diastole.model.measures.console_labels import LABELS
from diastole.model.measures.leaks import CLOSING
from diastole.model.measures.measure import TOLD
from diastole.model.run import Comparison
from diastole.studies.alternatives.current_treatments import Against

OF_THE_PUMP = ("without the pump", "with the pump")
LIVES = "The same two hearts, running in this page: change a value, and both go to their new steady beat."


def comparison_page(
    comparison: Comparison,
    *,
    arms: tuple[str, str] = OF_THE_PUMP,
    command: str = "",
    misses: Sequence[Caveat] = MISSES,
    against: Sequence[Against] = (),
    when: date | None = None,
) -> str:
    """Return the page of a comparison as HTML text, one file that asks for nothing; its hearts run in it.

    Parameters
    ----------
    arms
        What the two runs are called.
    command
        The command line that makes this page.
    misses
        Known limits of the model.
    against
        What speaks against the treatments of the patient.
    when
        The date on the page; today if not given.
    """
    patient = comparison.with_.patient
    page = render(
        "page.html.j2",
        **explorable(of_comparison(comparison, arms), Markup(""), LIVES, ALONE),
        **_shown(comparison),
        name=patient.name,
        description=getattr(patient, "description", ""),
        setting=doing(comparison.with_),
        reflex=reflex_words(comparison.with_),
        against=[sentence(each) for each in against],
        pumped=works(comparison.with_),
        sure=limits(comparison, misses),
        command=command,
        blocks=by_block(parameters(patient)),
        file=patient.to_yaml(),
        when=when,
        thresholds={"least": 100 * TOLD, "little": 100 * LITTLE, "leak": CLOSING},
    )
    return with_policy(page, ALONE)


def _shown(comparison: Comparison) -> dict[str, Any]:
    """Return what the page shows of the two beats: sentences, numbers and figures."""
    changed = changes(comparison)
    return {
        "topics": reading_by_topic(comparison),
        "tiles": key_changes(comparison),
        "groups": {title: [changed[name] for name in names] for title, names in grouped(changed).items()},
        "between": comparison.with_.unassisted is not None,
        "waveforms": drawing(waveform_figure(comparison, "page"), "waveforms", waveform_label(comparison)),
        "loops": drawing(loop_figure(comparison, "page"), "loops", loop_label(comparison)),
        "labels": _labels(comparison),
    }


def _labels(comparison: Comparison) -> dict[str, str]:
    """Return the meaning of each label of the console that the figure shows."""
    runs = comparison.with_, comparison.without
    return {label: text for label, text in LABELS.items() if any(run.labels.get(label) is not None for run in runs)}
