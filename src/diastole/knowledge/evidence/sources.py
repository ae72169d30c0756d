"""The bibliography: one record per source, by the key that laws and presets name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from diastole.knowledge.evidence.edition import outdated
from diastole.knowledge.evidence.records import Records
from diastole.strict_yaml import read_yaml

FILE = "sources.yaml"

CHECKED = ("primary-abstract", "secondary", "unverified")  # levels, explained in sources.yaml
TYPES = ("guideline", "trial", "research", "review", "textbook", "manufacturer", "own")


@dataclass(frozen=True)
class Source:
    """A source; what is not known is empty."""

    id: str
    type: str
    title: str = ""
    authors: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    registry: str = ""
    url: str = ""  # where it can be read, if it has no DOI, PMID or number of a registry
    checked: str = ""
    unverified_fields: tuple[str, ...] = ()
    note: str = ""

    @property
    def citation(self) -> str:
        """Authors, title, place and year in one line, with what is known; without the identifier."""
        place = ":".join(part for part in (self.volume, self.pages) if part)
        journal = " ".join(str(part) for part in (self.journal or self.publisher, self.year, place) if part)
        return ". ".join(part for part in (self.authors.rstrip("."), self.title, journal) if part)

    @property
    def identifier(self) -> str:
        """The shortest name under which it can be looked up, such as ``doi:10.1000/1``; empty if there is none."""
        if self.doi:
            return f"doi:{self.doi}"
        return f"PMID {self.pmid}" if self.pmid else self.pmcid or self.registry or self.url

    @property
    def short_identifier(self) -> str:
        """The identifier, of a page the name of its site."""
        return urlsplit(self.identifier).hostname or self.identifier if self.identifier == self.url else self.identifier

    @property
    def address(self) -> str:
        """Where it can be opened; empty if there is no such place."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"
        if self.registry.startswith("NCT"):
            return f"https://clinicaltrials.gov/study/{self.registry}"
        return self.url


@lru_cache(maxsize=1)
def load_sources() -> Mapping[str, Source]:
    """Return every source by its key; of an edition that has not changed, they are read one by one."""
    text = (files("diastole.knowledge.evidence") / FILE).read_text(encoding="utf-8")
    return parse_sources(text) if outdated() else Records({FILE: text}, _source)


def parse_sources(text: str) -> dict[str, Source]:
    """Read a bibliography.

    Parameters
    ----------
    text
        YAML list of records with the fields of `Source`.

    Raises
    ------
    ValueError
        If a record has an unknown field, level or type, or a key is used twice.
    """
    sources: dict[str, Source] = {}
    for record in read_yaml(text, FILE):
        source = _source(record)
        if source.id in sources:
            raise ValueError(f"source '{source.id}' is given twice")
        sources[source.id] = source
    return sources


def _source(record: dict[str, Any]) -> Source:
    """Return a record as a source. Raise ValueError if it cannot be used."""
    if unknown := sorted(set(record) - {field.name for field in fields(Source)}):
        raise ValueError(f"source '{record.get('id')}' has unknown fields {', '.join(unknown)}")
    source = Source(**record | {"unverified_fields": tuple(record.get("unverified_fields", ()))})
    if source.type not in TYPES:
        raise ValueError(f"source '{source.id}' has the type '{source.type}', allowed are {', '.join(TYPES)}")
    if source.type != "own" and source.checked not in CHECKED:
        raise ValueError(f"source '{source.id}' says checked: '{source.checked}', allowed are {', '.join(CHECKED)}")
    return source
