"""Extras that a command needs: loaded, or refused with a word on how to get them."""

from importlib.util import find_spec

from diastole.errors import InputError

WEB = ("fastapi", "uvicorn", "sqlalchemy", "alembic")  # packages of the extra `web`


def load_engine() -> None:
    """Import the simulator and then the engine of the 3D heart.

    Raise InputError if the engine is not installed, or cannot be loaded.
    """
    import diastole.model.run  # noqa: F401
    from diastole.model.heart3d.availability import require  # loads FEniCSx where it is installed

    require()


def check_web() -> None:
    """Refuse to go on without the extra `web`.

    Raise InputError if one of its packages is missing.
    """
    missing = [name for name in WEB if find_spec(name) is None]
    if missing:
        raise InputError(
            f"this needs the extra 'web', of which {', '.join(missing)} is not installed; get it with: "
            "pip install 'diastole[web]'"
        )
