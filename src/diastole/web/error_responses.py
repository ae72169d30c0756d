"""Error responses: an OperationOutcome for programs, a page for people."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from diastole.errors import InputError, SimulationError
from diastole.web.cds.response import outcome_response
from diastole.web.concurrency import kind_of
from diastole.web.pages.template import render

BAD_REQUEST = 400


def error_response(scope: Any, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error in the form that suits the caller: JSON of the service, or a page."""
    if kind_of(scope) == "service":
        return outcome_response(status, message, headers)
    return HTMLResponse(render("refusal.html.j2", status=status, message=message), status, headers)


def add_error_responses(app: FastAPI) -> None:
    """Answer every error of a request with one sentence."""

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, problem: RequestValidationError) -> Response:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:]) or "the request"
        return error_response(request.scope, BAD_REQUEST, f"{place}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, problem: HTTPException) -> Response:
        return error_response(request.scope, problem.status_code, str(problem.detail), problem.headers)

    @app.exception_handler(InputError)
    @app.exception_handler(SimulationError)
    async def unusable(request: Request, problem: Exception) -> Response:
        return error_response(request.scope, BAD_REQUEST, str(problem))
