"""The ledger and the alternatives as pages show them; the workshop runs them one at a time and keeps the pages."""

from typing import Any

from markupsafe import Markup

from diastole.faces.figures.claim_figures import claim_figure, claim_label
from diastole.faces.pages.alternatives_page import alternatives_page
from diastole.faces.pages.rendering import drawing
from diastole.faces.words.claim_words import verdict_words
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement_rules import check_level
from diastole.knowledge.evidence.statements import load_statements
from diastole.model.patient import Patient
from diastole.model.patient.presets import PRESETS
from diastole.review.readable_content import level_words
from diastole.studies.alternatives.trial import alternatives as try_each
from diastole.studies.claims.claim import Claim, load_claims
from diastole.studies.claims.ledger import LedgerEntry, ledger
from diastole.web.pages.background_work import WORKER

REM = 6.0  # per inch of a figure
_entries: dict[str, LedgerEntry] = {}


def statements(claim: Claim) -> list[tuple[str, str]]:
    """Return what is known about a claim: each statement, and how far its sources were checked."""
    known, sources = load_statements(), load_sources()
    found = []
    for id_ in claim.statements:
        statement = known[id_]
        levels = dict.fromkeys(level_words(check_level(support, sources)) for support in statement.support)
        found.append((str(statement.text.clinician), ", ".join(levels) or "no source is cited"))
    return found


def claims() -> list[tuple[Claim, str]]:
    """Return every claim with its verdict in words; nothing where it has not been run yet."""
    return [(claim, verdict_words(_entries[id_]) if id_ in _entries else "") for id_, claim in load_claims().items()]


def entry(id_: str) -> LedgerEntry:
    """Return a claim with its verdict; run if it must be.

    Raises
    ------
    KeyError
        If there is no such claim.
    """
    claim = load_claims()[id_]
    if id_ not in _entries:
        (_entries[id_],) = ledger([claim])
    return _entries[id_]


def run_all_claims() -> None:
    """Run the ledger when there is time."""
    for id_ in load_claims():
        WORKER.later(entry, id_)


def figure(id_: str) -> Any:
    """Return the figure of a claim as markup, no wider than drawn, so that letters are of one size in all."""
    drawn = claim_figure(entry(id_), "page")
    if drawn is None:
        return ""
    svg = drawing(drawn, f"claim-{id_}", claim_label(entry(id_)))
    return Markup('<div style="max-width: {}rem">{}</div>').format(round(drawn.get_figwidth() * REM, 1), svg)


def presets() -> list[tuple[str, str]]:
    """Return every preset with the name of its patient."""
    return [(preset, Patient.preset(preset).name) for preset in PRESETS]


def alternatives(preset: str) -> str:
    """Return the page of what could be done for a preset.

    Raises
    ------
    InputError
        If there is no such preset.
    """
    found = try_each(Patient.preset(preset), reflex=True)
    return alternatives_page(found, command=f"diastole alternatives {preset}", served=True)
