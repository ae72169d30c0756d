"""What speaks against an option in this patient, from data, with its sources and how far each was checked."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from diastole.errors import InputError, did_you_mean
from diastole.knowledge.evidence.sources import CHECKED, load_sources
from diastole.knowledge.rules.patient_conditions import Facts, condition
from diastole.model.devices.register import DEVICES
from diastole.model.drugs.formulary import DRUGS
from diastole.model.operations import OPERATIONS

CONTRAINDICATED, CAUTION = KINDS = ("contraindicated", "caution")
SUBJECTS = (
    *DRUGS, "pacing_faster", "pacing_slower", *(model.name for device in DEVICES for model in device.models),
    *OPERATIONS,
)  # fmt: skip


class Statement(NamedTuple):
    """What a document says, in our words."""

    id: str
    says: str
    sources: tuple[str, ...]  # keys of knowledge/evidence/sources.yaml
    checked: str  # one of evidence.sources.CHECKED


class Rule(NamedTuple):
    """A sentence against options, where all of its conditions hold."""

    subjects: tuple[str, ...]
    kind: str  # one of KINDS
    when: dict[str, float | tuple[str, ...]]  # condition → threshold, in the unit of the fact
    text: str
    statements: tuple[Statement, ...]


class Question(NamedTuple):
    """What a model patient does not know."""

    subjects: tuple[str, ...]
    what: str
    statements: tuple[Statement, ...]


class Contraindications(NamedTuple):
    """The data."""

    statements: dict[str, Statement]
    rules: tuple[Rule, ...]
    questions: tuple[Question, ...]


class Reason(NamedTuple):
    """What speaks against an option in this patient."""

    kind: str
    text: str
    found: str  # the facts of this patient, each with its limit
    statements: tuple[Statement, ...]

    @property
    def sources(self) -> list[str]:
        """Keys of the bibliography, each once."""
        return list(dict.fromkeys(key for statement in self.statements for key in statement.sources))

    @property
    def checked(self) -> str:
        """How far its first statement was checked, which is the one that says it."""
        return self.statements[0].checked


@lru_cache(maxsize=1)
def load_contraindications() -> Contraindications:
    """Return the data that come with the package."""
    text = (files("diastole.knowledge.rules") / "contraindications.yaml").read_text(encoding="utf-8")
    return parse_contraindications(text)


def reasons(subjects: Iterable[str], facts: Facts, data: Contraindications | None = None) -> list[Reason]:
    """Return what speaks against an option that consists of these subjects; none where nothing does."""
    wanted = set(subjects)
    return [
        Reason(rule.kind, rule.text, _found(rule, facts), rule.statements)
        for rule in (data or load_contraindications()).rules
        if wanted & set(rule.subjects) and all(condition(name).met(facts, limit) for name, limit in rule.when.items())
    ]


def questions(subjects: Iterable[str], data: Contraindications | None = None) -> list[Question]:
    """Return what has to be asked before an option, each thing once."""
    wanted = set(subjects)
    asked = [question for question in (data or load_contraindications()).questions if wanted & set(question.subjects)]
    return list({question.what: question for question in reversed(asked)}.values())[::-1]


def parse_contraindications(text: str) -> Contraindications:
    """Read the data.

    Raises
    ------
    InputError
        If an option, condition, threshold, statement, source, kind or field is unknown, or a rule has no source.
    """
    try:
        tree = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise InputError(f"contraindications are not YAML: {error}") from None
    _fields(tree, ("statements", "rules", "ask_first"), "contraindications")
    statements = {str(key): _statement(str(key), record) for key, record in _mapping(tree["statements"]).items()}
    rules = tuple(_numbered(tree["rules"], "rule", lambda record: _rule(record, statements)))
    asked = tuple(_numbered(tree["ask_first"], "ask_first", lambda record: _question(record, statements)))
    return Contraindications(statements, rules, asked)


def _numbered[T](records: object, what: str, read: Callable[[Any], T]) -> list[T]:
    """Read a list of records; an error says which one it is."""
    if not isinstance(records, list):
        raise InputError(f"contraindications: {what} is not a list")
    found = []
    for number, record in enumerate(records, start=1):
        try:
            found.append(read(record))
        except InputError as error:
            raise InputError(f"contraindications, {what} {number}: {error}") from None
    return found


def _statement(key: str, record: object) -> Statement:
    given = _fields(record, ("says", "sources", "checked"), f"statement {key}")
    if given["checked"] not in CHECKED:
        raise InputError(f"statement {key} is checked '{given['checked']}'; allowed are {', '.join(CHECKED)}")
    named = tuple(map(str, _list(given["sources"], "sources")))
    for source in named:
        _known(source, load_sources(), "key of knowledge/evidence/sources.yaml")
    if not named and given["checked"] != "unverified":
        raise InputError(f"statement {key} is checked '{given['checked']}', but names no source")
    return Statement(key, str(given["says"]), named, given["checked"])


def _rule(record: object, statements: Mapping[str, Statement]) -> Rule:
    given = _fields(record, ("options", "kind", "when", "text", "statements"), "rule")
    if given["kind"] not in KINDS:
        raise InputError(f"kind '{given['kind']}' is not one of {', '.join(KINDS)}")
    when = {str(name): condition(str(name)).read(limit) for name, limit in _mapping(given["when"]).items()}
    if not when:
        raise InputError("when has no condition")
    return Rule(_subjects(given), given["kind"], when, str(given["text"]), _cited(given, statements))


def _question(record: object, statements: Mapping[str, Statement]) -> Question:
    given = _fields(record, ("options", "what", "statements"), "ask_first")
    return Question(_subjects(given), str(given["what"]), _cited(given, statements))


def _subjects(record: Mapping[str, Any]) -> tuple[str, ...]:
    names = tuple(map(str, _list(record["options"], "options")))
    for name in names:
        _known(name, SUBJECTS, "option")
    return names


def _cited(record: Mapping[str, Any], statements: Mapping[str, Statement]) -> tuple[Statement, ...]:
    """Return the statements of a record; one of them at least has a source."""
    names = tuple(map(str, _list(record["statements"], "statements")))
    for name in names:
        _known(name, statements, "statement")
    found = tuple(statements[name] for name in names)
    if not any(statement.sources for statement in found):
        raise InputError("no statement with a source stands behind it")
    return found


def _found(rule: Rule, facts: Facts) -> str:
    return ", ".join(condition(name).said(facts, limit) for name, limit in rule.when.items())


def _known(name: str, known: Iterable[str], what: str) -> None:
    every = list(known)
    if name not in every:
        raise InputError(f"'{name}' is not a known {what}.{did_you_mean(name, every)}")


def _fields(record: object, names: tuple[str, ...], what: str) -> Mapping[str, Any]:
    """Return a record with exactly these fields."""
    given = _mapping(record)
    if set(given) != set(names):
        raise InputError(f"{what} has the fields {', '.join(map(str, given))}; it needs {', '.join(names)}")
    return given


def _mapping(node: object) -> Mapping[Any, Any]:
    if not isinstance(node, Mapping):
        raise InputError(f"'{str(node)[:60]}' is not a block of keys")
    return node


def _list(node: object, what: str) -> list[Any]:
    if not isinstance(node, list):
        raise InputError(f"{what} '{str(node)[:60]}' is not a list")
    return node
