"""The whole application: middleware, service, pages and review desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware

from diastole.faces.pages.rendering import installed_version
from diastole.web.cds.feedback import FeedbackStore
from diastole.web.cds.service import cds_router
from diastole.web.cds.token_verifier import TokenVerifier
from diastole.web.concurrency import MOST_AT_ONCE, ConcurrencyLimit
from diastole.web.connections import most_connections
from diastole.web.error_responses import add_error_responses
from diastole.web.middleware import head_like_get, health, internal_errors, known_hosts, safe_headers, token_check
from diastole.web.pages import article_routes, bench_routes, experiment_routes, review_routes, screening_routes
from diastole.web.pages.background_work import WORKER
from diastole.web.pages.request_fields import check_address
from diastole.web.pages.review_key import ReviewKey
from diastole.web.request_limits import RequestLimits
from diastole.web.web_settings import WebSettings, check_settings

PAGE_THREADS = 4  # pages made at once, assumed; the service has threads of its own


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
        Keeps the feedback on cards; a new store in memory if not given.
    review_key
        The key with which reviewers open the desk; without one nobody can decide there.

    Raises
    ------
    InputError
        If the settings are not allowed.
    """
    chosen = check_settings(settings or WebSettings())
    app = FastAPI(
        title="diastole: screening before a balloon pump",
        version=installed_version(),
        description="Education and research only; not a medical device; no advice for a named patient.",
        redirect_slashes=False,
        docs_url=None,  # its page loads scripts from elsewhere; /openapi.json is served
        redoc_url=None,
        lifespan=_few_threads,
    )
    # Half of the connections for each kind of request leaves some for health checks.
    limit = ConcurrencyLimit(min(MOST_AT_ONCE, most_connections() // 2))

    def before_end() -> None:
        limit.close()
        WORKER.stop()

    app.state.review_key = review_key
    app.state.before_end = before_end
    add_error_responses(app)
    if chosen.has_service:
        app.include_router(cds_router(chosen, FeedbackStore() if feedback is None else feedback))
    for pages in (article_routes, bench_routes, experiment_routes, screening_routes, review_routes):
        app.include_router(pages.router, dependencies=[Depends(check_address)])
    _add_middleware(app, chosen, limit)
    return app


def _add_middleware(app: FastAPI, chosen: WebSettings, limit: ConcurrencyLimit) -> None:
    """Add what a request passes on its way to a route, the last one first."""
    app.add_middleware(RequestLimits, limit=limit)
    if chosen.needs_token:
        app.add_middleware(token_check, admits=TokenVerifier(chosen).admits)
    if chosen.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=chosen.origins, allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Accept"],
        )  # fmt: skip
    app.add_middleware(known_hosts, accepts=chosen.accepts_host)
    app.add_middleware(internal_errors)
    app.add_middleware(health, limit=limit)
    app.add_middleware(head_like_get)
    app.add_middleware(safe_headers)
