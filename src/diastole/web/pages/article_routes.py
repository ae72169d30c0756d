"""Pages of questions and articles."""

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, HTTPException, Query, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from diastole.answers.answer import Answer
from diastole.answers.answerer import load_answerer
from diastole.answers.library import load_library
from diastole.errors import InputError, SimulationError
from diastole.faces.figures.arms_figure import LOOPS, ROW, WIDTH, arms_figure
from diastole.faces.figures.comparison_figure import render as render_figure
from diastole.faces.pages.answer_page import body, caption
from diastole.knowledge.articles.article import READERS
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.front_matter import TOPICS
from diastole.studies.experiments.runs import known_arms, run_bench, simulate_arms
from diastole.web.error_responses import BAD_REQUEST
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
NAMES = {"clinician": "Clinician", "trainee": "Trainee", "patient": "Patient or relative"}
YEAR = 31_536_000  # s; so long a browser remembers the kind of reader
OFTEN = (  # the first page shows the first of them
    "balloon-in-aortic-regurgitation", "balloon-in-mitral-regurgitation", "treatment-of-acute-aortic-regurgitation",
    "contraindications-of-the-balloon", "indications-of-the-balloon", "timing-of-the-balloon",
    "other-devices-in-aortic-regurgitation", "balloon-in-cardiogenic-shock", "what-is-a-balloon-pump",
)  # fmt: skip

type Reader = Annotated[str, Query()]
type RememberedReader = Annotated[str, Cookie(alias="reader")]


@router.get("/")
def index(reader: RememberedReader = READERS[0]) -> str:
    """Show an introduction, a picture and a question."""
    articles = load_articles()
    often = [load_library().link(id_) for id_ in OFTEN]
    return render(
        "index.html.j2", first=often[0], questions=often[1:], count=len(articles), readers=NAMES,
        reader=_known(reader), picture=_picture(OFTEN[0]), shows=caption(articles[OFTEN[0]].head.bench),
    )  # fmt: skip


@router.get("/articles")
def list_articles(reader: RememberedReader = READERS[0]) -> str:
    """Show the questions of all articles by topic."""
    topics = {
        title: [load_library().link(id_) for id_, article in load_articles().items() if article.head.topic == topic]
        for topic, title in TOPICS.items()
    }
    filled = {title: links for title, links in topics.items() if links}
    return render("articles.html.j2", topics=filled, readers=NAMES, reader=_known(reader))


@router.get("/articles/{id_}")
def article(id_: str, reader: Reader = "", remembered: RememberedReader = READERS[0]) -> HTMLResponse:
    """Show an article."""
    _check(id_)
    answer = load_answerer().article(id_, reader or _known(remembered))
    return _page(answer, lambda value: f"/articles/{id_}?reader={value}", remember=bool(reader))


@router.get("/ask")
def ask(
    q: Annotated[str, Query()] = "", reader: Reader = "", about: Annotated[str, Query()] = "",
    remembered: RememberedReader = READERS[0],
) -> HTMLResponse:  # fmt: skip
    """Answer a question."""
    try:
        answer = load_answerer().answer(q, reader or _known(remembered), about=about)
    except InputError as problem:
        page = render(
            "refusal.html.j2", status=BAD_REQUEST, message=str(problem), label="Ask again", question=q, readers=NAMES,
            reader=_known(reader or remembered), about=about if about in load_articles() else "",
        )  # fmt: skip
        return HTMLResponse(page, BAD_REQUEST)

    def address(reader: str) -> str:
        return f"/ask?{urlencode({'q': q, 'reader': reader} | ({'about': about} if about else {}))}"

    return _page(answer, address, remember=bool(reader))


@router.get("/articles/{id_}/figure.svg")
async def figure(id_: str, theme: Annotated[str, Query(pattern="^(light|dark)$")] = "light") -> Response:
    """Draw the experiment that an article opens with."""
    _check(id_)
    drawn = await WORKER.result(_drawn, id_, theme)
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


def _page(answer: Answer, address: Callable[[str], str], *, remember: bool) -> HTMLResponse:
    """Return the page of an answer, which `address` words for another reader; the browser may remember the reader."""
    figure = Markup("<figure>{}<figcaption>{}</figcaption></figure>")
    drawn = figure.format(_picture(answer.article), caption(answer.bench)) if answer.bench else ""
    text = render("ask.html.j2", **body(answer), served=True, figure=drawn, readers=NAMES, address=address)
    page = HTMLResponse(text)
    if remember:
        page.set_cookie("reader", answer.reader, max_age=YEAR, samesite="lax", httponly=True)
    return page


def _picture(id_: str) -> Markup:
    """Return the markup of an article's figure, which the browser loads after the text."""
    bench = load_articles()[id_].head.bench
    height = round(720 * (ROW * len(bench.arms) + LOOPS) / WIDTH)  # so that the text does not move when it arrives
    return Markup(
        "<picture>"
        '<source media="screen and (prefers-color-scheme: dark)" srcset="/articles/{id}/figure.svg?theme=dark">'
        '<img src="/articles/{id}/figure.svg" alt="{alt}" width="720" height="{height}"></picture>'
    ).format(id=id_, alt=f"{bench.shows} Pressures over time and pressure–volume loops.", height=height)


def _drawn(id_: str, theme: str) -> bytes:
    return render_figure(arms_figure(simulate_arms(load_articles()[id_].head.bench), theme), "svg")


def _check(id_: str) -> None:
    if id_ not in load_articles():
        raise HTTPException(404, f"There is no article '{id_[:60]}'.")


def _known(reader: str) -> str:
    return reader if reader in READERS else READERS[0]


def run_missing() -> None:
    """Run the experiments of articles whose numbers were recorded with another model, and draw the first figure."""
    for id_, article in load_articles().items():
        if any(known_arms(bench) is None for bench in article.benches.values()):
            WORKER.later(_run_benches, id_)
    WORKER.later(_drawn, OFTEN[0], "light")


def _run_benches(id_: str) -> None:
    for bench in load_articles()[id_].benches.values():
        if known_arms(bench) is None:
            with suppress(SimulationError):  # the page still shows that the number is missing
                run_bench(bench)
