"""The head of an article's file: its question in many wordings, its subject, and the experiment that it opens with."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from diastole.errors import did_you_mean
from diastole.knowledge.evidence.closed_lists import ENTITIES
from diastole.model.patient.patient import Changes
from diastole.model.patient.presets import PRESETS
from diastole.strict_yaml import FrozenRecord

FEWEST_WORDINGS = 8
BENCH = "bench"  # under which sentences name the run that the article opens with
TOPICS = {
    "contraindications": "When not to use the balloon pump",
    "indications": "What the balloon pump is for",
    "valves": "The balloon pump and the valves",
    "regurgitation": "Aortic regurgitation",
    "treatment": "Drugs, rate and surgery",
    "devices": "Other pumps",
    "console": "Timing, trigger and alarms",
    "bedside": "Care at the bedside",
    "evidence": "Trials, guidelines and history",
    "model": "The simulated patient",
    "patients": "Questions of patients and relatives",
}

type Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3)]
type Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
type ArmName = Annotated[str, StringConstraints(pattern=r"^[^\[\]{}]+$", min_length=3)]


class Bench(FrozenRecord):
    """A simulated patient in several arms: what the numbers of an article come from."""

    patient: str
    set: Changes = Field(default_factory=dict)  # on the patient, in every arm
    arms: Annotated[dict[ArmName, Changes], Field(min_length=1)]  # by name; the first is the reference
    reflex: bool = False

    @field_validator("patient")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in PRESETS:
            raise ValueError(f"'{name}' is not a preset.{did_you_mean(name, PRESETS)}")
        return name


class Opening(Bench):
    """The experiment that an article opens with."""

    controls: Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]  # keys of the patient to play with
    shows: Text  # the caption of its figure


class Head(FrozenRecord):
    """The head of an article."""

    question: Annotated[str, StringConstraints(pattern=r"^[A-Z].*\?$")]
    topic: Literal[
        "contraindications", "indications", "valves", "regurgitation", "treatment", "devices", "console", "bedside",
        "evidence", "model", "patients",
    ]  # fmt: skip
    subject: Annotated[tuple[str, ...], Field(min_length=1)]  # what a follow-up without a subject of its own is about
    wordings: Annotated[tuple[Text, ...], Field(min_length=FEWEST_WORDINGS)]
    corrects: tuple[Text, ...] = ()  # false beliefs, each a sentence
    related: Annotated[tuple[Slug, ...], Field(min_length=2, max_length=6)]
    author: Text
    updated: date
    bench: Opening
    runs: dict[Slug, Bench] = Field(
        default_factory=dict
    )  # further experiments, by the name under which sentences cite them

    @field_validator("subject")
    @classmethod
    def _entities(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in ENTITIES:
                raise ValueError(f"'{name}' is unknown.{did_you_mean(name, ENTITIES)}")
        return names

    @model_validator(mode="after")
    def _one_bench(self) -> Self:
        if BENCH in self.runs:
            raise ValueError(f"runs: '{BENCH}' is the name of the opening experiment; give the run another name")
        return self
