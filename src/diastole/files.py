"""Write a file whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from diastole.errors import InputError


def write_whole(path: str | Path, content: bytes) -> Path:
    """Write ``content`` to ``path``: first beside it, then moved into its place, so that no half file is ever seen.

    Raises
    ------
    InputError
        If the folder is missing or the file cannot be written; nothing is left behind.
    """
    target = Path(path).expanduser().resolve()
    check_place(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise InputError(f"cannot write {path}: {error.strerror or error}; choose another place.") from error
    return target


def check_place(path: str | Path) -> None:
    """Raise InputError if there is no folder to write ``path`` into, or if ``path`` is a folder itself."""
    target = Path(path).expanduser().resolve()
    if target.is_dir():
        raise InputError(f"cannot write {path}: it is a folder; add the name of a file.")
    if not target.parent.is_dir():
        raise InputError(f"cannot write {path}: there is no folder {target.parent}; make it or choose another place.")
    if not os.access(target.parent, os.W_OK):
        raise InputError(f"cannot write {path}: the folder {target.parent} is not writable; choose another place.")
