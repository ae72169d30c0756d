"""An answer as JSON. A change that breaks a reader raises the number in ``schema``."""

from dataclasses import asdict
from typing import Any

from diastole.answers.parts import Answer

SCHEMA = "diastole/ask/1"


def ask_shape(answer: Answer) -> dict[str, Any]:
    """Return an answer or a refusal as plain data."""
    return {
        "schema": SCHEMA,
        "id": answer.id,
        "question": answer.question,
        "reader": answer.reader,
        "answered": answer.answered,
        "reason": answer.reason or None,
        "message": answer.message or None,
        "intent": answer.intent,
        "badge": answer.badge or None,
        "premises": list(answer.premises),
        "sections": [
            {"title": section.title, "sentences": [_lists(asdict(sentence)) for sentence in section.sentences]}
            for section in answer.sections
        ],
        "references": [asdict(reference) for reference in answer.references],
        "related": list(answer.related),
        "follow_ups": list(answer.follow_ups),
        "notices": list(answer.notices),
        "versions": dict(answer.versions),
        "corpus": answer.corpus,
        "disclaimer": answer.disclaimer,
    }


def _lists(record: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in record.items()}
