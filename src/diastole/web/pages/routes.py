"""The addresses of the pages."""

from fastapi import APIRouter


def pages_router() -> APIRouter:
    """Return the routes of the pages; they stand in no API description."""
    return APIRouter(include_in_schema=False)
