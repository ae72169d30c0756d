"""Answers: their sections, sentences, references and notices."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from diastole.display import Displayed
from diastole.knowledge.articles.front_matter import Opening

DISCLAIMER = "Education and research only; not a medical device; no advice for a named patient."
LABEL = "Simulation, not clinical evidence"
GROUP_TITLES = {
    "guideline": "Guidelines", "research": "Research", "label": "Labels of devices", "own": "Said by the authors",
    "simulation": LABEL,
}  # fmt: skip
BOTTOM_LINE = "Short answer"


@dataclass(frozen=True)
class AnswerSentence:
    """A sentence of an answer, with the ids of its support."""

    text: str
    statements: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    references: tuple[int, ...] = ()
    starts: str = ""  # "paragraph" or "item" where it begins one


@dataclass(frozen=True)
class AnswerSection:
    """A part of an answer; in a choice, the bottom line of one article."""

    title: str
    sentences: tuple[AnswerSentence, ...]
    article: str = ""  # id of the article, in a choice
    is_box: bool = False  # where rule and simulator differ


@dataclass(frozen=True)
class Reference:
    """A source, a claim or a run, with its number in the answer.

    Attributes
    ----------
    identifier, address
        The shortest name under which it is looked up, and where it is opened.
    checked
        How far its content was checked; empty of a claim or run.
    recommendations
        Class and level of the recommendations that the answer takes from it, as it prints them.
    commands
        Commands that run it again, of a claim or run.
    """

    number: int
    group: str  # guideline, research, label, own or simulation
    id: str
    citation: str
    identifier: str = ""
    address: str = ""
    checked: str = ""
    recommendations: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArticleLink:
    """An article that is offered, and the question that it answers."""

    article: str
    question: str


@dataclass(frozen=True)
class ArticleReview:
    """How far an article was reviewed.

    Attributes
    ----------
    badge
        The lowest state of the article and of the statements it rests on.
    article
        State of the article itself.
    statements
        State by statement.
    """

    badge: str
    article: str
    statements: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer(Displayed):
    """An answer, a choice between answers, or a refusal."""

    question: str
    reader: str
    answered: bool
    reason: str = ""  # of a refusal
    message: str = ""  # what a refusal or a choice says
    article: str = ""  # id; empty of a choice or refusal
    title: str = ""  # the question that the article answers
    author: str = ""
    updated: str = ""
    review: ArticleReview | None = None
    withdrawn: tuple[str, ...] = ()  # why the article no longer stands, by statement
    sections: tuple[AnswerSection, ...] = ()
    references: tuple[Reference, ...] = ()
    related: tuple[ArticleLink, ...] = ()
    nearest: tuple[AnswerSentence, ...] = ()  # statements, where no article fits well
    premises: tuple[str, ...] = ()  # what the question assumes wrongly
    notices: tuple[str, ...] = ()
    language: str = "en"  # of the first notice
    pending: tuple[str, ...] = ()  # runs whose numbers are still being worked out
    bench: Opening | None = None
    versions: Mapping[str, int] = field(default_factory=dict)  # of the statements used, by id
    edition: str = ""  # hash of all articles and statements
    disclaimer: str = DISCLAIMER

    def __repr__(self) -> str:
        what = f"'{self.title}'" if self.title else self.reason or f"a choice of {len(self.sections)}"
        return f"<Answer to '{self.question}': {what}>"

    @property
    def id(self) -> str:
        """Hash of question, reader and edition: the same answer has the same id."""
        return hashlib.sha256(f"{self.question}\n{self.reader}\n{self.edition}".encode()).hexdigest()[:12]

    @property
    def badge(self) -> str:
        """The review state that the page shows; empty without one."""
        return self.review.badge if self.review else ""

    @property
    def corrections(self) -> list[str]:
        """A sentence about each false assumption of the question, shown first."""
        return [
            f"The question takes for granted that {_inside(says)}. What is known says otherwise."
            for says in self.premises
        ]

    @property
    def sentences(self) -> list[AnswerSentence]:
        """All sentences in order."""
        return [sentence for section in self.sections for sentence in section.sentences]


def _inside(sentence: str) -> str:
    """Return a sentence as a clause of another one."""
    text = sentence.rstrip(".")
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first[1:]) else f"{text[0].lower()}{text[1:]}"
