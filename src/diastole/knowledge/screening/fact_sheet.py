"""Facts written by a person: a YAML file with the block ``facts``."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.files import read_file
from diastole.knowledge.rules.fact_definitions import FLAGS, FactKind, fact_kind
from diastole.knowledge.rules.facts import SAID_UNKNOWN, WRITTEN_NUMBER, Finding, PatientFacts, WrittenQuantity
from diastole.knowledge.rules.times import When, read_when
from diastole.knowledge.screening.admission import admit
from diastole.strict_yaml import read_blocks
from diastole.units import shown

NULLS = ("null", "~", "")  # the file is read as text
KEYS = {"value", "time", "source"}
type Written = WrittenQuantity | str | bool
_QUANTITY = re.compile(rf"{WRITTEN_NUMBER}\s*([^\s,].*|)", re.ASCII)


class StatedFact(NamedTuple):
    """A fact as a person wrote it; a value of None is unknown."""

    fact: str
    value: Written | None
    source: str
    time: When | None = None

    def finding(self, now: datetime | None) -> Finding:
        """Return it as of the moment of the judgement; without a value if it is implausible, stale or unknown."""
        if self.value is None:
            return Finding(self.fact, None, self.source, SAID_UNKNOWN, self.time, silent=True)
        return admit(self.fact, self.value, source=self.source, time=self.time, now=now)


def read_sheet(path: Path, now: datetime) -> PatientFacts:
    """Read a file of facts.

    Raises
    ------
    InputError
        If it cannot be read, a fact does not exist, or a value is not of its kind. A quantity that is implausible,
        stale or in a unit that is not accepted is no error: the fact becomes unknown.
    """
    label = str(path)
    try:
        tree = read_blocks(read_file(path), label)
    except FileNotFoundError:
        raise InputError(f"'{label}' does not exist; give a YAML file with the block 'facts'") from None
    if set(tree) != {"facts"} or not isinstance(tree["facts"], dict):
        raise InputError(f"{label}: needs the block 'facts', and nothing else")
    return _facts((read_stated(name, node, label) for name, node in tree["facts"].items()), now)


def read_facts(
    given: Mapping[str, object], label: str, now: datetime | None = None, *, by_title: bool = False
) -> PatientFacts:  # fmt: skip
    """Read facts written as text, such as ``{"ar.grade": "mild", "ar.vena_contracta": "0.35 cm"}``; null is unknown.

    Parameters
    ----------
    given
        Values by the names of facts.
    label
        Name of the whole in messages.
    now
        Moment of the judgement, with a time zone.
    by_title
        Whether messages name a fact by the title that its writer saw.

    Raises
    ------
    InputError
        As of `read_sheet`.
    """
    stated = (read_stated(name, node, label, by_title=by_title, derived=True) for name, node in given.items())
    return _facts(stated, now)


def _facts(stated: Iterable[StatedFact], now: datetime | None) -> PatientFacts:
    return PatientFacts({each.fact: each.finding(now) for each in stated})


def laid_over(patient: PatientFacts, sheet: PatientFacts) -> tuple[PatientFacts, tuple[str, ...]]:
    """Return the facts of a model patient with those of a sheet instead, and a sentence on each replaced fact."""
    replaced = [(new, old) for new in sheet if (old := patient[new.fact]).value not in (None, new.value)]
    notes = tuple(
        f"{fact_kind(new.fact).title}: {new.in_words} counts, as {new.source} says, "
        f"in place of {old.in_words} of the {old.source}"
        for new, old in replaced
    )
    return patient.with_(*sheet), notes


def read_stated(
    name: str, node: object, label: str, *, by_title: bool = False, derived: bool = False
) -> StatedFact:  # fmt: skip
    """Read a fact: a value, or a block of value, time and source.

    Parameters
    ----------
    derived
        Whether a fact that follows from others may be given, as in the test cases of rules.

    Raises
    ------
    InputError
        If there is no such fact, or a value is not of its kind.
    """
    try:
        kind = fact_kind(name)
    except InputError as error:
        raise InputError(f"{label}: {error}") from None
    if kind.derived and not derived:
        raise InputError(f"{label}: {name} follows from other facts; give those")
    place = f"{label}: {kind.title if by_title else name}"
    block = node if isinstance(node, Mapping) else {"value": node}
    if "value" not in block or set(block) - KEYS:
        raise InputError(f"{place}: needs 'value', and may have 'time' and 'source'")
    time = stated_time(str(block["time"]), place) if "time" in block else None
    source = str(block.get("source", label))
    if block["value"] is None or str(block["value"]).strip().lower() in NULLS:
        return StatedFact(name, None, source, time)
    return StatedFact(name, read_value(kind, str(block["value"]), place), source, time)


def stated_time(text: str, place: str) -> When:
    """Read the time of a finding.

    Raises
    ------
    InputError
        If the text is no such time.
    """
    try:
        return read_when(text.replace(" ", "T"))
    except ValueError:
        raise _no_time(text, place) from None


def _no_time(text: str, place: str) -> InputError:
    return InputError(f"{place}: '{shown(text)}' is not a time such as 2026-11-24T08:30Z")


def read_value(kind: FactKind, text: str, place: str) -> Written:
    """Read the text of a value.

    Raises
    ------
    InputError
        If the text does not fit the kind of its fact.
    """
    if kind.unit:
        match = _QUANTITY.fullmatch(text.strip())
        if match is None:
            raise InputError(f"{place}: '{shown(text)}' is not a number with a unit, such as '0.5 {kind.unit}'")
        return WrittenQuantity(float(match[1]), match[2])
    if kind.is_flag:
        if text.lower() not in FLAGS:
            raise InputError(f"{place}: '{shown(text)}' is neither true nor false")
        return FLAGS[text.lower()]
    if text not in kind.words:
        near = did_you_mean(text, kind.words)
        raise InputError(f"{place}: '{shown(text)}' is none of {', '.join(kind.words)}.{near}")
    return text


def read_time(text: str, place: str) -> datetime:
    """Read a date or a time of ISO 8601; without a zone it is UTC, a date is its first moment.

    Raises
    ------
    InputError
        If the text is no such time.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _no_time(text, place) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
