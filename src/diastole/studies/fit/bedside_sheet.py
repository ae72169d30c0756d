"""A bedside sheet: what is known of a patient, in the words of the vocabulary."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, PrivateAttr, ValidationError, create_model

from diastole.errors import InputError, did_you_mean
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.screening.model_patient import sheet_facts
from diastole.model.input_blocks.block import Block, optional_block
from diastole.model.input_blocks.problems import numbered, sentences
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.body import Body
from diastole.model.patient.lesions import Lesions
from diastole.model.patient.patient_file_tree import Tree
from diastole.model.patient.treatment import DEVICE_BLOCKS, Drugs, Pacing, Surgery
from diastole.studies.fit.sheet_detection import read_tree
from diastole.studies.fit.sheet_parts import SheetParts, contradictions_of, read_parts


class SheetOfPerson(Block):
    """What is known of a patient. Measured values are in the units of the vocabulary."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    source: str = "given"
    note: Annotated[str, Field(max_length=5000)] = ""
    nearest: Annotated[str | None, Field(description="preset to start from, where not the nearest one")] = None
    body: Annotated[Body | None, optional_block] = None
    measured: dict[str, float]
    lesions: Lesions = Lesions()
    drugs: Drugs = Drugs()
    pacing: Annotated[Pacing | None, optional_block] = None
    surgery: Surgery = Surgery()
    echo: Annotated[Any, Field(description="report of the echocardiography, by lesion")] = None
    rhythm: Annotated[Any, Field(description="such as sinus, paced or atrial fibrillation")] = None
    facts: Annotated[Any, Field(description="what else rules ask for, by the names of the facts")] = None
    ventilation: Annotated[Any, Field(description="kept, and not used")] = None
    other: Annotated[Any, Field(description="anything else; kept, and not used")] = None

    _read: SheetParts = PrivateAttr(default_factory=SheetParts)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read the sheet in a file; one without a name has that of the file.

        Raise InputError if it cannot be read, and as of `read`.
        """
        return cls.read({"name": Path(path).stem} | read_tree(Path(path)), str(path))

    @classmethod
    def read(cls, tree: Tree, label: str) -> Self:
        """Read a sheet from its blocks of text; `label` is what messages call it.

        Raise InputError if values are unknown, without unit, implausible or contradict one another. All problems are
        listed, each with key, value, what is allowed and what to do.
        """
        try:
            parts = read_parts(tree)
        except InputError as problem:
            raise problem.within(f"{label}: ") from None
        problems = list(parts.problems)
        try:
            sheet = cls.model_validate(parts.values)
        except ValidationError as problem:
            problems += sentences(problem, cls)
        else:
            problems += _unknown_preset(sheet.nearest)
            sheet._read = parts
        problems += contradictions_of(parts)
        if problems:
            raise InputError(f"{label}: {numbered(problems)}")
        return sheet

    @property
    def of_patient(self) -> dict[str, float]:
        """Values that the patient takes as they are, by their keys, such as the haemoglobin."""
        return self._read.of_patient

    @property
    def not_used(self) -> list[str]:
        """What the sheet says and the model does not use."""
        return self._read.not_used

    @property
    def notes(self) -> list[str]:
        """What was assumed for the sheet, and what of it contradicts itself."""
        return self._read.notes

    def stated(self, patient: Patient, now: datetime, *, changed: bool = False) -> PatientFacts:
        """Return the facts that the sheet gives to rules.

        `patient`: who was fitted to it; `now`: moment of the judgement, with a time zone: a report may be too old for
        it; `changed`: whether the patient was changed since, so that what was measured no longer counts.
        """
        stated = [one.finding(now) for one in self._read.stated]
        if changed:
            return sheet_facts(patient, {}, stated)
        return sheet_facts(patient, self.measured, stated, self._read.of_echo)


if TYPE_CHECKING:

    class BedsideSheet(SheetOfPerson):
        """A sheet with the devices of the register."""

        balloon_pump: Any = None

else:
    BedsideSheet = create_model(
        "BedsideSheet", __base__=SheetOfPerson, __module__=__name__, __doc__=SheetOfPerson.__doc__, **DEVICE_BLOCKS
    )


def _unknown_preset(name: str | None) -> list[str]:
    """Say that the preset to start from does not exist, if so."""
    if name is None or name in PRESETS:
        return []
    return [f"nearest: '{name}' is not a preset; presets are {', '.join(PRESETS)}.{did_you_mean(name, PRESETS)}"]
