"""The statement base: every statement by its id, checked as a whole before anything is given out."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from diastole.errors import InputError
from diastole.knowledge.evidence.check_evidence import check_package, statement_texts
from diastole.knowledge.evidence.edition import outdated
from diastole.knowledge.evidence.statement import Statement
from diastole.strict_yaml import read_yaml

RECORD = re.compile(r"^(?=- id:)", re.MULTILINE)  # where a record begins


class Statements(Mapping[str, Statement]):
    """Statements by their ids, each read when it is asked for: an answer needs a few of many hundreds."""

    def __init__(self, records: Mapping[str, tuple[str, str]]):
        """Keep records, each with the name of its file, by their ids."""
        self._records = records
        self._read: dict[str, Statement] = {}

    def __getitem__(self, id_: str) -> Statement:
        if id_ not in self._read:
            file, record = self._records[id_]
            self._read[id_] = Statement.model_validate(read_yaml(record, file)[0])
        return self._read[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def _records() -> dict[str, tuple[str, str]]:
    """Return the records of the files that come with the package, by their ids."""
    texts = statement_texts()
    parted = (
        (file, record) for file, text in texts.items() for record in RECORD.split(text) if record.startswith("- id:")
    )
    return {record.partition("\n")[0].removeprefix("- id:").strip(): (file, record) for file, record in parted}


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
        return Statements(_records())
    report = check_package()
    if report.errors:
        count = len(report.errors)
        raise InputError(f"The evidence base has {count} errors; the first is in {report.errors[0]}")
    return report.statements
