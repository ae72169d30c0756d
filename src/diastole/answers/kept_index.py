"""The search index on the disk: to read every word of every article takes a second, which each question would wait."""

import gc
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import Stemmer

from diastole.answers.article_index import ArticleIndex
from diastole.answers.lexicon import Lexicon
from diastole.errors import InputError
from diastole.files import hash_of, write_whole
from diastole.knowledge.articles.article import Article
from diastole.law import CACHE_FOLDER, PACKAGE

MADE_BY = ("answers", "knowledge/articles")  # folders of the code and of the lists of words; texts count by their hash
CHECKSUM = sha256().digest_size  # bytes, at the end of the file


def load_index(articles: Mapping[str, Article], lexicon: Lexicon) -> ArticleIndex:
    """Return the index over articles: the one that was kept, where the same code made it of the same texts.

    `lexicon`: the one that comes with the package.
    """
    path = CACHE_FOLDER / "index" / f"{_hash(articles)}.pickle"
    given = {"articles": articles, "lexicon": lexicon}
    kept = _kept(path)
    if kept is not None:
        return _read(kept, given)
    index = ArticleIndex(articles, lexicon)
    _keep(path, _written(index, given))
    return index


def _hash(articles: Mapping[str, Article]) -> str:
    """Return the hash of all that an index rests on."""
    texts = "\n".join(f"{id_} {article.hash}" for id_, article in articles.items())
    return sha256(f"{_code_hash()}\n{texts}".encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def _code_hash() -> str:
    paths = (path for folder in MADE_BY for path in sorted((PACKAGE / folder).rglob("*")))
    return hash_of(
        (path for path in paths if path.suffix in (".py", ".yaml")), f"{sys.version} {Stemmer.version()}"
    )  # fmt: skip


def _kept(path: Path) -> bytes | None:
    """Return what was kept; None where there is nothing, or it is damaged or was kept under another name."""
    with suppress(OSError):
        content = path.read_bytes()
        if _checksum(path, content[:-CHECKSUM]) == content[-CHECKSUM:]:
            return content[:-CHECKSUM]
    return None


def _keep(path: Path, content: bytes) -> None:
    with suppress(OSError, InputError):  # a folder that cannot be written to only costs the next start
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content + _checksum(path, content))


def _checksum(path: Path, content: bytes) -> bytes:
    return sha256(path.name.encode() + content).digest()


def _written(index: ArticleIndex, given: Mapping[str, Any]) -> bytes:
    """Return an index as bytes, with the names of what was given for it in its place."""
    names = {id(thing): name for name, thing in given.items()}

    class Pickler(pickle.Pickler):
        """Writes names."""

        def persistent_id(self, obj: Any) -> str | None:
            """Return the name of what was given."""
            return names.get(id(obj))

    file = BytesIO()
    Pickler(file, pickle.HIGHEST_PROTOCOL).dump(index)
    return file.getvalue()


def _read(content: bytes, given: Mapping[str, Any]) -> ArticleIndex:
    """Return the index that was written."""

    class Unpickler(pickle.Unpickler):
        """Puts what is given where its name was written."""

        def persistent_load(self, pid: Any) -> Any:
            """Return what is given under a name."""
            return given[pid]

    collects = gc.isenabled()
    gc.disable()  # it would look through each of the many small parts again and again, twice the time of reading them
    try:
        index: ArticleIndex = Unpickler(BytesIO(content)).load()
    finally:
        if collects:
            gc.enable()
    return index
