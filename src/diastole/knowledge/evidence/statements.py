"""The statement base: every statement by its id, checked as a whole before anything is given out."""

from collections.abc import Mapping
from functools import lru_cache

from diastole.errors import InputError
from diastole.knowledge.evidence.edition import outdated
from diastole.knowledge.evidence.records import Records
from diastole.knowledge.evidence.statement import Statement, statement_texts


@lru_cache(maxsize=1)
def load_statements() -> Mapping[str, Statement]:
    """Return every statement by its id.

    An edition that has not changed since its fingerprint was written was checked then, and its statements are read one
    by one; one that has changed is checked as a whole.

    Raises
    ------
    InputError
        If anything in statements, thresholds or codes was changed and is wrong: the first error and how many there are.
        Nothing is half loaded.
    """
    if not outdated():
        return Records(statement_texts(), Statement.model_validate)
    from diastole.knowledge.evidence.check_evidence import check_package  # loads the rules and the codes

    report = check_package()
    if report.errors:
        count = len(report.errors)
        raise InputError(f"The evidence base has {count} errors; the first is in {report.errors[0]}")
    return report.statements
