"""The addresses of the review desk: read by everybody, decided on by who opened it with its key."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from diastole.errors import InputError
from diastole.review.audit import AuditRecord
from diastole.review.badges import load_badges
from diastole.review.policy import policy_html, policy_title
from diastole.review.readable_content import level_words, readable, reader_words
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_subjects import load_subjects
from diastole.web.pages import review_view as view
from diastole.web.pages.review_key import COOKIE, ENTRANCE, ReviewKey
from diastole.web.pages.screening_form import read_form
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)  # in no API description
WRONG, CLOSED, SEE_OTHER = 400, 403, 303
FIELDS = ("decision", "reviewer", "interests", "reason")


def review_router() -> APIRouter:
    """Return the routes of the desk; the key is `app.state.review_key`, none if nobody may decide here."""
    return router


@router.get("/policy")
def policy() -> str:
    """Show the editorial policy."""
    return render("policy.html.j2", title=policy_title(), text=Markup(policy_html()))


@router.get("/review")
def queue(
    request: Request,
    kind: Annotated[str, Query()] = "",
    state: Annotated[str, Query()] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1)] = 1,
) -> str:
    """Show what is reviewed and how far."""
    try:
        found = view.queue(kind, state, q.strip(), page)
    except KeyError:
        raise HTTPException(404, f"The list has no page {page}.") from None
    problem = load_badges().problem
    return render("review.html.j2", queue=found, problem=problem, may_decide=_may_decide(request))


@router.get(ENTRANCE)
def enter(request: Request, key: Annotated[str, Query()] = "") -> Response:
    """Open the desk in this browser."""
    review_key = _review_key(request)
    if review_key is None or not review_key.opens(key):
        return _closed()
    answer = RedirectResponse("/review", SEE_OTHER)
    answer.set_cookie(
        COOKIE, review_key.session, path="/review", secure=review_key.secure, httponly=True, samesite="strict"
    )
    return answer


@router.get("/review/audit")
def audit(request: Request, page: Annotated[int, Query(ge=1)] = 1) -> str:
    """Show every entry of the audit, the youngest first."""
    try:
        record, problem = view.open_desk().record(), ""
    except InputError as error:
        record, problem = AuditRecord(), str(error)
    entries = record.entries[::-1]
    pages = max(1, -(-len(entries) // view.LONG))
    if page > pages:
        raise HTTPException(404, f"The audit has no page {page}.")
    return render(
        "audit.html.j2", entries=entries[(page - 1) * view.LONG : page * view.LONG], count=len(entries),
        head=record.head, findings=() if problem else record.find_tampering(), problem=problem, page=page, pages=pages,
        may_decide=_may_decide(request), subjects=load_subjects(), action_words=view.action_words, moment=view.moment,
    )  # fmt: skip


@router.get("/review/{id_}")
def case(request: Request, id_: str, done: Annotated[str, Query()] = "") -> str:
    """Show one subject with its review."""
    may_decide = _may_decide(request)
    return _case_page(id_, may_decide=may_decide, done=view.DONE_WORDS.get(done, "") if may_decide else "")


@router.post("/review/{id_}")
async def decide(request: Request, id_: str) -> Response:
    """Write a decision down."""
    review_key = _review_key(request)
    if review_key is None or not (review_key.knows(request.cookies) and review_key.is_from_here(request.headers)):
        return _closed()
    return await to_thread.run_sync(_decided, id_, await request.body())


def _decided(id_: str, body: bytes) -> Response:
    """Write a decision down, or show the form again with what is wrong."""
    entered: Mapping[str, str] = {}
    try:
        entered = read_form(body)
        action = _act(view.open_desk(), id_, entered)
    except InputError as problem:
        page = _case_page(id_, may_decide=True, entered=entered, wrong=str(problem))
        return HTMLResponse(page, status_code=WRONG)
    load_badges().forget()
    return RedirectResponse(f"/review/{quote(id_, safe='')}?done={action}", SEE_OTHER)


def _act(desk: ReviewDesk, id_: str, entered: Mapping[str, str]) -> str:
    """Do what was entered and return its name.

    Raises
    ------
    InputError
        What the desk refuses; or if the content is not the one that the reviewer saw.
    """
    decision, reviewer, interests, reason = (entered.get(name, "") for name in FIELDS)
    subject = desk.subjects.get(id_)
    if subject and entered.get("content") != subject.hash:
        raise InputError(f"{id_} has changed since this page was opened; read it again before you decide")
    if decision == "start":
        desk.start(id_, reviewer, interests)
    elif decision == "approve":
        desk.approve(id_, reviewer, interests, reason)
    elif decision == "reject":
        desk.reject(id_, reviewer, interests, reason)
    else:
        raise InputError("choose what you decide")
    return decision


def _case_page(
    id_: str, *, may_decide: bool, entered: Mapping[str, str] | None = None, wrong: str = "", done: str = ""
) -> str:
    try:
        found = view.subject_page(id_)
    except KeyError:
        raise HTTPException(404, f"Nothing with the id '{id_[:40]}' is reviewed.") from None
    return render(
        "case.html.j2", page=found, subject=found.subject, badge=found.badge, may_decide=may_decide, wrong=wrong,
        done=done, entered={name: (entered or {}).get(name, "") for name in FIELDS},
        content=readable(found.subject.content), level_words=level_words, reader_words=reader_words,
        action_words=view.action_words, moment=view.moment,
    )  # fmt: skip


def _closed() -> Response:
    return HTMLResponse(render("desk_closed.html.j2"), status_code=CLOSED)


def _review_key(request: Request) -> ReviewKey | None:
    key = getattr(request.app.state, "review_key", None)
    return key if isinstance(key, ReviewKey) else None


def _may_decide(request: Request) -> bool:
    key = _review_key(request)
    return key is not None and key.knows(request.cookies)
