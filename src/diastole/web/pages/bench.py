"""What pages show and what it takes to find it out: one thing at a time, each kept once it is known.

The only module of the application that knows the answers, the ledger and the simulator.
"""

from functools import cache, lru_cache
from threading import RLock, Thread
from typing import Any

from markupsafe import Markup

from diastole.answers.answer import load_desk
from diastole.answers.parts import GROUP_TITLES, Answer
from diastole.answers.plan import load_plans
from diastole.answers.terminal import printed_words
from diastole.claims.claim import Claim, load_claims
from diastole.claims.ledger import Entry, ledger
from diastole.errors import InputError
from diastole.evidence.statements import check_level
from diastole.patient.presets import PRESETS

READERS = {"clinician": "Clinician", "trainee": "Trainee", "patient": "Patient or relative"}
LONGEST_QUESTION = 500  # characters
REM = 6.0  # per inch of a figure
_ONE_AT_A_TIME = RLock()  # runs and figures share state
_entries: dict[str, Entry] = {}


def questions() -> tuple[str, ...]:
    """Return the prepared questions."""
    return tuple(load_plans().questions)


@lru_cache(maxsize=256)
def answer(question: str, reader: str) -> Answer:
    """Answer a question.

    Raises
    ------
    InputError
        If it is empty or too long, or the reader unknown.
    """
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"the question has {len(question)} characters; allowed are {LONGEST_QUESTION}")
    with _ONE_AT_A_TIME:
        return load_desk().answer(question, reader)


def references(found: Answer) -> dict[str, list[Any]]:
    """Return the references of an answer by group."""
    groups = {title: [one for one in found.references if one.group == group] for group, title in GROUP_TITLES.items()}
    return {title: members for title, members in groups.items() if members}


def support(sentence: Any) -> str:
    """Return class and level of what supports a sentence, as printed, and how little was checked."""
    return printed_words(sentence)


def statements(claim: Claim) -> list[tuple[str, str]]:
    """Return what is known about a claim: each statement, and how far its sources were checked."""
    corpus = load_desk().corpus
    found = []
    for id_ in claim.statements:
        statement = corpus.statements[id_]
        levels = dict.fromkeys(check_level(support, corpus.sources) for support in statement.support)
        found.append((str(statement.text.clinician), ", ".join(levels) or "no source is cited"))
    return found


def claims() -> list[tuple[Claim, str]]:
    """Return every claim with its verdict in words; nothing where it has not been run yet."""
    from diastole.report.claims import verdict_words

    return [(claim, verdict_words(_entries[id_]) if id_ in _entries else "") for id_, claim in load_claims().items()]


def entry(id_: str) -> Entry:
    """Return a claim with its verdict; run if it must be.

    Raises
    ------
    KeyError
        If there is no such claim.
    """
    claim = load_claims()[id_]
    with _ONE_AT_A_TIME:
        if id_ not in _entries:
            (_entries[id_],) = ledger([claim])
        return _entries[id_]


def run_all_claims() -> Thread:
    """Run the ledger in the background."""

    def run() -> None:
        for id_ in load_claims():
            entry(id_)

    thread = Thread(target=run, name="ledger", daemon=True)
    thread.start()
    return thread


@cache
def figure(id_: str) -> Any:
    """Return the figure of a claim as markup, no wider than drawn, so that letters are of one size in all."""
    from diastole.report.claim_figures import claim_figure, claim_label
    from diastole.report.page import drawing

    with _ONE_AT_A_TIME:
        drawn = claim_figure(entry(id_), "page")
        if drawn is None:
            return ""
        svg = drawing(drawn, f"claim-{id_}", claim_label(entry(id_)))
        return Markup('<div style="max-width: {}rem">{}</div>').format(round(drawn.get_figwidth() * REM, 1), svg)


@cache
def alternatives(preset: str) -> str:
    """Return the page of what could be done for a preset.

    Raises
    ------
    KeyError
        If there is no such preset.
    """
    if preset not in PRESETS:
        raise KeyError(preset)
    from diastole.alternatives.run import alternatives as try_each
    from diastole.patient import Patient
    from diastole.report.alternatives_page import alternatives_page

    with _ONE_AT_A_TIME:
        found = try_each(Patient.preset(preset), reflex=True)
        return alternatives_page(found, command=f"diastole alternatives {preset}")
