"""Read a file of text that a person wrote, write a file whole or not at all, and know files by their content."""

import codecs
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO

from diastole.errors import InputError

ELSEWHERE = "choose another place"
LARGEST_TEXT = 1_000_000  # bytes
STANDARD_INPUT = "<stdin>"  # name under which the command line keeps standard input, also in messages
LARGEST_INPUT = 50_000_000  # bytes, of a long record
HTML = (b"<!doctype html", b"<html")  # how a page begins
_kept: dict[str, bytes] = {}


def keep_standard_input(stream: BinaryIO) -> None:
    """Read standard input, so that it can be read like a file named `STANDARD_INPUT`, more than once."""
    _kept[STANDARD_INPUT] = stream.read(LARGEST_INPUT + 1)


def read_file(path: str | Path, largest: int = LARGEST_TEXT) -> bytes:
    """Return the bytes of a file, at most one more than the largest size that is allowed.

    Raises
    ------
    FileNotFoundError
        If it does not exist.
    InputError
        If it cannot be read.
    """
    if str(path) in _kept:
        return _kept[str(path)][: largest + 1]
    try:
        with Path(path).open("rb") as file:
            return file.read(largest + 1)
    except FileNotFoundError:
        raise
    except IsADirectoryError:
        raise InputError(f"'{path}' cannot be read: it is a folder; give a file") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise InputError(f"{str(path)[:200]!r} cannot be read: {reason}") from None


def other_kind(raw: bytes) -> str:
    """Return what a file is, in words, that a person cannot have written as text; nothing where it may be text."""
    if raw.lstrip(codecs.BOM_UTF8).lstrip()[: len(HTML[0])].lower().startswith(HTML):
        return "an HTML page"
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "a picture, an archive or a file that is no text" if b"\0" in raw and not marked else ""


def decoded(raw: bytes, label: str) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 where a byte order mark says so.

    Raises
    ------
    InputError
        If it is in neither; the message names the byte.
    """
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "UTF-16" if marked else "UTF-8"
    try:
        return raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as problem:
        seen = raw[problem.start : problem.start + 1].decode("cp1252", "ignore")
        other = f", '{seen}' in Windows-1252" if seen.isprintable() and seen and not marked else ""
        where = f"byte {problem.start + 1}{other}"
        raise InputError(f"{label} is not {encoding} text ({where}); save it as UTF-8") from None


def hash_of(files: Iterable[Path | Traversable], start: str = "") -> str:
    """Return the SHA-256 of a text and of the bytes of files, in their order, hexadecimal."""
    digest = hashlib.sha256(start.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def write_whole(path: str | Path, content: bytes) -> Path:
    """Write ``content`` to ``path``: first beside it, then moved into its place, so that no half file is ever seen.

    What stood there stays until the new content is on the disk.

    Raises
    ------
    InputError
        If the folder is missing or the file cannot be written; nothing is left behind.
    """
    check_place(path)
    with whole_file(path) as draft:
        draft.write_bytes(content)
    return target_of(path)


@contextmanager
def whole_file(path: str | Path, *, keep: bool = True) -> Iterator[Path]:
    """Yield a draft beside the path, which is moved into its place at the end; after an error nothing is left.

    Raises
    ------
    InputError
        If the draft cannot be written or moved.
    """
    target = target_of(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with said(path):
            yield draft
            if keep:
                with draft.open("rb+") as file:
                    os.fsync(file.fileno())  # a disk may tell only now that it is full
                draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: str | Path, mark: str) -> Iterator[Path]:
    """Yield the draft of a folder beside the path, which takes its place at the end; after an error nothing is left.

    What stood there stays until then. `mark`: name of a file that says that a folder was written this way and may be
    replaced.

    Raises
    ------
    InputError
        If there is a file, or a folder with anything else in it, or the draft cannot be written or moved.
    """
    target = target_of(path)
    draft, old = (target.with_name(f".{target.name}.{os.getpid()}.{name}") for name in ("part", "old"))
    with said(path):
        if target.exists() and not (target.is_dir() and ((target / mark).is_file() or not any(target.iterdir()))):
            raise cannot_write(path, f"it has other files in it; {ELSEWHERE}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.mkdir()
            yield draft
            (draft / mark).touch()
            if target.exists():
                target.replace(old)
            draft.replace(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def check_place(path: str | Path) -> None:
    """Raise InputError if there is no folder to write ``path`` into, or if ``path`` is a folder itself."""
    target = target_of(path)
    if target.is_dir():
        raise cannot_write(path, "it is a folder; add the name of a file.")
    if not target.parent.is_dir():
        raise cannot_write(path, f"there is no folder {target.parent}; make it or {ELSEWHERE}.")
    if not os.access(target.parent, os.W_OK):
        raise cannot_write(path, f"the folder {target.parent} is not writable; {ELSEWHERE}.")


def target_of(path: str | Path) -> Path:
    """Return the file that a path means."""
    with said(path):
        return Path(path).expanduser().resolve()


def cannot_write(path: str | Path, why: str) -> InputError:
    """Return what is said of a file that cannot be written."""
    return InputError(f"cannot write {path}: {why}", code="cannot_write", path=str(path))


@contextmanager
def said(path: str | Path) -> Iterator[None]:
    """Say what the system has against writing a path, in a sentence."""
    try:
        yield
    except OSError as error:
        raise cannot_write(path, f"{error.strerror or error}; {ELSEWHERE}.") from None
    except RuntimeError as error:  # a circle of links, or the home of nobody
        raise cannot_write(path, f"{error}; {ELSEWHERE}.") from None


def is_file(reference: str | Path) -> bool:
    """Return whether a file exists; false of what cannot be the name of a file."""
    try:
        return str(reference) in _kept or Path(reference).is_file()
    except (OSError, ValueError):
        return False
