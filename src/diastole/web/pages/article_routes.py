"""The pages of questions and articles."""

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
from diastole.faces.figures.comparison_figure import render as rendered
from diastole.faces.pages.answer_page import body, caption
from diastole.knowledge.articles.article import READERS
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.head import TOPICS
from diastole.studies.experiments.runs import known_arms, run_bench, simulate_arms
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)  # in no API description
NAMES = {"clinician": "Clinician", "trainee": "Trainee", "patient": "Patient or relative"}
YEAR = 31_536_000  # s that a browser remembers the reader
FIRST = "balloon-in-aortic-regurgitation"  # the article with which the first page opens
OFTEN = (
    "balloon-in-aortic-regurgitation", "balloon-in-mitral-regurgitation", "treatment-of-acute-aortic-regurgitation",
    "contraindications-of-the-balloon", "indications-of-the-balloon", "timing-of-the-balloon",
    "other-devices-in-aortic-regurgitation", "balloon-in-cardiogenic-shock", "what-is-a-balloon-pump",
)  # fmt: skip

type Reader = Annotated[str, Query()]
type Remembered = Annotated[str, Cookie(alias="reader")]


@router.get("/")
def index(reader: Remembered = READERS[0]) -> str:
    """Show what this is, one picture and one question."""
    articles = load_articles()
    often = [load_library().link(id_) for id_ in OFTEN if id_ in articles]
    return render(
        "index.html.j2", first=often[0], questions=often[1:], count=len(articles), readers=NAMES,
        reader=_known(reader), picture=picture(FIRST), shows=caption(articles[FIRST].head.bench),
    )  # fmt: skip


@router.get("/articles")
def list_articles(reader: Remembered = READERS[0]) -> str:
    """Show the questions of all articles by topic."""
    topics = {
        title: [load_library().link(one.id) for one in load_articles().values() if one.head.topic == topic]
        for topic, title in TOPICS.items()
    }
    filled = {title: links for title, links in topics.items() if links}
    return render("articles.html.j2", topics=filled, readers=NAMES, reader=_known(reader))


@router.get("/articles/{id_}")
def article(id_: str, reader: Reader = "", remembered: Remembered = READERS[0]) -> HTMLResponse:
    """Show an article."""
    if id_ not in load_articles():
        raise HTTPException(404, f"There is no article '{id_[:60]}'.")
    chosen = reader or _known(remembered)
    answer = load_answerer().article(id_, chosen)
    return _page(answer, lambda value: f"/articles/{id_}?reader={value}", remember=bool(reader))


@router.get("/ask")
def ask(
    q: Annotated[str, Query()] = "", reader: Reader = "", about: Annotated[str, Query()] = "",
    remembered: Remembered = READERS[0],
) -> HTMLResponse:  # fmt: skip
    """Answer a question."""
    try:
        answer = _answer(q, reader or _known(remembered), about)
    except InputError as problem:
        chosen, page = _known(reader or remembered), about if about in load_articles() else ""
        form = {"label": "Ask again", "question": q, "readers": NAMES, "reader": chosen, "about": page}
        return HTMLResponse(render("refusal.html.j2", status=400, message=str(problem), **form), status_code=400)

    def again(value: str) -> str:
        return f"/ask?{urlencode({'q': q, 'reader': value} | ({'about': about} if about else {}))}"

    return _page(answer, again, remember=bool(reader))


@router.get("/articles/{id_}/figure.svg")
async def figure(id_: str, theme: Annotated[str, Query(pattern="^(light|dark)$")] = "light") -> Response:
    """Draw the experiment that an article opens with."""
    if id_ not in load_articles():
        raise HTTPException(404, f"There is no article '{id_[:60]}'.")
    drawn = await WORKER.worked_out(_drawn, id_, theme)
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


def _answer(question: str, reader: str, about: str) -> Answer:
    return load_answerer().answer(question, reader, about=about)


def _page(answer: Answer, again: object, *, remember: bool) -> HTMLResponse:
    """Return the page of an answer; it remembers for whom it was worded."""
    shown = Markup("<figure>{}<figcaption>{}</figcaption></figure>")
    drawn = shown.format(picture(answer.article), caption(answer.bench)) if answer.bench else ""
    page = HTMLResponse(render("ask.html.j2", **body(answer), served=True, figure=drawn, readers=NAMES, again=again))
    if remember:
        page.set_cookie("reader", answer.reader, max_age=YEAR, samesite="lax", httponly=True)
    return page


def picture(id_: str) -> Markup:
    """Return the markup of an article's figure; the browser asks for it beside the text, which does not wait for it."""
    alt = f"{load_articles()[id_].head.bench.shows} Pressures over time and pressure–volume loops."
    return Markup(
        "<picture>"
        '<source media="screen and (prefers-color-scheme: dark)" srcset="/articles/{id}/figure.svg?theme=dark">'
        '<img src="/articles/{id}/figure.svg" alt="{alt}" width="720" height="{height}"></picture>'
    ).format(id=id_, alt=alt, height=_height(id_))


def _height(id_: str) -> int:
    """Return the height of a figure that is 720 wide, so that the text does not jump when it arrives."""
    return round(720 * (ROW * len(load_articles()[id_].head.bench.arms) + LOOPS) / WIDTH)


def _drawn(id_: str, theme: str) -> bytes:
    return rendered(arms_figure(simulate_arms(load_articles()[id_].head.bench), theme), "svg")


def _known(reader: str) -> str:
    return reader if reader in READERS else READERS[0]


def run_missing() -> None:
    """Work out, when there is time, what articles lack: numbers of another model, and the figure of the first page."""
    for id_, one in load_articles().items():
        if any(known_arms(bench) is None for bench in one.benches.values()):
            WORKER.later(_run_benches, id_)
    WORKER.later(_drawn, FIRST, "light")


def _run_benches(id_: str) -> None:
    for bench in load_articles()[id_].benches.values():
        if known_arms(bench) is None:
            with suppress(SimulationError):  # the page goes on saying that the number is missing
                run_bench(bench)
