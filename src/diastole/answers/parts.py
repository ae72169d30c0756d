"""What an answer consists of."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diastole.answers.simulation import LABEL

if TYPE_CHECKING:
    from diastole.claims.ledger import Entry

DISCLAIMER = "Education and research only; not a medical device; no advice for a named patient."
GROUP_TITLES = {
    "guideline": "Guidelines", "research": "Research", "label": "Labels of devices", "simulation": LABEL,
}  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """What is said, and what supports it."""

    text: str
    statements: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    references: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()  # class and level as the sources print them
    remark: str = ""  # how little it was checked


@dataclass(frozen=True)
class Section:
    """A part of an answer."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Reference:
    """A source or a run, with its number in the answer."""

    number: int
    group: str  # guideline, research, label or simulation
    id: str
    citation: str
    checked: str  # how far its content was checked; empty of a run
    doi: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer or a refusal."""

    question: str
    reader: str
    answered: bool
    reason: str  # of a refusal; empty of an answer
    message: str  # what a refusal says
    intent: str
    badge: str  # the lowest review state of the statements; empty without any
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    related: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()  # what the question assumes wrongly
    notices: tuple[str, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)  # of the statements used, by id
    corpus: str = ""  # hash of all statements and claims
    entries: Mapping[str, "Entry"] = field(default_factory=dict)  # of the claims used, for figures
    disclaimer: str = DISCLAIMER

    @property
    def id(self) -> str:
        """Hash of question, reader and corpus: the same answer has the same id."""
        return hashlib.sha256(f"{self.question}\n{self.reader}\n{self.corpus}".encode()).hexdigest()[:12]

    @property
    def corrections(self) -> list[str]:
        """What is said about each false assumption, before everything else."""
        return [f"Nothing here supports that {says}. What is known comes first." for says in self.premises]

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences in order."""
        return [sentence for section in self.sections for sentence in section.sentences]
