"""The application put together: limits, door, service, pages."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diastole.report.page import installed_version
from diastole.web.cds.feedback import FeedbackStore
from diastole.web.cds.service import cds_router
from diastole.web.cds.token import Doorkeeper
from diastole.web.door import Door
from diastole.web.limits import Limits
from diastole.web.pages.desk import desk_router
from diastole.web.pages.desk_key import DeskKey
from diastole.web.pages.routes import pages_router
from diastole.web.refusals import add_refusals
from diastole.web.settings import Settings, check_settings

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # nothing for others; with "no-referrer" a form would not say where it stood
    "Cache-Control": "no-store",
}


class SafeHeaders:
    """Tells browsers to load nothing from elsewhere, run no script and keep nothing."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request and add the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def make_app(
    settings: Settings | None = None, *, feedback: FeedbackStore | None = None, desk_key: DeskKey | None = None
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    settings
        Loopback without tokens if not given.
    feedback
        Where reports on cards are kept; a new place in memory if not given.
    desk_key
        Opens the review desk to who has it; nobody can decide there if not given.

    Raises
    ------
    InputError
        If the settings may not be used.
    """
    chosen = check_settings(settings or Settings())
    app = FastAPI(
        title="diastole: screening before a balloon pump",
        version=installed_version(),
        description="Education and research only; not a medical device; no advice for a named patient.",
        redirect_slashes=False,
        docs_url=None,  # its page loads scripts from elsewhere; /openapi.json is there
        redoc_url=None,
    )
    add_refusals(app)
    app.include_router(cds_router(chosen, FeedbackStore() if feedback is None else feedback))
    app.include_router(pages_router())
    app.include_router(desk_router())
    app.state.desk_key = desk_key
    # The one that is added last sees a request first.
    app.add_middleware(Limits)
    if chosen.needs_token:
        app.add_middleware(Door, admits=Doorkeeper(chosen).admits)
    if chosen.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=chosen.origins, allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Accept"],
        )  # fmt: skip
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(chosen.hosts), www_redirect=False)
    app.add_middleware(SafeHeaders)
    return app
