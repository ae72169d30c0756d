"""Measures of two ways to one steady beat."""

from collections.abc import Mapping
from typing import Any

import pytest


def same_numbers(measures: Mapping[str, float | None], rel: float = 1e-9) -> dict[str, Any]:
    """Return what measures are equal to that agree up to round-off: None only with None."""
    return {
        name: None if value is None else pytest.approx(value, rel=rel, abs=1e-9) for name, value in measures.items()
    }
