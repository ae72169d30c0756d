"""Extras of the package: there, or refused with a word on how to get them."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from diastole.errors import InputError

PACKAGES = {  # of each extra
    "web": ("fastapi", "uvicorn", "sqlalchemy", "alembic"),
    "cohorts": ("dask", "distributed", "SALib", "zarr"),
}


def check_extra(extra: str) -> None:
    """Raise InputError if a package of an extra is missing."""
    missing = [name for name in PACKAGES[extra] if find_spec(name) is None]
    if missing:
        raise InputError(
            f"this needs the extra '{extra}', of which {', '.join(missing)} is not installed; get it with: "
            f"pip install 'diastole[{extra}]'"
        )


def with_extra(extra: str, module: str) -> Any:
    """Return a module of the package that needs an extra. Raise InputError as `check_extra`."""
    check_extra(extra)
    return import_module(f"diastole.{module}")
