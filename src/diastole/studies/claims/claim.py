"""A claim as data: a sentence, an experiment on simulated patients, and what is expected of it."""

from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from diastole.errors import InputError, did_you_mean
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient.patient import Changes
from diastole.model.patient.presets import PRESETS
from diastole.strict_yaml import FrozenRecord, read_yaml

type Text = Annotated[str, Field(min_length=3)]


class ClaimWording(FrozenRecord):
    """One sentence for three readers."""

    clinician: Text
    trainee: Text
    patient: Text


class ExperimentSubject(FrozenRecord):
    """A simulated patient: a preset, and what is changed on it."""

    name: Text
    preset: str
    set: Changes = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.preset not in PRESETS:
            raise ValueError(f"'{self.preset}' is not a preset.{did_you_mean(self.preset, PRESETS)}")
        return self


class Sweep(FrozenRecord):
    """A key of the patient and the values that it takes, in order."""

    key: str
    values: Annotated[tuple[str, ...], Field(min_length=3)]


class Expectation(FrozenRecord):
    """What one measure, or the difference of two, does from one arm to another, or is in one arm."""

    measure: str
    less: str | None = None  # a measure that is subtracted
    does: Literal["rises", "falls", "is_above", "is_below"]
    by: float = 0.0  # relative change that counts as one; or the level of is_above and is_below, in the measure's unit
    arm: str | None = None  # for is_above and is_below; the last arm if left out

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name in (self.measure, self.less):
            if name is not None and name not in MEASURES:
                raise ValueError(f"'{name}' is not a measure.{did_you_mean(name, MEASURES)}")
        return self


class Ordering(FrozenRecord):
    """That the relative change of a measure grows from subject to subject."""

    measure: str
    subjects: Annotated[tuple[str, ...], Field(min_length=2)]


class Experiment(FrozenRecord):
    """Subjects, arms and what is expected in each cell."""

    subjects: Annotated[tuple[ExperimentSubject, ...], Field(min_length=1)]
    arms: Annotated[dict[str, Changes], Field(min_length=1)]  # by name; the first is the reference
    reflex: bool = False
    minutes: float | None = None  # of a course beat by beat with ischaemia; a steady beat if left out
    along: Sweep | None = None
    across: Sweep | None = None
    expect: tuple[Expectation, ...] = ()
    ordered: Ordering | None = None

    @model_validator(mode="after")
    def _has_expectation(self) -> Self:
        if bool(self.expect) == bool(self.ordered):
            raise ValueError("give either expect or ordered")
        names = [subject.name for subject in self.subjects]
        for name in self.ordered.subjects if self.ordered else ():
            if name not in names:
                raise ValueError(f"ordered: '{name}' is not a subject; subjects are {', '.join(names)}")
        for expectation in self.expect:
            if expectation.arm is not None and expectation.arm not in self.arms:
                raise ValueError(f"'{expectation.arm}' is not an arm; arms are {', '.join(self.arms)}")
        if self.across is not None and self.along is None:
            raise ValueError("across needs along")
        return self


class Claim(FrozenRecord):
    """A claim of the ledger."""

    id: Annotated[str, Field(pattern=r"^[CN]\d\d$")]
    sentence: ClaimWording
    statements: tuple[str, ...] = ()  # ids of statements that say or contradict it
    sources: tuple[str, ...] = ()  # keys of knowledge/evidence/sources.yaml
    standing: Text  # how it stands against the literature
    flips: str = ""  # where it is known to turn
    experiment: Experiment | None = None
    not_shown: str = ""  # why there is no experiment

    @model_validator(mode="after")
    def _shown_or_not(self) -> Self:
        if (self.experiment is None) == (self.not_shown == ""):
            raise ValueError("give either an experiment or not_shown, the reason why there is none")
        return self


def parse_claims(text: str, where: str) -> dict[str, Claim]:
    """Read claims from YAML. Raise InputError, naming the place, the claim and what is wrong with it."""
    claims: dict[str, Claim] = {}
    records = read_yaml(text, where)
    if not isinstance(records, list):
        raise InputError(f"{where}: it has to be a list of claims, each beginning with '- id: …'")
    for record in records:
        name = record.get("id", "without an id") if isinstance(record, dict) else repr(record)
        try:
            claim = Claim.model_validate(record)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise InputError(f"{where}: claim {name}: {key}: {first['msg']}") from None
        if claim.id in claims:
            raise InputError(f"{where}: claim {claim.id} is given twice; give each claim its own id")
        claims[claim.id] = claim
    return claims


@lru_cache(maxsize=1)
def load_claims() -> dict[str, Claim]:
    """Return the claims of the ledger by id, in its order."""
    text = (files("diastole.studies.claims") / "claims.yaml").read_text(encoding="utf-8")
    return parse_claims(text, "claims.yaml")
