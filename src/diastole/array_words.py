"""The words of laws for arrays: a law that is reread with them takes arrays of many patients for its numbers.

A lane of an array gets the number that the law gives for it alone. What is not finite stays in its lane, as in plain
Python, and NumPy says nothing of it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from diastole.law import LARGEST_EXPONENT


def _select(condition: Any, if_true: Any, if_false: Any) -> Any:
    return np.where(condition, if_true, if_false)


def _min(a: Any, b: Any) -> Any:
    return np.where(b < a, b, a)


def _max(a: Any, b: Any) -> Any:
    return np.where(b > a, b, a)


def _only_if(condition: Any, compute: Callable[[], Any], otherwise: Any) -> Any:
    with np.errstate(all="ignore"):  # of lanes for which it is not meant
        return _chosen(condition, compute(), otherwise)


def _chosen(condition: Any, computed: Any, otherwise: Any) -> Any:
    """Choose by lane between numbers, or between the numbers of two tuples."""
    if not isinstance(computed, tuple):
        return np.where(condition, computed, otherwise)
    parts = [_chosen(condition, *pair) for pair in zip(computed, otherwise, strict=True)]
    return type(computed)._make(parts) if hasattr(computed, "_make") else tuple(parts)


def _expm1(x: Any) -> Any:
    return np.expm1(_min(_max(x, -LARGEST_EXPONENT), LARGEST_EXPONENT))


ARRAY_WORDS: dict[str, Callable[..., Any]] = {
    "select": _select,
    "only_if": _only_if,
    "min": _min,
    "max": _max,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "expm1": _expm1,
}
