"""What the runs of claims and articles rest on, as one hash: a result of another model is no result."""

import hashlib
from functools import lru_cache

from diastole.law import CACHE_FOLDER, PACKAGE

RESTS_ON = (
    "studies/claims",
    "studies/course",
    "model/drugs",
    "model/measures",
    "model/patient",
)  # folders beside the compiled ones


@lru_cache(maxsize=1)
def model_hash() -> str:
    """Return the hash of all code and data that the runs of claims and articles rest on."""
    digest = hashlib.sha256(CACHE_FOLDER.name.encode())
    for folder in RESTS_ON:
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in (".py", ".yaml") and path.name != "claims.yaml":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:24]
