"""The addresses of the pages."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from diastole.errors import InputError
from diastole.faces.words.claim_words import part_words, verdict_words
from diastole.faces.words.screening_words import NO_ALL_CLEAR, OPEN_WORDS, VERDICT_WORDS, option_title, step_words
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.model.patient.presets import PRESETS
from diastole.studies.claims.claim import load_claims
from diastole.studies.claims.ledger import LedgerEntry
from diastole.web.pages import article_routes, experiment_pages, screening_form
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)  # in no API description
WRONG = 400


def pages_router() -> APIRouter:
    """Return the routes of the pages."""
    pages = APIRouter()
    pages.include_router(article_routes.router)
    pages.include_router(router)
    return pages


@router.get("/claims")
def claims() -> str:
    """Show the ledger."""
    return render("claims.html.j2", claims=experiment_pages.claims())


@router.get("/claims/{id_}")
async def claim(id_: str) -> str:
    """Show one claim with its figure."""
    if id_ not in load_claims():
        raise HTTPException(404, f"There is no claim '{id_[:20]}'.")
    entry = await WORKER.worked_out(experiment_pages.entry, id_)
    figure = await WORKER.worked_out(experiment_pages.figure, id_)
    return await run_in_threadpool(_claim, entry, figure)


def _claim(entry: LedgerEntry, figure: str) -> str:
    return render(
        "claim.html.j2", claim=entry.claim, verdict=verdict_words(entry), figure=figure,
        measured=part_words(entry.claim, entry.verdict.judged), statements=experiment_pages.statements(entry.claim),
    )  # fmt: skip


@router.get("/screen")
def empty_form() -> str:
    """Show the screening form."""
    return render("screen.html.j2", groups=screening_form.fields({}), found=None, problem="")


@router.post("/screen")
async def screened(request: Request) -> HTMLResponse:
    """Screen what was entered."""
    entered: dict[str, str] = {}
    try:
        entered = screening_form.read_form(await request.body())
        found = screening_form.judge_form(entered)
    except InputError as problem:
        page = render("screen.html.j2", groups=screening_form.fields(entered), found=None, problem=str(problem))
        return HTMLResponse(page, status_code=WRONG)
    page = render(
        "screen.html.j2", groups=screening_form.fields(entered), found=found, problem="", words=VERDICT_WORDS,
        step_words=step_words, option_title=option_title, open_words=OPEN_WORDS,
        title=lambda name: fact_kind(name).title, no_all_clear=NO_ALL_CLEAR,
    )  # fmt: skip
    return HTMLResponse(page)


@router.get("/alternatives")
def presets() -> str:
    """Show the presets."""
    return render("alternatives_index.html.j2", presets=experiment_pages.presets())


@router.get("/alternatives/{preset}")
async def alternatives(preset: str) -> str:
    """Show what could be done for a preset."""
    if preset not in PRESETS:
        raise HTTPException(404, f"There is no preset '{preset[:40]}'; presets are {', '.join(PRESETS)}.")
    return await WORKER.worked_out(experiment_pages.alternatives, preset)
