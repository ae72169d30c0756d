"""The JSON of ``diastole ask``."""

from collections.abc import Iterable
from typing import Self

from diastole.answers.answer import Answer
from diastole.faces.json.shape import Document, Shape, Text
from diastole.knowledge.articles.article import Article


class SentenceJson(Shape):
    """A sentence and its support."""

    text: str
    """The sentence."""
    statements: list[str]
    """Ids of the statements that carry it."""
    claims: list[str]
    """Ids of the claims."""
    runs: list[str]
    """Names of the runs."""
    references: list[int]
    """Numbers of the references."""
    starts: str
    """paragraph or item where it starts one."""


class SectionJson(Shape):
    """A part of an answer."""

    title: str
    """Of the section; of a choice the question of an article."""
    article: Text
    """Id of the article, in a choice."""
    explains_difference: bool
    """Whether it explains where rule and simulator differ."""
    sentences: list[SentenceJson]
    """In their order."""


class ReferenceJson(Shape):
    """A source, a claim or a run, with its number in the answer."""

    number: int
    """In the answer."""
    group: str
    """guideline, research, label, own or simulation."""
    id: str
    """Key of the source, id of the claim, name of the run."""
    citation: str
    """In words."""
    identifier: str
    """The shortest name under which it is looked up."""
    address: str
    """Where it is opened."""
    checked: str
    """How far its content was checked."""
    recommendations: list[str]
    """Class and level of the recommendations, as printed."""
    commands: list[str]
    """Commands that repeat it."""


class LinkJson(Shape):
    """An article that is offered."""

    article: str
    """Its id."""
    question: str
    """Question that it answers."""


class ReviewJson(Shape):
    """How far an article was reviewed."""

    badge: str
    """The lowest state of the article and of the statements that it rests on."""
    article: str
    """State of the article itself."""
    statements: dict[str, str]
    """State by statement."""


class BenchJson(Shape):
    """The experiment that an article opens with."""

    patient: str
    """Preset."""
    set: dict[str, str]
    """Values of the patient that are changed in every arm."""
    arms: dict[str, dict[str, str]]
    """Changes by the name of the arm."""
    reflex: bool
    """Whether the baroreflex works."""
    controls: list[str]
    """Keys of the patient to play with."""
    shows: str
    """Caption of its figure."""


class AskJson(Document):
    """An answer, a choice between answers, or a refusal."""

    NAME = "diastole/ask/3"

    id: str
    """The same for the same question, reader and edition."""
    question: str
    """As it was asked."""
    reader: str
    """clinician, trainee or patient."""
    answered: bool
    """Whether there is an answer or a choice."""
    reason: Text
    """Of a refusal."""
    message: Text
    """Message of a refusal or a choice."""
    article: Text
    """Id of the article."""
    title: Text
    """The question that the article answers."""
    author: Text
    """Of the article."""
    updated: Text
    """Day of its last change."""
    badge: Text
    """Review state shown on the page."""
    review: ReviewJson | None
    """How far it was reviewed."""
    withdrawn: list[str]
    """Why the article no longer holds."""
    premises: list[str]
    """False assumptions of the question."""
    corrections: list[str]
    """Corrections of these assumptions."""
    sections: list[SectionJson]
    """The answer, or one for each article of a choice."""
    nearest_statements: list[SentenceJson]
    """Where no article fits well."""
    references: list[ReferenceJson]
    """By their number."""
    related: list[LinkJson]
    """Articles that are offered."""
    bench: BenchJson | None
    """The experiment that the article opens with."""
    pending: list[str]
    """Runs whose numbers are not worked out yet."""
    notices: list[str]
    """On how the question was read."""
    versions: dict[str, int]
    """Of the statements used, by id."""
    edition: str
    """Hash of all articles and statements."""
    disclaimer: str
    """For what it is not."""

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return what is printed of an answer."""
        sections = [SectionJson.of(section, explains_difference=section.is_box) for section in answer.sections]
        return super().of(answer, sections=sections, nearest_statements=answer.nearest)


class ListedArticleJson(Shape):
    """An article of the list."""

    article: str
    """Its id."""
    topic: str
    """Topic of the list."""
    question: str
    """Question that it answers."""


class ArticlesJson(Document):
    """Every article."""

    NAME = "diastole/articles/1"

    articles: list[ListedArticleJson]
    """In their order."""

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        """Return what is printed of ``--list``."""
        return super().of(articles=[ListedArticleJson.of(each.head, article=each.id) for each in articles])
