"""A mark of the program, by which a checkpoint knows whether it was written by the same one."""

import hashlib

from diastole.law import PACKAGE

SHOWS_ONLY = ("cli", "faces")  # change nothing of what is computed


def program_mark() -> str:
    """Return a mark of everything that computes: a beat of another version need not be the same beat."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] not in SHOWS_ONLY:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def text_mark(text: str) -> str:
    """Return a mark of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
