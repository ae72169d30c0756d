"""The default place of the database of reviews, found without opening it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "DIASTOLE_DATABASE_URL"


def data_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return where the platform keeps the data of a user's programs: the folder of diastole in it."""
    home = Path.home()
    if platform == "win32":
        root = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        root = home / "Library" / "Application Support"
    else:
        given = Path(environment.get("XDG_DATA_HOME") or "")
        root = given if given.is_absolute() else home / ".local" / "share"
    return root / "diastole"


def default_file() -> Path:
    """Return the file of the user that is used where no database is named."""
    return data_folder() / "review.sqlite"
