"""The bibliography: one record per source, by the key that laws and presets name."""

from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from diastole.strict_yaml import read_yaml

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
def _read() -> tuple[Source, ...]:
    """Read the file that comes with the package."""
    text = (files("diastole.knowledge.evidence") / "sources.yaml").read_text(encoding="utf-8")
    return tuple(parse_sources(text).values())


def load_sources() -> dict[str, Source]:
    """Return every source by its key."""
    return {source.id: source for source in _read()}


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
    found: dict[str, Source] = {}
    known = {field.name for field in fields(Source)}
    for record in read_yaml(text, "sources.yaml"):
        key = record.get("id")
        if unknown := sorted(set(record) - known):
            raise ValueError(f"source '{key}' has unknown fields {', '.join(unknown)}")
        source = Source(**record | {"unverified_fields": tuple(record.get("unverified_fields", ()))})
        _check(source, found)
        found[source.id] = source
    return found


def _check(source: Source, found: dict[str, Source]) -> None:
    """Refuse a record that cannot be used."""
    if source.id in found:
        raise ValueError(f"source '{source.id}' is given twice")
    if source.type not in TYPES:
        raise ValueError(f"source '{source.id}' has the type '{source.type}', allowed are {', '.join(TYPES)}")
    if source.type != "own" and source.checked not in CHECKED:
        raise ValueError(f"source '{source.id}' says checked: '{source.checked}', allowed are {', '.join(CHECKED)}")
