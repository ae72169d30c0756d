"""The record of a device, from its block of a patient file to its panel of a figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.block_numbers import BlockReader, Numbers
from diastole.model.input_blocks.contradiction import Law
from diastole.model.wiring import Kind, Link

type LawParameters = dict[str, tuple[float, ...]]  # by their name in the right-hand side


class Model(NamedTuple):
    """A device as it is offered."""

    name: str  # for `--with`, `alternatives` and the rules: impella_cp
    title: str  # Impella CP
    is_one: Mapping[str, str]  # keys of the block, with the values by which it is this model
    usual: Mapping[str, str]  # its usual setting, likewise
    offered: str  # title with the usual setting: Impella CP, {level}
    spoken: tuple[str, ...] = ()  # names in a script, in small letters without hyphens
    judged_as: tuple[str, ...] = ()  # other models whose contraindications are also its own

    @property
    def subjects(self) -> tuple[str, ...]:
        """Names under which rules speak of it."""
        return (self.name, *self.judged_as)


class Speech(NamedTuple):
    """How a script names a device, and how its setting is read from the words after the name."""

    names: tuple[str, ...]  # in small letters without hyphens; they leave open which model
    example: str
    values: tuple[str, ...] = ()  # keys that a value may belong to; it goes to the first one that it fits
    patterns: tuple[tuple[str, str, str], ...] = ()  # key, regular expression, value with the groups that it found
    switch_on: Mapping[str, str] = MappingProxyType({})  # set by naming it; without, it starts afresh


class Panel(NamedTuple):
    """The panel of a figure that shows a device over time."""

    label: str  # of the axis
    signals: tuple[str, ...]  # names of waveforms
    is_volume: bool  # drawn as an area from zero


class Waveform(NamedTuple):
    """A signal over time that anybody may see."""

    source: str  # name in the right-hand side
    unit: str
    title: str


class ComingBeat(NamedTuple):
    """The lengths of the beat that begins, for a controller; time zero is the QRS onset."""

    expected: float  # s, length at the heart rate
    actual: float  # s, after which the next QRS comes


class Ejection(Protocol):
    """Moments of a systole [s]."""

    @property
    def begins(self) -> float:
        """Start of ejection."""

    @property
    def ends(self) -> float:
        """End of ejection."""


class SteadyCycle(Protocol):
    """A steady support cycle, as far as cautions look at it."""

    beats: int

    def __getitem__(self, name: str) -> Any:
        """Return a state or a signal over time, (points,)."""

    def mean(self, name: str) -> float:
        """Return the time mean of a state or a signal."""

    def systole(self, index: int) -> Ejection:
        """Return the moments of the systole of a beat."""

    def inside(self, start: float, end: float) -> slice:
        """Return the samples between two times [s]."""


@dataclass(frozen=True)
class Device:
    """A device."""

    key: str  # of its block in a patient file
    block: type[Block]  # type of that block: what a person sets
    models: tuple[Model, ...]
    setting: Callable[[Any], str]  # how it is set, in words: ``at P-6``
    speech: Speech
    # Name of the module with its laws, which is imported when it is asked for. Its function ``parameters(numbers)``, a
    # law, returns the parameters of the right-hand side from the numbers of its block, which may be absent. Where it
    # has a function ``orders(settings, coming_beat)``, that is a controller: it returns the parameters that it changes
    # for each beat.
    laws: str
    law_modules: tuple[str, ...]  # with the types of parameters and the laws that the right-hand side uses
    # Kinds of store and of link that the network does not have without it, by name.
    stores: Mapping[str, Kind] = field(default_factory=dict)
    flows: Mapping[str, Kind] = field(default_factory=dict)
    links: tuple[Link, ...] = ()  # through which it moves blood
    inside: Mapping[str, str] = field(default_factory=dict)  # stores of which it changes the kind: store → kind
    # What it needs for itself, each with a law of whether it does, of the numbers of its block, which may be absent.
    # Two devices that need the same exclude each other.
    places: Mapping[str, Law] = field(default_factory=dict)
    # Settings that go by the body of the patient, unless they are given.
    by_size: Callable[[Any], Mapping[str, float]] = lambda body: {}
    is_on: Callable[[Any], bool] = lambda settings: True  # whether it works with these settings
    # Sentences on a steady cycle in which it does not do what it is set to do.
    cautions: Callable[[Any, SteadyCycle], list[str]] = lambda settings, cycle: []
    waveforms: Mapping[str, Waveform] = field(default_factory=dict)  # what can be read of it over time, by public name
    panel: Panel | None = None
    titles: Mapping[str, str] = field(default_factory=dict)  # of settings, where a control stands without its group

    def model(self, settings: Any) -> Model:
        """Return the model that settings ask for."""
        return next(
            model
            for model in self.models
            if all(getattr(settings, key) == value for key, value in model.is_one.items())
        )

    def fitted(self, settings: Any, body: Any) -> Any:
        """Return settings with what goes by the size of a body, where that is not given."""
        missing = {key: value for key, value in self.by_size(body).items() if key not in settings.model_fields_set}
        return settings.model_copy(update=missing) if missing else settings

    @property
    def law(self) -> Callable[[Numbers], LawParameters]:
        """The law from the numbers of its block, which may be absent, to parameters of the right-hand side."""
        law: Callable[[Numbers], LawParameters] = import_module(self.laws).parameters
        return law

    def parameters(self, settings: Any) -> LawParameters:
        """Return the parameters of the right-hand side for these settings; None is no device."""
        return self.law(BlockReader(self.block)(settings))

    @property
    def controller(self) -> Callable[[Any, ComingBeat], LawParameters] | None:
        """The function that gives orders for each beat; None where there is none."""
        return getattr(import_module(self.laws), "orders", None)
