"""The edition of the evidence base: the date of its last change, tied to its content by a fingerprint."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from diastole.files import hash_of
from diastole.strict_yaml import read_packaged

FILE = "edition.yaml"
TABLES = ("sources.yaml", "thresholds.yaml")


@dataclass(frozen=True)
class Edition:
    """A date and the fingerprint of the statements, sources and thresholds of that day."""

    updated: str  # year-month-day
    fingerprint: str


@lru_cache(maxsize=1)
def load_edition() -> Edition:
    """Return the edition of the package."""
    content = read_packaged("diastole.knowledge.evidence", FILE)
    return Edition(str(content["updated"]), str(content["fingerprint"]))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return the fingerprint of what the package holds; read once, since statements and answers both ask for it."""
    folder = files("diastole.knowledge.evidence")
    texts = (entry for entry in (folder / "statements").iterdir() if entry.name.endswith(".yaml"))
    return hash_of([*sorted(texts, key=lambda entry: entry.name), *(folder / name for name in TABLES)])[:16]


def outdated() -> str:
    """Return what to do where the evidence has changed since the date that is given; empty if it has not."""
    known, now = load_edition(), fingerprint()
    if known.fingerprint == now:
        return ""
    return f"the evidence has changed since {known.updated}: write the date of the change and the fingerprint '{now}'"
