"""What the model is compared with, locked by hash; ``python -m validation.locked_targets`` locks it as it is now.

Targets are locked before presets are fitted again, and the score of each refit carries the lock
(``score_history.yaml``). So nobody can move a target, a patient or a treatment to meet a model without it being seen.
"""

import hashlib
import json
from typing import Any

import yaml

from validation.patients import HELD_BACK, PUBLICATIONS, ROOT, file_content

LOCK = ROOT / "validation" / "locked_targets.yaml"
WORDS = {
    "because",
    "known",
    "note",
    "why",
    "words",
    "name",
    "tested",
    "untested",
}  # say what the model shows, or explain: may change
DIGITS = 12  # of a hash, enough to tell versions apart
HEAD = "# SHA-256 of what the model is compared with, by file of publications/ and held_back/; see locked_targets.py\n"


def compared(content: Any) -> Any:
    """Return what decides a verdict: targets, patients, treatments and rows, without words."""
    if isinstance(content, dict):
        return {str(key): compared(value) for key, value in content.items() if key not in WORDS}
    if isinstance(content, list | tuple):
        return [compared(part) for part in content]
    return content


def digest(content: Any) -> str:
    """Return the SHA-256 of what decides a verdict, whatever the order of the keys."""
    canonical = json.dumps(compared(content), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def digests() -> dict[str, str]:
    """Return the hash of each publication as its file is now, by the name of the file."""
    files = sorted(path.stem for folder in (PUBLICATIONS, HELD_BACK) for path in folder.glob("*.yaml"))
    return {name: digest(file_content(name)) for name in files}


def locked() -> dict[str, str]:
    """Return the hashes that were locked."""
    return yaml.safe_load(LOCK.read_text(encoding="utf-8"))


def changed() -> list[str]:
    """Return the publications that are no longer as they were locked."""
    now, then = digests(), locked()
    return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))


def lock_hash() -> str:
    """Return the short hash of the whole lock."""
    return digest(locked())[:DIGITS]


if __name__ == "__main__":
    before = changed() if LOCK.exists() else []
    LOCK.write_text(HEAD + yaml.safe_dump(digests()), encoding="utf-8")
    print(f"locked: {lock_hash()}; changed: {', '.join(before) or 'none'}")
