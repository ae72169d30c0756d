"""Measures as people name them."""

from collections.abc import Iterable

from diastole.errors import InputError, did_you_mean
from diastole.model.measures.definitions import MEASURES, SPELLINGS, plain_words


def measures_named(called: Iterable[str]) -> tuple[str, ...]:
    """Return the measures that are called so, such as MAP. Raise InputError if there is no such measure."""
    names = tuple(SPELLINGS.get(plain_words(each), each) for each in called)
    for name in names:
        if name not in MEASURES:
            raise InputError(f"'{name}' is no measure.{did_you_mean(name, MEASURES)}")
    return names
