"""An answer as one self-contained HTML file with the figures of its claims."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diastole.answers.parts import GROUP_TITLES, Answer
from diastole.answers.terminal import printed_words
from diastole.evidence.edition import load_edition
from diastole.files import check_place, write_whole
from diastole.report.theme import DARK, LIGHT

if TYPE_CHECKING:
    from diastole.claims.ledger import Entry


def write_answer_page(answer: Answer, path: str | Path, *, when: date | None = None) -> Path:
    """Write the page of an answer, whole or not at all.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    check_place(path)
    return write_whole(path, answer_page(answer, when=when).encode())


def answer_page(answer: Answer, *, when: date | None = None) -> str:
    """Return the page of an answer as HTML text.

    Parameters
    ----------
    when
        The date on the page; today if not given.
    """
    from diastole.report.page import installed_version, template, variables

    groups = {
        title: [each for each in answer.references if each.group == group] for group, title in GROUP_TITLES.items()
    }
    return str(
        template("answer.html.j2").render(
            answer=answer,
            printed=printed_words,
            figures=[_figure(entry) for entry in answer.entries.values() if entry.claim.experiment],
            groups={title: members for title, members in groups.items() if members},
            version=installed_version(),
            updated=load_edition().updated,
            when=(when or date.today()).isoformat(),
            light=variables(LIGHT.roles()),
            dark=variables(DARK.roles()),
        )
    )


def _figure(entry: "Entry") -> dict[str, Any]:
    """Return the figure of a claim with its sentence and verdict."""
    from diastole.report.claim_figures import claim_figure, claim_label
    from diastole.report.claims import verdict_words
    from diastole.report.page import drawing

    id_ = entry.claim.id
    figure = claim_figure(entry, "page")
    return {
        "id": id_,
        "sentence": entry.claim.sentence.clinician,
        "verdict": verdict_words(entry),
        "width": round(6 * figure.get_figwidth(), 1) if figure else 0,  # rem
        "drawing": drawing(figure, f"claim-{id_}", claim_label(entry)) if figure else "",
    }
