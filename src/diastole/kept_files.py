"""Files that save work: written whole or not at all, made again where they are damaged, and missed by nobody."""

import logging
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

CHECKSUM = sha256().digest_size  # bytes


def read_kept(path: Path, what: str) -> bytes | None:
    """Return what was kept; None where there is nothing, or it is damaged. `what`: what it is, for a message."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    kept, checksum = content[:-CHECKSUM], content[-CHECKSUM:]
    if _checksum(path, kept) == checksum:
        return kept
    _say_once(f"{what} in {path.parent} is damaged and made again.")
    return None


def keep(path: Path, content: bytes, what: str) -> None:
    """Keep a file where there is room, so that no other process ever reads half of it. `what`: as of `read_kept`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                file.write(content + _checksum(path, content))
                file.close()
                Path(file.name).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(file.name).unlink()
                raise
    except OSError as problem:
        _say_once(
            f"{what} cannot be kept in {path.parent} ({problem}), so it is made anew each time; set "
            f"DIASTOLE_CACHE_DIR to a folder that can be written."
        )


def _checksum(path: Path, content: bytes) -> bytes:
    """Return the checksum of a file and of where it is kept: that of another name or version must never be used."""
    return sha256(f"{path.parent.name}/{path.name}".encode() + content).digest()


@cache
def _say_once(sentence: str) -> None:
    logging.getLogger(__name__).warning(sentence)
