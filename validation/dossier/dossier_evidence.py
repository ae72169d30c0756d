"""The contexts of use, the categories of evidence, and what is offered in each; read from ``evidence.yaml``."""

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from diastole.strict_yaml import read_yaml, validated
from validation.part import Part

FILE = Path(__file__).parent / "evidence.yaml"


class Context(Part):
    """A context of use, with the risk of relying on the model in it."""

    id: str
    title: str
    question: str
    influence: str  # of the model on the decision
    consequence: str  # of a wrong decision
    risk: str
    enough: str  # whether the evidence is, for this context and risk


class Category(Part):
    """A category of credibility evidence."""

    id: str
    title: str
    asks: str
    empty: dict[str, str] = Field(default_factory=dict)  # why there is nothing, by context


class Evidence(Part):
    """Something that is offered as evidence."""

    id: str
    category: str
    contexts: tuple[str, ...] = Field(min_length=1)
    what: str
    figure: str = ""  # name of the function that works its number out
    where: tuple[str, ...] = Field(min_length=1)  # paths in the repository


class Offered(Part):
    """All of the file."""

    contexts: tuple[Context, ...]
    categories: tuple[Category, ...]
    evidence: tuple[Evidence, ...]

    @model_validator(mode="after")
    def _each_cell_has_evidence_or_a_reason(self) -> Self:
        for category in self.categories:
            for context in self.contexts:
                offered, reason = self.cell(category.id, context.id), category.empty.get(context.id)
                if bool(offered) == bool(reason):
                    raise ValueError(f"{category.id}, {context.id}: give either evidence or the reason why it is empty")
        return self

    def cell(self, category: str, context: str) -> list[Evidence]:
        """Return what is offered in a category for a context."""
        return [one for one in self.evidence if one.category == category and context in one.contexts]


@cache
def offered() -> Offered:
    """Read the file."""
    return validated(Offered, read_yaml(FILE.read_text(encoding="utf-8"), FILE.name), FILE.name)
