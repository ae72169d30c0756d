"""What was found for a question."""

from dataclasses import dataclass

from diastole.answers.question import ParsedQuestion


@dataclass(frozen=True)
class Hit:
    """An article or statement and how well it fits, 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """What was found for a question.

    Attributes
    ----------
    hits
        Articles, the best first.
    chosen
        Ids of those to show: one article, or two or three between which the reader chooses; none if nothing answers.
    parts
        What each of those is for, if they are for several parts of the question and not for one that could mean either.
    is_wording
        Whether the question is to the word one of the best article, which knows how to take it.
    """

    hits: tuple[Hit, ...]
    chosen: tuple[str, ...]
    parts: tuple[ParsedQuestion, ...] = ()
    is_wording: bool = False
