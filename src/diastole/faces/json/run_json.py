"""The JSON of ``diastole simulate`` and ``diastole compare``."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field

from diastole.faces.json.rule_json import AgainstJson
from diastole.faces.json.shape import Document, MeasuresJson, Number, PatientName, Shape, units
from diastole.faces.words.change import NO_CHANGE, changes
from diastole.model.run import Comparison, Run
from diastole.studies.alternatives.current_treatments import Against

WAYS = {1: "rises", -1: "falls", 0: NO_CHANGE}


class SimulateJson(Document):
    """One patient at the steady beat."""

    NAME = "diastole/simulate/2"

    patient: PatientName
    """Name of the patient."""
    reflex: bool
    """Whether the baroreflex worked."""
    measures: MeasuresJson
    """Of the assisted beat where a balloon works."""
    unassisted: MeasuresJson | None = None
    """Of the other beats, their mean; at 1:2 and 1:3 only."""
    labels: dict[str, Number]
    """Numbers on the screen of a balloon pump [mmHg]; null where it shows no such beat."""
    cautions: list[str]
    """In which ways this run is an extrapolation."""
    objections: list[AgainstJson]
    """Objections to the treatments of the patient."""
    units: dict[str, str]
    """Unit of each measure."""

    @classmethod
    def of(cls, run: Run, against: Sequence[Against]) -> Self:
        """Return what is printed of a run."""
        return super().of(run, objections=[AgainstJson.of_treatment(each) for each in against], units=units())


class CompareJson(Document):
    """The same patient without and with support."""

    NAME = "diastole/compare/2"

    patient: PatientName
    """Name of the patient."""
    reflex: bool
    """Whether the baroreflex worked."""
    treatment: str | None = None
    """The treatment, where it was chosen."""
    without: MeasuresJson
    """Without the treatment."""
    with_: Annotated[MeasuresJson, Field(alias="with")]
    """With support, of the assisted beat."""
    unassisted: MeasuresJson | None = None
    """With support, of the other beats, their mean; at 1:2 and 1:3 only."""
    labels: dict[str, Number]
    """Numbers on the screen of a balloon pump, with support [mmHg]; null where it shows no such beat."""
    cautions: list[str]
    """In which ways these runs are extrapolations."""
    objections: list[AgainstJson]
    """Objections to the treatments of the patient with support."""
    changes: dict[str, Literal["rises", "falls", "no change"]]
    """What each measure does that has a value in both; no change where nobody could tell one."""
    units: dict[str, str]
    """Unit of each measure."""

    @classmethod
    def of(cls, comparison: Comparison, against: Sequence[Against], treatment: str = "") -> Self:
        """Return what is printed of a comparison."""
        without, with_ = comparison.without, comparison.with_
        return super().of(
            with_,
            **({"treatment": treatment} if treatment else {}),
            without=without.measures,
            with_=with_.measures,
            changes={name: WAYS[each.direction] for name, each in changes(comparison).items() if each.is_known},
            cautions=list(dict.fromkeys([*without.cautions, *with_.cautions])),
            objections=[AgainstJson.of_treatment(each) for each in against],
            units=units(),
        )


class ArmJson(Shape):
    """An arm of a comparison."""

    name: str
    """Of the arm."""
    patient: PatientName
    """Name of the patient."""
    measures: MeasuresJson
    """Of the assisted beat where a balloon works."""
    unassisted: MeasuresJson | None
    """Of the other beats, their mean; at 1:2 and 1:3 only."""
    labels: dict[str, Number]
    """Numbers on the screen of a balloon pump [mmHg]; null where it shows no such beat."""
    cautions: list[str]
    """In which ways this run is an extrapolation."""
    objections: list[AgainstJson]
    """Objections to the treatments of this arm."""


class ArmsJson(Document):
    """Several patients and treatments side by side."""

    NAME = "diastole/compare_arms/2"

    reflex: bool
    """Whether the baroreflex worked."""
    arms: list[ArmJson]
    """In the order in which they were given."""
    units: dict[str, str]
    """Unit of each measure."""

    @classmethod
    def of(cls, runs: Mapping[str, Run], against: Mapping[str, Sequence[Against]]) -> Self:
        """Return what is printed of several arms."""
        arms = [
            ArmJson.of(run, name=name, objections=[AgainstJson.of_treatment(each) for each in against[name]])
            for name, run in runs.items()
        ]
        return super().of(reflex=next(iter(runs.values())).reflex, arms=arms, units=units())
