"""An answer as JSON. A change that breaks a reader raises the number in ``schema``."""

from dataclasses import asdict
from typing import Any

from diastole.answers.answer import Answer, AnswerSection, AnswerSentence
from diastole.knowledge.articles.head import Opening

SCHEMA = "diastole/ask/2"


def ask_shape(answer: Answer) -> dict[str, Any]:
    """Return an answer, a choice or a refusal as plain data."""
    return {
        "schema": SCHEMA,
        "id": answer.id,
        "question": answer.question,
        "reader": answer.reader,
        "answered": answer.answered,
        "reason": answer.reason or None,
        "message": answer.message or None,
        "article": answer.article or None,
        "title": answer.title or None,
        "author": answer.author or None,
        "updated": answer.updated or None,
        "badge": answer.badge or None,
        "review": asdict(answer.review) if answer.review else None,
        "withdrawn": list(answer.withdrawn),
        "premises": list(answer.premises),
        "corrections": answer.corrections,
        "sections": [_section(section) for section in answer.sections],
        "nearest_statements": [_sentence(each) for each in answer.nearest],
        "references": [_lists(asdict(reference)) for reference in answer.references],
        "related": [asdict(link) for link in answer.related],
        "bench": _bench(answer.bench),
        "pending": list(answer.pending),
        "notices": list(answer.notices),
        "versions": dict(answer.versions),
        "edition": answer.edition,
        "disclaimer": answer.disclaimer,
    }


def _section(section: AnswerSection) -> dict[str, Any]:
    return {
        "title": section.title,
        "article": section.article or None,
        "box": section.is_box,
        "sentences": [_sentence(each) for each in section.sentences],
    }


def _sentence(sentence: AnswerSentence) -> dict[str, Any]:
    return _lists(asdict(sentence))


def _bench(bench: Opening | None) -> dict[str, Any] | None:
    return bench.model_dump(mode="json") if bench else None


def _lists(record: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in record.items()}
