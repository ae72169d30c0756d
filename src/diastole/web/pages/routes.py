"""The addresses of the pages."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from diastole.errors import InputError
from diastole.patient.presets import PRESETS
from diastole.report.claims import part_words, verdict_words
from diastole.report.screening import NO_ALL_CLEAR, VERDICT_WORDS, said_step
from diastole.screening.vocabulary import fact_kind
from diastole.web.pages import bench, form
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)  # in no API description
WRONG = 400
AT_THE_BENCH = 4  # requests that wait for a run; more queue up without a thread of their own


@lru_cache(maxsize=1)
def _bench() -> CapacityLimiter:
    return CapacityLimiter(AT_THE_BENCH)


async def _worked_out[T](what: Callable[..., T], *given: str) -> T:
    """Return what takes a run or a figure, in a thread that the service does not need."""
    return await to_thread.run_sync(what, *given, limiter=_bench())


def pages_router() -> APIRouter:
    """Return the routes of the pages."""
    return router


@router.get("/")
def index() -> str:
    """Show the question box, the prepared questions and the claims."""
    return render("index.html.j2", questions=bench.questions(), claims=bench.claims(), readers=bench.READERS)


@router.get("/ask")
async def ask(q: Annotated[str, Query()] = "", reader: Annotated[str, Query()] = "clinician") -> HTMLResponse:
    """Answer a question."""
    try:
        return HTMLResponse(await _worked_out(_answer, q, reader))
    except InputError as problem:
        return HTMLResponse(render("refusal.html.j2", status=WRONG, said=str(problem)), status_code=WRONG)


def _answer(question: str, reader: str) -> str:
    found = bench.answer(question, reader)
    figures = [(one, verdict_words(one), bench.figure(id_)) for id_, one in found.entries.items()]
    return render(
        "ask.html.j2", answer=found, groups=bench.references(found), support=bench.support,
        figures=[one for one in figures if one[2]], readers=bench.READERS,
    )  # fmt: skip


@router.get("/claims")
def claims() -> str:
    """Show the ledger."""
    return render("claims.html.j2", claims=bench.claims())


@router.get("/claims/{id_}")
async def claim(id_: str) -> str:
    """Show one claim with its figure."""
    try:
        return await _worked_out(_claim, id_)
    except KeyError:
        raise HTTPException(404, f"There is no claim '{id_[:20]}'.") from None


def _claim(id_: str) -> str:
    entry = bench.entry(id_)
    return render(
        "claim.html.j2", claim=entry.claim, verdict=verdict_words(entry), figure=bench.figure(id_),
        measured=part_words(entry.claim, entry.verdict.judged), statements=bench.statements(entry.claim),
    )  # fmt: skip


@router.get("/screen")
def empty_form() -> str:
    """Show the screening form."""
    return render("screen.html.j2", groups=form.fields({}), found=None, problem="")


@router.post("/screen")
async def screened(request: Request) -> HTMLResponse:
    """Screen what was entered."""
    entered: dict[str, str] = {}
    try:
        entered = form.read_form(await request.body())
        found = form.judge_form(entered)
    except InputError as problem:
        page = render("screen.html.j2", groups=form.fields(entered), found=None, problem=str(problem))
        return HTMLResponse(page, status_code=WRONG)
    page = render(
        "screen.html.j2", groups=form.fields(entered), found=found, problem="", words=VERDICT_WORDS,
        said_step=said_step, title=lambda name: fact_kind(name).title, no_all_clear=NO_ALL_CLEAR,
    )  # fmt: skip
    return HTMLResponse(page)


@router.get("/alternatives")
def presets() -> str:
    """Show the presets."""
    return render("alternatives_index.html.j2", presets=PRESETS)


@router.get("/alternatives/{preset}")
async def alternatives(preset: str) -> str:
    """Show what could be done for a preset."""
    try:
        return await _worked_out(bench.alternatives, preset)
    except KeyError:
        raise HTTPException(404, f"There is no preset '{preset[:40]}'; presets are {', '.join(PRESETS)}.") from None
