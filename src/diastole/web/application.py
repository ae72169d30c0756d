"""The application put together: limits, door, service, pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from diastole.faces.pages.rendering import installed_version
from diastole.web.cds.feedback import FeedbackStore
from diastole.web.cds.service import cds_router
from diastole.web.cds.token_verifier import TokenVerifier
from diastole.web.concurrency import MOST_AT_ONCE, ConcurrencyLimit
from diastole.web.connections import most_connections
from diastole.web.error_responses import InternalErrors, add_error_responses
from diastole.web.headers import HeadLikeGet, SafeHeaders
from diastole.web.health import Health
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.page_routes import pages_router
from diastole.web.pages.review_key import ReviewKey
from diastole.web.pages.review_routes import review_router
from diastole.web.pages.screening_form import each_once
from diastole.web.request_limits import RequestLimits
from diastole.web.token_check import TokenCheck
from diastole.web.web_settings import WebSettings, check_settings

PAGE_THREADS = 4  # pages made at once, assumed; more would only take turns with the service, which has its own


@asynccontextmanager
async def _few_threads(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = PAGE_THREADS
    yield


def make_app(
    settings: WebSettings | None = None, *, feedback: FeedbackStore | None = None, review_key: ReviewKey | None = None
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    settings
        Loopback without tokens if not given.
    feedback
        Where reports on cards are kept; a new place in memory if not given.
    review_key
        Opens the review desk to who has it; nobody can decide there if not given.

    Raises
    ------
    InputError
        If the settings may not be used.
    """
    chosen = check_settings(settings or WebSettings())
    app = FastAPI(
        title="diastole: screening before a balloon pump",
        version=installed_version(),
        description="Education and research only; not a medical device; no advice for a named patient.",
        redirect_slashes=False,
        docs_url=None,  # its page loads scripts from elsewhere; /openapi.json is there
        redoc_url=None,
        lifespan=_few_threads,
    )
    limit = ConcurrencyLimit(
        min(MOST_AT_ONCE, most_connections() // 2)
    )  # so that both kinds together leave connections

    def before_end() -> None:
        limit.close()
        WORKER.stop()

    add_error_responses(app)
    app.include_router(cds_router(chosen, FeedbackStore() if feedback is None else feedback))
    app.include_router(pages_router(), dependencies=[Depends(each_once)])
    app.include_router(review_router(), dependencies=[Depends(each_once)])
    app.state.review_key = review_key
    app.state.before_end = before_end
    # The one that is added last sees a request first.
    app.add_middleware(RequestLimits, limit=limit)
    if chosen.needs_token:
        app.add_middleware(TokenCheck, admits=TokenVerifier(chosen).admits)
    if chosen.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=chosen.origins, allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Accept"],
        )  # fmt: skip
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(chosen.hosts), www_redirect=False)
    app.add_middleware(InternalErrors)
    app.add_middleware(Health, limit=limit)
    app.add_middleware(HeadLikeGet)
    app.add_middleware(SafeHeaders)
    return app
