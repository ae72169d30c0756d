"""Pages of the review desk: everybody can read; a browser that opened the desk with its key can decide."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from diastole.errors import InputError
from diastole.faces.pages.place import SERVED
from diastole.faces.pages.policy_page import policy_page
from diastole.review.audit import AuditRecord
from diastole.review.badges import PATIENCE, load_badges
from diastole.review.readable_content import level_words, readable, reader_words
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_subjects import load_subjects
from diastole.web.error_responses import BAD_REQUEST
from diastole.web.pages import review_view as view
from diastole.web.pages.request_fields import read_form
from diastole.web.pages.review_key import COOKIE, ENTRANCE, ReviewKey
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
SEE_OTHER, FORBIDDEN = 303, 403
FIELDS = ("decision", "reviewer", "interests", "reason")


@router.get("/policy")
def policy() -> str:
    """Show the editorial policy."""
    return policy_page(SERVED)


@router.get("/review")
def queue(
    request: Request,
    kind: Annotated[str, Query()] = "",
    state: Annotated[str, Query()] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1)] = 1,
) -> str:
    """Show the subjects of review with their states."""
    listed = view.queue(kind, state, q.strip(), page)
    return render("review.html.j2", queue=listed, problem=load_badges().problem, may_decide=_may_decide(request))


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
    """Show the entries of the audit, the latest first."""
    try:
        record, problem = ReviewDesk(patience=PATIENCE).record(), ""
    except InputError as error:
        record, problem = AuditRecord(), str(error)
    entries, pages = view.rows_of_page(record.entries[::-1], page)
    return render(
        "audit.html.j2", entries=entries, count=len(record.entries), head=record.head, page=page, pages=pages,
        findings=() if problem else record.find_tampering(), problem=problem,
        may_decide=_may_decide(request), subjects=load_subjects(), action_words=view.ACTION_WORDS, moment=view.moment,
    )  # fmt: skip


@router.get("/review/{id_}")
def case(request: Request, id_: str, done: Annotated[str, Query()] = "") -> str:
    """Show one subject with its review."""
    may_decide = _may_decide(request)
    message = view.DECISIONS[done][1] if may_decide and done in view.DECISIONS else ""
    return _case_page(id_, may_decide=may_decide, done=message)


@router.post("/review/{id_}")
async def decide(request: Request, id_: str) -> Response:
    """Record a decision."""
    review_key = _review_key(request)
    if review_key is None or not (review_key.knows(request.cookies) and review_key.is_from_here(request.headers)):
        return _closed()
    return await to_thread.run_sync(_decided, id_, await request.body())


def _decided(id_: str, body: bytes) -> Response:
    """Record a decision, or show the form again with the problem."""
    entered: Mapping[str, str] = {}
    try:
        entered = read_form(body)
        action = _record(ReviewDesk(patience=PATIENCE), id_, entered)
    except InputError as problem:
        return HTMLResponse(_case_page(id_, may_decide=True, entered=entered, wrong=str(problem)), BAD_REQUEST)
    load_badges().forget()
    return RedirectResponse(f"/review/{quote(id_, safe='')}?done={action}", SEE_OTHER)


def _record(desk: ReviewDesk, id_: str, entered: Mapping[str, str]) -> str:
    """Record the decision that was entered, and return its name; an InputError if that is refused."""
    decision, reviewer, interests, reason = (entered.get(name, "") for name in FIELDS)
    subject = desk.subjects.get(id_)
    if subject and entered.get("content") != subject.hash:
        raise InputError(f"{id_} has changed since this page was opened; read it again before you decide")
    if decision not in view.DECISIONS:
        raise InputError("choose what you decide")
    reasons = () if decision == "start" else (reason,)
    getattr(desk, decision)(id_, reviewer, interests, *reasons)
    return decision


def _case_page(
    id_: str, *, may_decide: bool, entered: Mapping[str, str] | None = None, wrong: str = "", done: str = ""
) -> str:
    page = view.subject_page(id_)
    return render(
        "case.html.j2", page=page, subject=page.subject, badge=page.badge, may_decide=may_decide, wrong=wrong,
        done=done, entered={name: (entered or {}).get(name, "") for name in FIELDS},
        content=readable(page.subject.content), level_words=level_words, reader_words=reader_words,
        action_words=view.ACTION_WORDS, moment=view.moment,
    )  # fmt: skip


def _closed() -> Response:
    return HTMLResponse(render("desk_closed.html.j2"), status_code=FORBIDDEN)


def _review_key(request: Request) -> ReviewKey | None:
    key = getattr(request.app.state, "review_key", None)
    return key if isinstance(key, ReviewKey) else None


def _may_decide(request: Request) -> bool:
    key = _review_key(request)
    return key is not None and key.knows(request.cookies)
