"""Checks the evidence base: every error in one list, with file, id and reason.

``python -m diastole.knowledge.evidence.check_evidence`` prints the list and exits with 2 if there are errors.
"""

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from diastole.errors import InputError
from diastole.knowledge.evidence.closed_lists import CLAIMS
from diastole.knowledge.evidence.codes import load_codes
from diastole.knowledge.evidence.edition import FILE, outdated
from diastole.knowledge.evidence.sources import Source, load_sources
from diastole.knowledge.evidence.statement import Statement, statement_texts
from diastole.knowledge.evidence.statement_rules import RULES, EvidenceContext
from diastole.knowledge.evidence.thresholds import Origin, load_thresholds
from diastole.strict_yaml import read_yaml


@dataclass(frozen=True)
class EvidenceIssue:
    """An error or warning, and its place."""

    file: str
    id: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.reason}"


@dataclass(frozen=True)
class Report:
    """The statements that can be read, and what is wrong with them."""

    statements: dict[str, Statement]
    errors: tuple[EvidenceIssue, ...]
    warnings: tuple[EvidenceIssue, ...]


def check_statements(
    texts: Mapping[str, str], sources: Mapping[str, Source], claims: Collection[str], today: str
) -> Report:
    """Read statements and check them one by one and against each other.

    Parameters
    ----------
    texts
        YAML lists of statements, by name of file.
    sources
        The bibliography, by key.
    claims
        Ids of the claims ledger.
    today
        ``year-month-day``; what was valid until an earlier month is a warning.
    """
    errors: list[EvidenceIssue] = []
    home: dict[str, str] = {}  # id → file
    statements: dict[str, Statement] = {}
    for file, text in texts.items():
        for read in _read(file, text):
            if isinstance(read, EvidenceIssue):
                errors.append(read)
            elif read.id in statements:
                errors.append(EvidenceIssue(file, read.id, f"is given twice, first in {home[read.id]}"))
            else:
                home[read.id], statements[read.id] = file, read
    context = EvidenceContext(statements, sources, claims)
    for key, statement in statements.items():
        errors += [EvidenceIssue(home[key], key, reason) for rule in RULES for reason in rule(statement, context)]
    expired = [
        EvidenceIssue(home[key], key, f"was valid until {statement.valid_until}")
        for key, statement in statements.items()
        if statement.valid_until < today[:7]
    ]
    return Report(statements, tuple(errors), tuple(expired))


def _read(file: str, text: str) -> Iterator[Statement | EvidenceIssue]:
    """Read a file; a record that cannot be read becomes findings."""
    try:
        content = read_yaml(text, file)
    except InputError as error:
        yield EvidenceIssue(file, "-", str(error))
        return
    if not isinstance(content, list):
        yield EvidenceIssue(file, "-", "is not a list of statements")
        return
    for number, record in enumerate(content, start=1):
        key = record.get("id") if isinstance(record, dict) else None
        name = key if isinstance(key, str) else f"record {number}"
        try:
            yield Statement.model_validate(record)
        except ValidationError as error:
            for wrong in error.errors(include_url=False, include_context=False):
                place = ".".join(str(part) for part in wrong["loc"])
                yield EvidenceIssue(file, name, f"{place}: {wrong['msg']}")


def check_package(today: str | None = None) -> Report:
    """Check the statements, thresholds and codes that come with the package."""
    sources = load_sources()
    report = check_statements(statement_texts(), sources, CLAIMS, today or datetime.now(UTC).date().isoformat())
    return Report(report.statements, (*report.errors, *_tables(sources)), report.warnings)


def _tables(sources: Mapping[str, Source]) -> Iterator[EvidenceIssue]:
    """Check thresholds and codes."""
    try:
        thresholds = load_thresholds()
    except InputError as error:
        yield EvidenceIssue("thresholds.yaml", "-", str(error))
    else:
        tables: dict[tuple[str, str], Origin] = {**thresholds.measured, **thresholds.signs}
        for key, table in tables.items():
            for ref in table.sources:
                if ref not in sources:
                    yield EvidenceIssue("thresholds.yaml", ".".join(key), f"source '{ref}' does not exist")
    try:
        load_codes()
    except InputError as error:
        yield EvidenceIssue("codes.yaml", "-", str(error))


def main() -> int:
    """Print what is wrong; return 2 if there are errors."""
    report = check_package()
    stale = outdated()
    errors = (*report.errors, *((EvidenceIssue(FILE, "-", stale),) if stale else ()))
    for finding in report.warnings:
        print(f"warning: {finding}")
    for finding in errors:
        print(f"error: {finding}")
    print(f"{len(report.statements)} statements, {len(errors)} errors, {len(report.warnings)} warnings")
    return 2 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
