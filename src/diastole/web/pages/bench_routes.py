"""Pages of benches and lessons: hearts run in the reader's browser, so a class costs no more than its files."""

from functools import cache

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import HTMLResponse

from diastole.faces.pages.bench_page import benches_page, lesson_page, preset_bench_page
from diastole.faces.pages.living import BENCH, FIGURE, shared_script
from diastole.faces.pages.place import SERVED
from diastole.knowledge.lessons.shipped_lessons import LESSONS
from diastole.model.patient.presets import PRESETS
from diastole.web.pages.background_work import WORKER
from diastole.web.response_headers import living_page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/bench")
def benches() -> str:
    """Show the presets."""
    return benches_page(SERVED)


@router.get("/bench/{preset}")
def bench(preset: str) -> HTMLResponse:
    """Show the bench of a preset."""
    if preset not in PRESETS:
        raise HTTPException(404, f"There is no preset '{preset[:40]}'; the page Bench lists them.")
    return living_page(_bench(preset))


@router.get("/lessons/{name}")
async def lesson(name: str) -> HTMLResponse:
    """Show a lesson, once its steps have been run."""
    if name not in LESSONS:
        raise HTTPException(404, f"There is no lesson '{name[:40]}'; the page Bench lists them.")
    return living_page(await WORKER.result(_lesson, name))


@router.get(f"/{BENCH.shared}")
def script() -> Response:
    """Return engine and script of benches and lessons; never kept: a page allows its own version alone."""
    return Response(shared_script(BENCH), media_type="text/javascript")


@router.get(f"/{FIGURE.shared}")
def script_of_figures() -> Response:
    """Return engine and script of the pages with a figure in which hearts run; never kept either."""
    return Response(shared_script(FIGURE), media_type="text/javascript")


@cache
def _bench(preset: str) -> str:
    return preset_bench_page(preset, SERVED)


def _lesson(name: str) -> str:
    return lesson_page(name, SERVED)
