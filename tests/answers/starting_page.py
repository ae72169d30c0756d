"""The page on which diastole began: which of its elements the answer to its question delivers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from diastole.answers.answer import Answer
from diastole.answers.answerer import Answerer
from tests.answers.score import shown

FILE = Path(__file__).with_name("starting_page.yaml")
QUESTION = (
    "Why is an intra-aortic balloon pump contraindicated in patients with significant aortic valve insufficiency?"
)


@dataclass(frozen=True)
class Element:
    """An element of the page, whether it is delivered, and where: the sentence, or what is missing."""

    name: str
    delivered: bool
    where: str


def elements(answerer: Answerer, page: str) -> list[Element]:
    """Return every element of the starting page with what the answer has of it.

    Parameters
    ----------
    page
        The page of the answer as HTML.
    """
    answer = answerer.answer(QUESTION)
    records: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [_element(record, answer, page, answerer) for record in records]


def _element(record: Mapping[str, Any], answer: Answer, page: str, answerer: Answerer) -> Element:
    if "answers" in record:
        wrong = [q for q, wanted in record["answers"].items() if not set(shown(answerer.answer(q))[:1]) & set(wanted)]
        return Element(
            record["element"], not wrong, "; ".join(wrong) or f"{len(record['answers'])} answered to the point"
        )
    if "refuses" in record:
        wrong = [q for q in record["refuses"] if answerer.answer(q).answered]
        return Element(record["element"], not wrong, "; ".join(wrong) or f"{len(record['refuses'])} refused")
    places: dict[str, Callable[[], str]] = {
        "page": lambda: page,
        "text": lambda: " ".join(
            f"{one.title} {' '.join(each.text for each in one.sentences)}" for one in answer.sections
        ),
        "bottom line": lambda: " ".join(each.text for each in answer.sections[0].sentences),
    }
    text = places[record["in"]]()
    missing = [pattern for pattern in record["says"] if not re.search(pattern, text, re.I)]
    carried = [
        each for each in answer.sentences if set(record.get("rests", ())) & {*each.statements, *each.claims, *each.runs}
    ]
    if "rests" in record and not carried:
        missing.append(f"a sentence on {' or '.join(record['rests'])}")
    if missing:
        return Element(record["element"], False, f"missing: {'; '.join(missing)}")
    best = max(
        carried, key=lambda each: sum(bool(re.search(one, each.text, re.I)) for one in record["says"]), default=None
    )
    return Element(record["element"], True, best.text if best else "on the page")
