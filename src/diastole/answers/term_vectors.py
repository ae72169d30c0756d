"""What the words of a question mean, as vectors that tell the sections of an article apart.

They come from all-MiniLM-L6-v2 (Apache-2.0) and our own questions; ``scripts/term_vectors.py`` makes them.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from diastole.arrays import Array

FILE = Path(__file__).parent / "term_vectors.npz"


class TermVectors:
    """Vectors by term.

    Parameters
    ----------
    vectors
        One row for each of ``terms``.
    """

    def __init__(self, terms: list[str], vectors: Array):
        self._numbers = {term: number for number, term in enumerate(terms)}
        self._vectors = vectors

    def meaning(self, terms: Mapping[str, float]) -> Array:
        """Return the direction of weighted terms, of length one; zeros if none of them has a vector."""
        known = [(self._numbers[term], weight) for term, weight in terms.items() if term in self._numbers]
        if not known:
            return np.zeros(self._vectors.shape[1])
        numbers, weights = zip(*known, strict=True)
        summed: Array = np.array(weights) @ self._vectors[list(numbers)]
        length = float(np.linalg.norm(summed))
        return summed / length if length else summed


@lru_cache(maxsize=1)
def load_term_vectors() -> TermVectors:
    """Return the vectors that come with the package."""
    with np.load(FILE) as kept:
        return TermVectors(kept["terms"].tolist(), kept["vectors"].astype(float))
