"""Kinds of subjects of a review. A further one is a line here and a part of `diastole.review.review_subjects`."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """A kind of subject."""

    statement = "statement"
    claim = "claim"
    rule = "rule"
    article = "article"


KINDS = tuple(kind.value for kind in SubjectKind)


def any_kind() -> str:
    """Return the kinds in words, such as ``statement, claim or rule``."""
    return f"{', '.join(KINDS[:-1])} or {KINDS[-1]}"
