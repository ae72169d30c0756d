"""The score of every refit, also of those that were not kept, in ``score_history.yaml``."""

import subprocess
from datetime import UTC, datetime
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from diastole.errors import InputError
from validation.locked_targets import changed, lock_hash
from validation.patients import ROOT
from validation.rows import table

FILE = ROOT / "validation" / "score_history.yaml"
HEAD = (
    "date", "model", "what was changed", "kept", "rows", "sign", "half", "one SE", "median error, SD", "rule", "lock",
)  # fmt: skip
EARLIER = """\
By the *earlier* rule targets were not locked yet, states counted as signs and as sizes, and two standard errors of the
mean counted as within half. By the rule *with nulls* a published change that is none (not altered, or within its own
noise) counted as a sign too: right inside its band, wrong outside. Such a change has no sign, and the *present* rule
asks of it only whether the model stays inside its band, among the sizes. The last model by the old rule stands once
more by the present one; figures of different rules are not comparable.
"""
TUNING = """\
**Changes that are kept because these figures rose are tuned to the open rows**, though no value was fitted to one of
them: whoever chooses between two assumptions with the rows in view takes something from the rows. The share that counts
as a prediction is that of rows that are held back until the model stands.
"""


class Entry(BaseModel):
    """The score of a model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: str  # year-month-day, UTC
    model: str  # commit, or a name
    changed: str
    kept: bool
    rule: Literal["earlier", "with nulls", "present"] = "present"
    rows: int
    sign: float  # 1, share
    half: float  # 1, share
    error: float | None = None  # 1, share
    spreads: float | None = None  # 1, median error in standard deviations
    lock: str = ""
    held_back: bool = False  # of the rows that nothing was chosen by


def history() -> list[Entry]:
    """Return the scores, the first one first."""
    return [Entry.model_validate(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def commit() -> str:
    """Return the last commit that changed the sources, with a + where they differ from it."""
    git = ("git", "-C", str(ROOT))
    name = subprocess.run(
        [*git, "log", "-1", "--format=%h", "--", "src"], capture_output=True, text=True, check=True
    ).stdout
    dirty = subprocess.run([*git, "diff", "--quiet", "HEAD", "--", "src"], check=False).returncode
    return name.strip() + ("+" if dirty else "")


def record(words: str, figures: dict[str, Any], *, kept: bool) -> Entry:
    """Add a score to the history.

    Raises
    ------
    InputError
        If what the model is compared with is not as it was locked.
    """
    if moved := changed():
        raise InputError(
            f"{', '.join(moved)}: not as locked. Lock the targets with python -m validation.locked_targets, in a "
            "commit that says why they changed, and score again."
        )
    today = datetime.now(UTC).date().isoformat()
    entry = Entry(date=today, model=commit(), changed=words, kept=kept, lock=lock_hash(), **figures)
    said = entry.model_dump(exclude_defaults=True) | {"rule": entry.rule}
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in said.items()}
    with FILE.open("a", encoding="utf-8") as file:
        yaml.safe_dump([rounded], file, sort_keys=False, allow_unicode=True, width=120)
    return entry


def history_table() -> str:
    """Return the history as Markdown, with what it cannot be taken for."""
    lines = [
        [
            one.date, one.model, one.changed, "yes" if one.kept else "no", str(one.rows), f"{one.sign:.3f}",
            f"{one.half:.3f}", "–" if one.error is None else f"{one.error:.3f}",
            "–" if one.spreads is None else f"{one.spreads:.2f}",
            f"{one.rule}, held back" if one.held_back else one.rule, one.lock or "–",
        ]
        for one in history()
    ]  # fmt: skip
    return f"{table(HEAD, lines)}\n{EARLIER}\n{TUNING}"
