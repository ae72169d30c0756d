"""Pages of experiments: the claims with their verdicts and figures, and the alternatives of a preset."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from diastole.faces.pages.alternatives_page import alternatives_page
from diastole.faces.pages.claim_pages import claim_markup, claim_page, claims_page
from diastole.faces.pages.place import SERVED
from diastole.model.patient import Patient
from diastole.model.patient.presets import PRESETS
from diastole.studies.alternatives.option_runs import alternatives as try_each
from diastole.studies.claims.claim import load_claims
from diastole.studies.claims.ledger import LedgerEntry, ledger
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.template import render
from diastole.web.response_headers import living_page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_entries: dict[str, LedgerEntry] = {}


@router.get("/claims")
def claims() -> str:
    """Show every claim with its verdict, if it has been run."""
    return claims_page(SERVED, _entries)


@router.get("/claims/{id_}")
async def claim(id_: str) -> HTMLResponse:
    """Show one claim with its figure."""
    if id_ not in load_claims():
        raise HTTPException(404, f"There is no claim '{id_[:20]}'.")
    entry = await WORKER.result(_entry, id_)
    figure = await WORKER.result(_figure, id_)
    return living_page(await run_in_threadpool(claim_page, SERVED, entry, figure))


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


def _figure(id_: str) -> Markup:
    return claim_markup(_entry(id_))


def _alternatives(preset: str) -> str:
    tried = try_each(Patient.preset(preset), reflex=True)
    return alternatives_page(tried, command=f"diastole alternatives {preset}", place=SERVED)
