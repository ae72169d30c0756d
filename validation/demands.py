"""The rows of all phenomena, with the reason for those that the model is known to miss."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from diastole.strict_yaml import read_yaml
from validation.rows import MISS, Row

PHENOMENA = (  # in the order of the page
    "healthy", "filling_curve", "pericardium", "arterioles", "coronary_inflow", "waves", "waveforms",
    "baroreflex",
    "aortic_regurgitation", "balloon_pump", "drugs", "rate", "surgery", "septal_defect", "assist_devices",
    "vicious_circle", "land2015", "wall_motion", "two_ventricles", "monodomain",
)  # fmt: skip


def with_misses(rows: Sequence[Row], file: Path) -> list[Row]:
    """Return rows, with the reason for those that the model is known to miss.

    Parameters
    ----------
    rows
        Of a folder.
    file
        The misses: a list of reasons, each with the rows that it explains, as their text. There may be none.

    Raises
    ------
    ValueError
        If a miss is none of the rows.
    """
    misses = read_yaml(file.read_text(encoding="utf-8"), file.name) or [] if file.exists() else []
    reasons = {name: miss["because"].strip() for miss in misses for name in miss["rows"]}
    if unknown := reasons.keys() - {str(row) for row in rows}:
        raise ValueError(f"{file} names rows that do not exist: {'; '.join(sorted(unknown))}")
    return [replace(row, known=MISS, because=reasons[str(row)]) if str(row) in reasons else row for row in rows]


def _rows_of(name: str) -> list[Row]:
    module = import_module(f"validation.phenomena.{name}.rows")
    return with_misses(module.ROWS, Path(__file__).parent / "phenomena" / name / "misses.yaml")


DEMANDS = tuple(row for name in PHENOMENA for row in _rows_of(name))
