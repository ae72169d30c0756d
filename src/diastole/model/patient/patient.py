"""A patient: everything that the circulation needs to know, read from a file or a preset."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

import yaml
from pydantic import Field, PrivateAttr, ValidationError, ValidationInfo, create_model, field_validator, model_validator

from diastole.display import Displayed
from diastole.errors import InputError, did_you_mean
from diastole.model.devices.balloon_pump import BalloonPump
from diastole.model.devices.register import bypasses, in_use
from diastole.model.drugs.doses import per_kilogram
from diastole.model.input_blocks.block import Block, optional_block
from diastole.model.input_blocks.problems import ABSENT, refusal
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.patient.body import Body
from diastole.model.patient.contradictions import CONTRADICTIONS
from diastole.model.patient.heart import AtrialTiming, Atrium, Calcium, Myofilament, Pericardium, Ventricle
from diastole.model.patient.lesions import Lesions
from diastole.model.patient.patient_file_tree import ASSUMED, WORDS, Tree, dump, keys, put, sourced, split
from diastole.model.patient.presets import PRESETS, resolve
from diastole.model.patient.regulation import Baroreflex, Lung, Oxygen
from diastole.model.patient.relative_value import value_at, value_meant
from diastole.model.patient.treatment import DEVICE_BLOCKS, TREATMENTS, Drugs, Pacing, Surgery
from diastole.model.patient.valves import Valves
from diastole.model.patient.vessels import Coronary, Resistances, Segments, SystemicArterioles, Vessels
from diastole.model.patient.wall_geometry import Wall
from diastole.units import shown

LINE = 110  # characters
type Changes = dict[str, str]  # dotted key of a patient → text with a unit


class Person(Displayed, Block):
    """A patient without devices. All numbers are in mmHg, mL, s, cm², cm, kPa, µM, and rates of the heart in 1/min."""

    name: Annotated[str, Field(min_length=1, max_length=200, description="what reports call the patient")]
    description: Annotated[str, Field(max_length=5000, description="a sentence about the patient")] = ""
    misfit: Annotated[
        str, Field(max_length=5000, description="what was measured and this patient does not show; written by a fit")
    ] = ""
    not_used: Annotated[
        str, Field(max_length=5000, description="what was stated and the model does not use; written by a fit")
    ] = ""
    body: Body
    heart_rate: Annotated[float, Quantity("1/min", "[20, 250]", "heart rate")]
    chronotropic_response: Annotated[
        float,
        Quantity(
            "1", "[0, 2]", "what catecholamines do to the heart rate, over what they do to that of a healthy heart"
        ),
    ]
    blood_volume: Annotated[float, Quantity("mL", "(0, 15000]", "all blood in the loop")]
    atria: AtrialTiming
    left_ventricle: Ventricle
    right_ventricle: Ventricle
    calcium: Calcium
    myofilament: Myofilament
    left_atrium: Atrium
    right_atrium: Atrium
    pericardium: Pericardium
    valves: Valves
    vessels: Vessels
    segments: Segments
    resistances: Resistances
    systemic_arterioles: SystemicArterioles
    coronary: Coronary
    oxygen: Oxygen
    baroreflex: Baroreflex
    lung: Lung
    wall: Wall
    lesions: Lesions = Lesions()
    drugs: Drugs = Drugs()
    pacing: Annotated[Pacing | None, optional_block] = None
    surgery: Surgery = Surgery()

    _sources: tuple[tuple[str, str], ...] = PrivateAttr(default=())

    @field_validator("drugs", mode="before")
    @classmethod
    def _doses_per_kilogram(cls, given: object, info: ValidationInfo) -> object:
        body = info.data.get("body")
        if body is None or not isinstance(given, Mapping):
            return given
        return {name: per_kilogram(dose, body.weight) for name, dose in given.items()}

    contradictions: ClassVar = CONTRADICTIONS

    @model_validator(mode="after")
    def _fitted(self) -> Self:
        for device, settings in list(in_use(self)):
            self.__dict__[device.key] = device.fitted(settings, self.body)  # frozen for everybody else
        return self

    def __repr__(self) -> str:
        known = {name: lesion for name, lesion in self.lesions if lesion is not None}
        words = ", ".join([f"{self.heart_rate:g} /min", *known, *self.treatments]).replace("_", " ")
        return f"<Patient '{self.name}': {words}>"

    __str__ = __repr__

    @property
    def sources(self) -> dict[str, str]:
        """Where each value comes from: key → key of ``knowledge/evidence/sources.yaml``, ``assumed`` or ``given``."""
        known = dict(self._sources)
        return {key: known.get(key, ASSUMED) for key in keys(self) if key not in WORDS}

    @property
    def fit_remarks(self) -> list[str]:
        """What a fit says of its patient, and every result repeats: what is not shown, and what was not used."""
        return [text for text in (self.misfit, self.not_used) if text]

    @property
    def treatments(self) -> list[str]:
        """Keys of what is done for the patient."""
        return [name for name in TREATMENTS if getattr(self, name) != type(self).model_fields[name].default]

    @classmethod
    def preset(cls, name: str) -> "Patient":
        """Return a patient by name.

        Raises
        ------
        InputError
            If there is no such preset; the message lists them.
        """
        if name not in PRESETS:
            near = did_you_mean(name, PRESETS)
            raise InputError(
                f"'{name}' is not a preset; presets are {', '.join(PRESETS)}.{near}",
                code="not_found", allowed={"values": list(PRESETS)},
            )  # fmt: skip
        return _preset(name)

    @classmethod
    def load(cls, reference: str | Path) -> "Patient":
        """Return a preset by its name, or read a patient file.

        Parameters
        ----------
        reference
            Name of a preset or path of a file; a `Path` is never a preset.

        Raises
        ------
        InputError
            If it does not exist or is no patient; one sentence with file, key, value and what is allowed.
        """
        return _preset(reference) if reference in PRESETS else _read(reference)

    def with_values(self, values: Mapping[str, Any]) -> "Patient":
        """Return a patient with some values changed; only the blocks on the way to them are read again.

        Parameters
        ----------
        values
            Dotted key → value, such as ``{"lesions.aortic_regurgitation.orifice_area": "0.3 cm²", "heart_rate": 110}``.
            A value is text with a unit, a number in the unit of its key, a quantity of pint, a change of the present
            value such as ``+10 %``, ``-10 %`` or ``x0.5``, or ``{"value": …, "source": key}``; or a block. Blocks on
            the way are made; the value ``none`` takes an optional block away, ``{}`` makes it anew.

        Raises
        ------
        InputError
            If a key is unknown, or a value is not possible.
        """
        if not isinstance(values, Mapping):
            raise InputError(f"'{shown(values)}' is not a dictionary such as {{'heart_rate': 110}}")
        tree: Tree = dict(self)
        said: dict[str, str] = {}
        for key, given in values.items():
            if not isinstance(key, str):
                raise InputError(f"'{shown(key)}' is not a key; keys are words such as heart_rate")
            leaf, own = sourced(given, key)
            put(tree, key, value_meant(self, key, leaf))
            said = {name: source for name, source in said.items() if not f"{name}.".startswith(f"{key}.")} | own
        replaced = tuple(f"{key}." for key in values)
        kept = {name: source for name, source in self._sources if not f"{name}.".startswith(replaced)}
        return _validated(tree, kept | said)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy; what is updated is validated like any other value."""
        return self.with_values(update) if update else super().model_copy(deep=deep)  # type: ignore[return-value]

    def with_balloon_pump(self, pump: BalloonPump | None) -> "Patient":
        """Return the same patient with this balloon pump, or with none.

        Raises
        ------
        InputError
            If the patient has a device that excludes it.
        """
        if pump is None and value_at(self, "balloon_pump") is None:
            return self  # type: ignore[return-value]  # every person that is made is a patient
        return self.with_values({"balloon_pump": pump or ABSENT})

    @property
    def has_bypass(self) -> bool:
        """Whether a device moves blood past the aortic valve, so that the valve may stay shut."""
        return bypasses(self)

    def as_found(self) -> "Patient":
        """Return the patient before anything is done: no drug, pacemaker, operation or device."""
        return self.with_values({name: type(self).model_fields[name].default or ABSENT for name in TREATMENTS})

    def to_yaml(self) -> str:
        """Return a patient file that reads back as the same patient, with the source of each value."""
        tree = dump(self, dict(self._sources))
        text: str = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=None, width=LINE)
        return text


