"""Routes of the service: discovery, the screening on three hooks, feedback."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Depends, Response
from fastapi.security import HTTPBearer

from diastole.errors import InputError
from diastole.web.cds.cards import card_of
from diastole.web.cds.feedback import FeedbackStore
from diastole.web.cds.prefetch import templates
from diastole.web.cds.request import FeedbackList, OrderSelect, OrderSign, PatientView
from diastole.web.cds.response import Cards, OperationOutcome, Service, Services, outcome_response
from diastole.web.cds.screening_call import MissingDataError, screen_call
from diastole.web.json_body import StrictRoute
from diastole.web.web_settings import WebSettings

ID = "iabp-screen"  # the start of each id; clients file cards by address, so each hook has its own
ROOT = "/cds-services"
CALLS: dict[str, type[PatientView | OrderSelect | OrderSign]] = {
    "patient-view": PatientView, "order-select": OrderSelect, "order-sign": OrderSign,
}  # fmt: skip
TITLE = "Screening before an intra-aortic balloon pump"
DESCRIPTION = (
    "Shows one card where a balloon pump is ordered or in place, or on opening a patient in cardiogenic shock: "
    "contraindicated, data needed, caution or no contraindication found. Education and research only."
)
REQUIREMENTS = (
    "All prefetch keys but laboratory are needed; a key that is absent or failed is answered by 412. FHIR R4."
)
REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"model": OperationOutcome, "description": "Malformed; says where and why"},
    413: {"model": OperationOutcome, "description": "Larger than 5 MB"},
    429: {"model": OperationOutcome, "description": "Too many calls at once"},
    503: {"model": OperationOutcome, "description": "The server is stopping"},
    "4XX": {"model": OperationOutcome, "description": "Refused"},
}
NO_TOKEN: dict[int | str, dict[str, Any]] = {401: {"description": "No token that is accepted"}}


def cds_router(settings: WebSettings, feedback: FeedbackStore) -> APIRouter:
    """Return the routes of the service."""
    guarded = (
        [Depends(HTTPBearer(auto_error=False))] if settings.needs_token else []
    )  # checked by middleware; this documents it
    router = APIRouter(
        prefix=ROOT, route_class=StrictRoute, dependencies=guarded, tags=["CDS Hooks"],
        responses=REFUSED | (NO_TOKEN if guarded else {}),
    )  # fmt: skip

    @router.get("", response_model_exclude_none=True)
    def discovery() -> Services:
        """List the services."""
        return Services(services=[_service(hook) for hook in CALLS])

    def take_feedback(reports: FeedbackList) -> Response:
        """Keep feedback on cards."""
        for report in reports.feedback:
            feedback.add(report)
        return Response()

    for hook, kind in CALLS.items():
        router.add_api_route(
            f"/{service_id(hook)}",
            _screening(kind, settings),
            methods=["POST"],
            response_model=Cards,
            response_model_exclude_none=True,
            responses={412: {"model": OperationOutcome, "description": "Data that the screening needs were not sent"}},
            operation_id=service_id(hook),
        )
        router.add_api_route(
            f"/{service_id(hook)}/feedback",
            take_feedback,
            methods=["POST"],
            response_class=Response,
            responses={200: {"description": "Kept"}},
            operation_id=f"{service_id(hook)}-feedback",
        )
    return router


def service_id(hook: str) -> str:
    """Return the id of the service on a hook."""
    return f"{ID}-{hook}"


def _screening(kind: type[PatientView | OrderSelect | OrderSign], settings: WebSettings) -> Callable[..., Any]:
    """Return the endpoint of one hook."""

    def iabp_screen(call: Any) -> Any:
        """Screen the patient of a call."""
        try:
            screening = screen_call(call, datetime.now(UTC))
        except MissingDataError as problem:
            return outcome_response(412, str(problem))
        except InputError as problem:
            return outcome_response(400, str(problem))
        return Cards(cards=[card_of(screening, settings.public_url)] if screening else [])

    iabp_screen.__annotations__["call"] = kind
    return iabp_screen


def _service(hook: str) -> Service:
    return Service(
        hook=hook, id=service_id(hook), title=TITLE, description=DESCRIPTION, prefetch=templates(hook),
        usageRequirements=REQUIREMENTS,
    )  # fmt: skip
