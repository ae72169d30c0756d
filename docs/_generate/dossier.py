"""The credibility dossier, from its record; a record of other sources stops the build."""

from _generate.pages import Output
from validation.dossier.dossier_page import page
from validation.dossier.dossier_record import valid_record


def write(out: Output) -> None:
    """Write what the page of the dossier includes."""
    out.text("parts/dossier.md", page(valid_record()))