if TYPE_CHECKING:

    class Patient(Person):
        """A person with the devices of the register."""

        balloon_pump: BalloonPump | None = None

else:
    Patient = create_model("Patient", __base__=Person, __module__=__name__, __doc__=Person.__doc__, **DEVICE_BLOCKS)


@lru_cache(maxsize=64)
def _preset(name: str) -> Patient:
    """Read a preset once."""
    return _read(name)


def _read(reference: str | Path) -> Patient:
    """Read a preset or a file."""
    label, tree = resolve(reference)
    return _build(tree, f"{label}: ")


def _build(tree: Tree, prefix: str) -> "Patient":
    """Make a patient from a whole tree; messages start with the prefix."""
    try:
        return _validated(*split(tree))
    except InputError as problem:
        raise problem.within(prefix) from None


def _validated(values: Tree, sources: Mapping[str, str]) -> "Patient":
    """Make a patient from values: text, or blocks that are left as they are."""
    try:
        patient = Patient.model_validate(values)
    except ValidationError as problem:
        raise refusal(problem, Patient) from None
    patient._sources = tuple(sorted(item for item in sources.items() if _is_told(patient, *item)))
    return patient


def _is_told(patient: "Patient", key: str, source: str) -> bool:
    """Return whether a source is kept: not of what is absent, nor one that `Person.sources` fills in."""
    return source != ASSUMED and key not in WORDS and value_at(patient, key) is not None
