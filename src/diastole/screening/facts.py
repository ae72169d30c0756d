"""What is known of a patient: each fact with its source, or unknown with the reason why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import NamedTuple

from diastole.errors import InputError
from diastole.screening.vocabulary import FactKind, fact_kind, vocabulary
from diastole.units import convert, format_quantity, read_unit, shown

type Value = float | str | bool

NOT_GIVEN = "not given"
MOST_SHOWN = 4  # of contradictory values
CLEARLY_NEWER = timedelta(hours=1)  # assumed; less apart than this, two values contradict each other
AHEAD = timedelta(minutes=5)  # assumed; clocks differ, but what lies further in the future is an error


class Quantity(NamedTuple):
    """A number as it came in, with its unit."""

    value: float
    unit: str


@dataclass(frozen=True)
class Finding:
    """One fact: its value in the unit inside, or None and the reason."""

    fact: str
    value: Value | None
    source: str = ""
    reason: str = ""
    time: datetime | None = None

    @property
    def unit(self) -> str:
        """Unit of the value; nothing for words and flags."""
        return fact_kind(self.fact).unit

    @property
    def said(self) -> str:
        """The value as a person reads it."""
        if self.value is None:
            return f"unknown ({self.reason})"
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        if isinstance(self.value, str):
            return self.value.replace("moderate_severe", "moderate to severe").replace("_", " ")
        return format_quantity(float(f"{self.value:.4g}"), self.unit)


@dataclass(frozen=True)
class Facts:
    """Everything known; what was never mentioned is unknown too."""

    findings: Mapping[str, Finding] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Finding:
        """Return a fact; unknown if it was not given."""
        return self.findings.get(name) or Finding(name, None, reason=NOT_GIVEN)

    def __iter__(self) -> Iterator[Finding]:
        """Walk through what was given, in the order of the vocabulary."""
        return (self.findings[name] for name in vocabulary() if name in self.findings)

    def with_(self, *findings: Finding) -> "Facts":
        """Return these facts with some replaced or added."""
        return Facts({**self.findings, **{found.fact: found for found in findings}})

    def without(self, *names: str) -> "Facts":
        """Return these facts with some taken away."""
        return Facts({name: found for name, found in self.findings.items() if name not in names})


def admit(
    name: str, given: object, *, source: str, time: datetime | None = None, now: datetime | None = None
) -> Finding:  # fmt: skip
    """Take in a value, if it can be believed.

    Parameters
    ----------
    name
        Of the fact.
    given
        A `Quantity`, a word or a flag, as the fact needs it.
    source
        Where it stands.
    time
        When it was found, with a time zone; without one it does not age.
    now
        Moment of the judgement, with a time zone.

    Returns
    -------
    The fact; unknown with the reason if the unit is not accepted, or the value is implausible or stale.

    Raises
    ------
    InputError
        If there is no such fact.
    """
    kind = fact_kind(name)
    value, reason = _believed(kind, given)
    if not reason and time is not None and now is not None:
        reason = _too_old(kind, time, now)
    return Finding(name, None if reason else value, source, reason, time)


def merged(findings: Iterable[Finding]) -> Facts:
    """Join findings of the same facts.

    Of two different values the newest counts if it is newer than each other one by more than an hour. Otherwise they
    contradict each other: the fact is unknown, and the reason shows them all. It is unknown too where the newest
    finding cannot be believed: what it was meant to say may have replaced the older value.
    """
    groups: dict[str, list[Finding]] = {}
    for found in findings:
        groups.setdefault(found.fact, []).append(found)
    return Facts({name: _settled(name, groups[name]) for name in vocabulary() if name in groups})


def _settled(name: str, found: list[Finding]) -> Finding:
    known = [one for one in found if one.value is not None]
    if not known:
        reasons = dict.fromkeys(f"{one.reason}, {one.source}" for one in found)
        return replace(found[0], reason=_listed(reasons, "; ")) if len(reasons) > 1 else found[0]
    newest = max(known, key=_moment)
    later = max(found, key=_moment)
    if later.value is None and _moment(later) > _moment(newest):
        return replace(later, reason=f"{later.reason}; before that {newest.said} ({newest.source}{_when(newest.time)})")
    rivals = [one for one in known if one.value != newest.value]
    if all(newest.time and one.time and newest.time - one.time > CLEARLY_NEWER for one in rivals):
        return newest
    shown_all = dict.fromkeys(f"{one.said} ({one.source}{_when(one.time)})" for one in known)
    return Finding(name, None, newest.source, f"contradictory: {_listed(shown_all, ' and ')}", newest.time)


def _listed(reasons: Iterable[str], between: str) -> str:
    """Return reasons in one text, not more of them than a person reads."""
    every = list(reasons)
    more = [f"{len(every) - MOST_SHOWN} more"] if len(every) > MOST_SHOWN else []
    return between.join([*every[:MOST_SHOWN], *more])


def _moment(found: Finding) -> datetime:
    """Return when it was found; without a time, before everything else."""
    return found.time or datetime.min.replace(tzinfo=UTC)


def _when(time: datetime | None) -> str:
    return f", {time.isoformat(timespec='minutes')}" if time else ", no time"


def _believed(kind: FactKind, given: object) -> tuple[Value | None, str]:
    """Return the value inside, and nothing or the reason why it is not believed."""
    if kind.unit:
        return _quantity(kind, given)
    if kind.is_flag:
        return (given, "") if isinstance(given, bool) else (None, f"'{shown(given)}' is neither true nor false")
    if isinstance(given, str) and given in kind.words:
        return given, ""
    return None, f"'{shown(given)}' is none of {', '.join(kind.words)}"


def _quantity(kind: FactKind, given: object) -> tuple[Value | None, str]:
    if not isinstance(given, Quantity) or isinstance(given.value, bool) or not isfinite(given.value):
        return None, f"'{shown(given)}' is not a finite number with a unit"
    try:
        accepted = kind.accepts(read_unit(given.unit))
    except InputError:
        accepted = False
    said = f"{given.value:g} {given.unit}".strip()
    if not accepted:
        return None, f"{shown(said)}: the unit is not accepted; accepted are {', '.join(kind.accepted)}"
    try:
        value = convert(given.value, given.unit, kind.unit)
    except InputError as error:
        return None, str(error)
    if not kind.least <= value <= kind.most:
        return None, f"{said} is implausible; plausible is {kind.least:g} to {kind.most:g} {kind.unit}"
    return value, ""


def _too_old(kind: FactKind, time: datetime, now: datetime) -> str:
    if time - now > AHEAD:
        return f"dated {time.isoformat(timespec='minutes')}, in the future"
    age = (now - time) / timedelta(hours=1)
    if kind.stale_after is not None and age > kind.stale_after:
        return f"stale: {age:.0f} h old, counts for {kind.stale_after:g} h"
    return ""
