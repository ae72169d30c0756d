"""The screening form: one field for each fact that a person can know, made from the vocabulary of facts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from diastole.errors import InputError
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind, vocabulary
from diastole.knowledge.screening.fact_sheet import read_facts
from diastole.knowledge.screening.verdict import Screening, screen

MOST_FIELDS = 200
LARGEST_FORM = 50_000  # bytes
FLAG_WORDS = {"true": "yes", "false": "no"}
FIRST = (  # the facts that decide most often, and how fresh the first of them is
    "ar.grade", "echo.age", "aortic_dissection", "aortic_aneurysm", "peripheral_arterial_disease",
)  # fmt: skip
DECIDING = "The five that decide first"
GROUPS = {
    "Echocardiography": ("echo.", "aortic_valve."),
    "Aortic regurgitation": ("ar.",),
    "Mitral regurgitation": ("mr.",),
    "Balloon pump": ("balloon.",),
}
REST = "Aorta, vessels and other"


@dataclass(frozen=True)
class FormField:
    """One field with what was entered."""

    kind: FactKind
    value: str
    unit: str

    @property
    def label(self) -> str:
        """What the page calls it."""
        return self.kind.title[0].upper() + self.kind.title[1:]

    @property
    def choices(self) -> dict[str, str]:
        """What can be chosen, by its value; nothing for a quantity."""
        if self.kind.is_flag:
            return FLAG_WORDS
        return {
            word: word.replace("moderate_severe", "moderate to severe").replace("_", " ") for word in self.kind.words
        }


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields of a form that was sent.

    Raises
    ------
    InputError
        If it is no form, has too many fields, or the same field twice.
    """
    if len(body) > LARGEST_FORM:
        raise InputError(f"the form is larger than {LARGEST_FORM // 1000} kB")
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, strict_parsing=bool(body),
            errors="strict",
        )  # fmt: skip
    except ValueError:
        raise InputError("what was sent is not a form of this page") from None
    return _each_once(pairs)


def each_once(request: Request) -> None:
    """Refuse an address that says a parameter twice: one of the two would be dropped unseen.

    Raises
    ------
    InputError
        If it does, with its name.
    """
    _each_once(request.query_params.multi_items())


def _each_once(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((name, times),) = Counter(name for name, _ in pairs).most_common(1)
        raise InputError(f"'{name[:40]}' is given {times} times; give it once")
    return found


def fields(entered: Mapping[str, str]) -> dict[str, list[FormField]]:
    """Return the fields of the form by group, those that decide first at the head."""
    groups: dict[str, list[FormField]] = {title: [] for title in (DECIDING, *GROUPS, REST)}
    known = [kind for name, kind in vocabulary().items() if name not in FIRST and not kind.derived]
    for kind in (*map(fact_kind, FIRST), *known):
        unit = entered.get(f"{kind.name}.unit", kind.unit)
        groups[_group(kind.name)].append(FormField(kind, entered.get(kind.name, ""), unit))
    return groups


def judge_form(entered: Mapping[str, str]) -> Screening:
    """Screen what was entered; a field left empty is unknown.

    Raises
    ------
    InputError
        If a value is not of its kind.
    """
    known = vocabulary()
    given: dict[str, object] = {}
    for name, text in entered.items():
        if name in known and not known[name].derived and text.strip():
            unit = entered.get(f"{name}.unit", known[name].unit) if known[name].unit else ""
            given[name] = f"{text.strip()} {unit}".strip()
    if "echo.age" in given:
        given.setdefault("echo.done", "true")  # one that has an age was done
    return screen(read_facts(given, "the form", by_title=True))


def _group(name: str) -> str:
    if name in FIRST:
        return DECIDING
    return next((title for title, heads in GROUPS.items() if name.startswith(heads)), REST)
