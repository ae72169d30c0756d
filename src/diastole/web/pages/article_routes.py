"""Pages of questions and articles."""

from contextlib import suppress
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from diastole.answers.answer import Answer
from diastole.answers.answerer import load_answerer
from diastole.errors import InputError, SimulationError
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.pages.article_pages import OFTEN, first_page, list_page
from diastole.faces.pages.experiment_figure import drawn, figure_files
from diastole.faces.pages.place import READER_NAMES, SERVED
from diastole.knowledge.articles.article import READERS
from diastole.knowledge.articles.collection import load_articles
from diastole.studies.experiments.runs import bench_key, known_arms, run_bench
from diastole.web.error_responses import BAD_REQUEST
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.template import render
from diastole.web.response_headers import living_page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
YEAR = 31_536_000  # s; so long a browser remembers the kind of reader
HOUR = {"Cache-Control": "max-age=3600"}

type Reader = Annotated[str, Query()]
type RememberedReader = Annotated[str, Cookie(alias="reader")]


@router.get("/")
def index(reader: RememberedReader = READERS[0]) -> HTMLResponse:
    """Show an introduction, a picture and a question."""
    return living_page(first_page(SERVED, _known(reader)))


@router.get("/articles")
def list_articles(reader: Reader = "", remembered: RememberedReader = READERS[0]) -> str:
    """Show the questions of all articles by topic."""
    return list_page(SERVED, _known(reader or remembered))


@router.get("/articles/{id_}")
def article(id_: str, reader: Reader = "", remembered: RememberedReader = READERS[0]) -> HTMLResponse:
    """Show an article."""
    if id_ not in load_articles():
        raise HTTPException(404, f"There is no article '{id_[:60]}'.")
    answer = load_answerer().article(id_, reader or _known(remembered))
    return _remembering(answer_page(answer, place=SERVED), answer, reader)


@router.get("/ask")
def ask(
    q: Annotated[str, Query()] = "", reader: Reader = "", about: Annotated[str, Query()] = "",
    after: Annotated[str, Query()] = "", remembered: RememberedReader = READERS[0],
) -> HTMLResponse:  # fmt: skip
    """Answer a question."""
    try:
        answer = load_answerer().answer(q, reader or _known(remembered), about=about, after=after)
    except InputError as problem:
        page = render(
            "refusal.html.j2", status=BAD_REQUEST, message=str(problem), label="Ask again", question=q,
            readers=READER_NAMES, reader=_known(reader or remembered), about=about if about in load_articles() else "",
            after=after,
        )  # fmt: skip
        return HTMLResponse(page, BAD_REQUEST)

    def address(reader: str) -> str:
        page = {name: value for name, value in {"about": about, "after": after}.items() if value}
        return f"/ask?{urlencode({'q': q, 'reader': reader} | page)}"

    return _remembering(answer_page(answer, place=SERVED, address=address), answer, reader)


@router.get("/figures/{name}")
async def figure(name: str) -> Response:
    """Draw the experiment that an article opens with."""
    file = f"figures/{name}"
    if file not in figure_files():
        raise HTTPException(404, f"There is no figure '{name[:60]}'.")
    bench, theme = figure_files()[file]
    figures = await WORKER.result(_drawn, bench_key(bench))
    return Response(figures[theme], media_type="image/svg+xml", headers=HOUR)


def _drawn(key: str) -> list[bytes]:
    return drawn(next(bench for bench, _ in figure_files().values() if bench_key(bench) == key))


def _remembering(page: str, answer: Answer, reader: str) -> HTMLResponse:
    """Return a page; the browser remembers a reader who was chosen."""
    response = living_page(page)
    if reader:
        response.set_cookie("reader", answer.reader, max_age=YEAR, samesite="lax", httponly=True)
    return response


def _known(reader: str) -> str:
    return reader if reader in READERS else READERS[0]


def run_missing() -> None:
    """Run the experiments of articles whose numbers were recorded with another model, and draw the first figure."""
    for id_, article in load_articles().items():
        if any(known_arms(bench) is None for bench in article.benches.values()):
            WORKER.later(_run_benches, id_)
    WORKER.later(_drawn, bench_key(load_articles()[OFTEN[0]].head.bench))


def _run_benches(id_: str) -> None:
    for bench in load_articles()[id_].benches.values():
        if known_arms(bench) is None:
            with suppress(SimulationError):  # the page still shows that the number is missing
                run_bench(bench)
