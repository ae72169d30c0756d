"""Hashes of the program's own sources: what another version computed or wrote is recognised by them."""

from functools import lru_cache

from diastole.files import hash_of
from diastole.law import CACHE_FOLDER, PACKAGE

RUNS_REST_ON = ("studies/claims", "studies/course", "model/drugs", "model/measures", "model/patient")  # beside laws
SHOWS_ONLY = ("cli", "faces")  # change nothing of what is computed


@lru_cache(maxsize=1)
def model_hash() -> str:
    """Return the hash of all code and data that the runs of claims and articles rest on."""
    paths = (path for folder in RUNS_REST_ON for path in sorted((PACKAGE / folder).rglob("*")))
    rests_on = (path for path in paths if path.suffix in (".py", ".yaml") and path.name != "claims.yaml")
    return hash_of(rests_on, CACHE_FOLDER.name)[:24]


@lru_cache(maxsize=1)
def program_hash() -> str:
    """Return the hash of everything that computes: a beat of another version need not be the same beat."""
    every = sorted(PACKAGE.rglob("*.py"))
    return hash_of(path for path in every if path.relative_to(PACKAGE).parts[0] not in SHOWS_ONLY)
