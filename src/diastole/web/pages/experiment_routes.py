"""Pages of experiments: the claims with their verdicts and figures, and the alternatives of a preset."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from diastole.faces.figures.claim_figures import claim_figure, claim_label
from diastole.faces.pages.alternatives_page import alternatives_page
from diastole.faces.pages.rendering import drawing
from diastole.faces.words.claim_words import part_words, verdict_words
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement_rules import check_level
from diastole.knowledge.evidence.statements import load_statements
from diastole.model.patient import Patient
from diastole.model.patient.presets import PRESETS
from diastole.review.readable_content import level_words
from diastole.studies.alternatives.option_runs import alternatives as try_each
from diastole.studies.claims.claim import Claim, load_claims
from diastole.studies.claims.ledger import LedgerEntry, ledger
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
REM = 6.0  # per inch of a figure
_entries: dict[str, LedgerEntry] = {}


@router.get("/claims")
def claims() -> str:
    """Show every claim with its verdict, if it has been run."""
    verdicts = {id_: verdict_words(entry) for id_, entry in _entries.items()}
    return render("claims.html.j2", claims=[(each, verdicts.get(id_, "")) for id_, each in load_claims().items()])


@router.get("/claims/{id_}")
async def claim(id_: str) -> str:
    """Show one claim with its figure."""
    if id_ not in load_claims():
        raise HTTPException(404, f"There is no claim '{id_[:20]}'.")
    entry = await WORKER.result(_entry, id_)
    figure = await WORKER.result(_figure, id_)
    return await run_in_threadpool(_claim_page, entry, figure)


@router.get("/alternatives")
def presets() -> str:
    """Show the presets."""
    return render("alternatives_index.html.j2", presets=[(name, Patient.preset(name).name) for name in PRESETS])


@router.get("/alternatives/{preset}")
async def alternatives(preset: str) -> str:
    """Show what could be done for a preset."""
    if preset not in PRESETS:
        raise HTTPException(404, f"There is no preset '{preset[:40]}'; the page Alternatives lists them.")
    return await WORKER.result(_alternatives, preset)


def run_all_claims() -> None:
    """Run every claim when no request waits for a run."""
    for id_ in load_claims():
        WORKER.later(_entry, id_)


def _entry(id_: str) -> LedgerEntry:
    """Return a claim with its verdict; it is run once."""
    if id_ not in _entries:
        (_entries[id_],) = ledger([load_claims()[id_]])
    return _entries[id_]


def _figure(id_: str) -> str:
    """Return the figure of a claim as markup, no wider than drawn, so that all figures have letters of one size."""
    entry = _entry(id_)
    drawn = claim_figure(entry, "page")
    if drawn is None:
        return ""
    svg = drawing(drawn, f"claim-{id_}", claim_label(entry))
    return Markup('<div style="max-width: {}rem">{}</div>').format(round(drawn.get_figwidth() * REM, 1), svg)


def _claim_page(entry: LedgerEntry, figure: str) -> str:
    return render(
        "claim.html.j2", claim=entry.claim, verdict=verdict_words(entry), figure=figure,
        measured=part_words(entry.claim, entry.verdict.judged), statements=_statements(entry.claim),
    )  # fmt: skip


def _statements(claim: Claim) -> list[tuple[str, str]]:
    """Return each statement about a claim, and how far its sources were checked."""
    known, sources = load_statements(), load_sources()
    rows = []
    for id_ in claim.statements:
        levels = dict.fromkeys(level_words(check_level(support, sources)) for support in known[id_].support)
        rows.append((str(known[id_].text.clinician), ", ".join(levels) or "no source is cited"))
    return rows


def _alternatives(preset: str) -> str:
    tried = try_each(Patient.preset(preset), reflex=True)
    return alternatives_page(tried, command=f"diastole alternatives {preset}", served=True)
