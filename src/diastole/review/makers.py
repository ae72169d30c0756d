"""Makers of devices and what they make: what makers.yaml says, typed."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Self

from pydantic import model_validator

from diastole.knowledge.evidence.closed_lists import ENTITIES
from diastole.strict_yaml import FrozenRecord, Text, read_yaml, validated

type Words = tuple[Text, ...]


class SpokenDevice(FrozenRecord):
    """A device as a person would say it, and the entities of the evidence base that mean it."""

    name: Text
    entities: Words


class Maker(FrozenRecord):
    """A maker with its spellings, also those of its products, and the devices that it makes.

    Attributes
    ----------
    unless
        What has the maker's name in it and is not the maker.
    """

    name: Text
    spellings: Words
    makes: Words
    unless: Words = ()


class Unnamed(FrozenRecord):
    """Words, or their beginnings with a hyphen, by which an interest speaks of a maker without its name."""

    makers: Words
    payments: Words
    devices: Words
    fillers: Words
    denials: Words
    not_denials: Words


class Makers(FrozenRecord):
    """Everything in makers.yaml."""

    devices: Mapping[str, SpokenDevice]
    groups: Mapping[str, Words]
    makers: tuple[Maker, ...]
    unnamed: Unnamed

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name, given, known in (
            *(("a device of a group", group, self.devices) for group in self.groups.values()),
            *((f"what {maker.name} makes", maker.makes, self.devices) for maker in self.makers),
            *((f"an entity of {key}", device.entities, ENTITIES) for key, device in self.devices.items()),
        ):
            if unknown := set(given) - set(known):
                raise ValueError(f"{name} is unknown: {', '.join(sorted(unknown))}")
        if alone := set(self.devices) - {device for group in self.groups.values() for device in group}:
            raise ValueError(f"in no group: {', '.join(sorted(alone))}")
        return self

    def devices_of(self, entities: Collection[str]) -> tuple[str, ...]:
        """Return the devices that entities of the evidence base speak of."""
        return tuple(key for key, device in self.devices.items() if set(device.entities) & set(entities))

    def rivals_of(self, maker: Maker) -> dict[str, str]:
        """Return the devices that a maker makes or competes with, each with the name of its group."""
        return {
            device: group for group, members in self.groups.items() if set(members) & set(maker.makes)
            for device in members
        }  # fmt: skip

    def named(self, devices: Collection[str]) -> str:
        """Return devices as a person would say them."""
        names = [self.devices[device].name for device in devices]
        return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


@lru_cache(maxsize=1)
def load_makers() -> Makers:
    """Return the makers that come with the package.

    Raises
    ------
    InputError
        If the file is wrong.
    """
    return parse_makers((files("diastole.review") / "makers.yaml").read_text(encoding="utf-8"))


def parse_makers(text: str) -> Makers:
    """Read makers from YAML.

    Raises
    ------
    InputError
        Naming the place and what is wrong.
    """
    return validated(Makers, read_yaml(text, "makers.yaml"), "makers.yaml")
