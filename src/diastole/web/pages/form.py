"""The screening form: one field for each fact that a person can know, made from the vocabulary of facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from diastole.errors import InputError
from diastole.screening.sheet import read_facts
from diastole.screening.verdict import Screening, screen
from diastole.screening.vocabulary import FactKind, vocabulary

MOST_FIELDS = 200
LARGEST_FORM = 50_000  # bytes
FLAG_WORDS = {"true": "yes", "false": "no"}
GROUPS = {
    "Echocardiography": ("echo.", "aortic_valve."),
    "Aortic regurgitation": ("ar.",),
    "Mitral regurgitation": ("mr.",),
    "Balloon pump": ("balloon.",),
}
REST = "Aorta, vessels and other"


@dataclass(frozen=True)
class Field:
    """One field with what was entered."""

    kind: FactKind
    value: str
    unit: str

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
        If it is no form, or has too many fields.
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
    return dict(pairs)


def fields(entered: Mapping[str, str]) -> dict[str, list[Field]]:
    """Return the fields of the form by group."""
    groups: dict[str, list[Field]] = {title: [] for title in (*GROUPS, REST)}
    for kind in vocabulary().values():
        if not kind.derived:
            unit = entered.get(f"{kind.name}.unit", kind.unit)
            groups[_group(kind.name)].append(Field(kind, entered.get(kind.name, ""), unit))
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
    return screen(read_facts(given, "the form"))


def _group(name: str) -> str:
    return next((title for title, heads in GROUPS.items() if name.startswith(heads)), REST)
