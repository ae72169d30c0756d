"""The facts that rules may ask for, read from fact_definitions.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.errors import InputError, did_you_mean
from diastole.strict_yaml import read_yaml
from diastole.units import Unit, read_unit

FILE = "fact_definitions.yaml"
KEYS = {
    "title", "unit", "accepted", "plausible", "words", "flag", "stale_after", "denied_for", "ageing", "graded",
    "derived", "vital",
}  # fmt: skip
FLAGS = {"true": True, "false": False}  # as they are written


@dataclass(frozen=True)
class FactKind:
    """The kind of one fact.

    Attributes
    ----------
    unit, accepted, least, most
        Of a quantity: its unit, the units accepted in records, and plausible bounds in its unit.
    words
        Possible values of a fact in words; a fact with neither unit nor words is a flag.
    stale_after
        Age [h] beyond which a value counts as unknown; None if it does not age.
    denied_for
        Values that deny something worse, each with the age [h] beyond which it denies nothing: what was absent in 2009
        may be present now, even where its presence would last.
    ageing
        Whether the fact is itself an age, which grows with time.
    graded
        Lesion and parameter of the grading limits; None if it grades nothing.
    vital
        Whether it is a vital sign, which changes from minute to minute: only the newest value counts.
    """

    name: str
    title: str
    unit: str = ""
    accepted: tuple[str, ...] = ()
    least: float = 0.0
    most: float = 0.0
    words: tuple[str, ...] = ()
    stale_after: float | None = None
    denied_for: tuple[tuple[str | bool, float], ...] = ()
    ageing: bool = False
    graded: tuple[str, str] | None = None
    derived: bool = False
    vital: bool = False

    @property
    def is_flag(self) -> bool:
        """Whether it is true or false."""
        return not self.unit and not self.words

    def counts_for(self, value: float | str | bool) -> float | None:
        """Return the age [h] up to which a value counts; None if it does not age."""
        return dict(self.denied_for).get(value, self.stale_after)  # type: ignore[arg-type]

    def accepts(self, unit: Unit) -> bool:
        """Return whether a record may give the quantity in this unit."""
        return any(read_unit(known) == unit for known in self.accepted)


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, FactKind]:
    """Return every fact by its name, in the order of the file."""
    return parse_vocabulary((files("diastole.knowledge.rules") / FILE).read_text(encoding="utf-8"))


def fact_kind(name: str) -> FactKind:
    """Return the kind of a fact.

    Raises
    ------
    InputError
        If no fact has this name.
    """
    known = vocabulary()
    if name not in known:
        raise InputError(f"'{name}' is not a fact.{did_you_mean(name, known)}")
    return known[name]


def parse_vocabulary(text: str) -> Mapping[str, FactKind]:
    """Read facts.

    Raises
    ------
    InputError
        If a record cannot be used; the message names it.
    """
    content = read_yaml(text, FILE)
    if not isinstance(content, dict) or set(content) != {"words", "facts"}:
        raise InputError(f"{FILE} needs the mappings 'words' and 'facts', and nothing else")
    return {name: _kind(name, record, content["words"]) for name, record in content["facts"].items()}


def _kind(name: str, record: Any, words: Mapping[str, list[str]]) -> FactKind:
    place = f"{FILE}, {name}"
    if not isinstance(record, dict) or not set(record) <= KEYS or "title" not in record:
        raise InputError(f"{place}: needs a title, and out of {', '.join(sorted(KEYS))} what applies")
    if sum(key in record for key in ("unit", "words", "flag")) != 1:
        raise InputError(f"{place}: is either a quantity (unit), words or a flag")
    least, most = record.get("plausible", (0.0, 0.0))
    if "unit" in record and (not record.get("accepted") or least >= most):
        raise InputError(f"{place}: a quantity needs accepted units and plausible bounds")
    chosen = record.get("words", [])
    known = tuple(words[chosen] if isinstance(chosen, str) else chosen)
    denied = record.get("denied_for", {})
    if not set(denied) <= set(known or FLAGS):
        raise InputError(f"{place}: denied_for names {', '.join(denied)}, which it cannot be")
    same = {key: record[key] for key in ("title", "unit", "stale_after", "ageing", "derived", "vital") if key in record}
    return FactKind(
        name,
        **same,
        accepted=tuple(record.get("accepted", ())),
        least=float(least),
        most=float(most),
        words=known,
        denied_for=tuple((FLAGS.get(value, value), float(hours)) for value, hours in denied.items()),
        graded=tuple(record["graded"]) if "graded" in record else None,
    )
