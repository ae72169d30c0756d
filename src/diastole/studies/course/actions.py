"""Actions of a step, in words: a device, a drug, a pacemaker, an operation, or any value of the patient."""

import re
from collections.abc import Callable
from typing import NamedTuple, get_args

from diastole.errors import InputError, did_you_mean
from diastole.model.devices.device import Device, Model
from diastole.model.devices.register import DEVICES
from diastole.model.drugs.formulary import DRUG_NAMES, DRUGS, OTHER_DRUGS
from diastole.model.input_blocks.fields import quantity_of
from diastole.model.measures.definitions import plain_words
from diastole.model.measures.patient_keys import patient_key
from diastole.model.operations import OPERATIONS
from diastole.model.patient.patient_file_tree import WORDS
from diastole.studies.course.console_faults import LEAK, SPOKEN, ConsoleFault, read_fault
from diastole.studies.course.spelling import known_units
from diastole.units import parse_quantity

type Changes = dict[str, object]


class Action(NamedTuple):
    """Values of the patient that a step sets, by their key, and what it takes away or does once."""

    changes: Changes
    removes: str | None = None  # key that must be there
    operates: str | None = None  # key that must not be there yet
    fault: ConsoleFault | None = None  # of the balloon pump, which must be there


class Thing(NamedTuple):
    """A treatment that a step can start and stop."""

    key: str  # of the patient
    example: str
    read: Callable[[str], Changes]  # the words after its name
    nothing: str = "none"  # value of the key without it


NOTHING_LASTS = ("blood_volume", *WORDS)  # keys that a course cannot change
START = ("start", "give", "insert", "infuse", "begin")
REMOVE = ("remove", "stop", "explant", "withdraw")
WAIT = ("wait", "rest", "observe")
OFF = ("off", "out")  # after the name
OTHER_DEVICES = (
    "vv ecmo",
    "venovenous ecmo",
    "centrimag",
    "protek duo",
    "impella rp",
    "impella 5.0",
    "lvad",
    "bipella",
)


def _value(words: str) -> str:
    """Return the value after an optional ``at``."""
    head, _, rest = words.partition(" ")
    return known_units(rest.strip() if head.casefold() == "at" else words)


def _device(device: Device, model: Model | None = None) -> Thing:
    """Return a device of the register; one that is named with its model starts afresh."""
    speech = device.speech

    def read(words: str) -> Changes:
        """Return the settings that words give, by key. Raise InputError if one of them is no setting of the device."""
        settings: Changes = {}
        for key, pattern, value in speech.patterns:
            if spoken := re.search(pattern, words):
                settings[key] = spoken.expand(value)
                words = f"{words[: spoken.start()]} {words[spoken.end() :]}"
        if value := _value(" ".join(words.split())):
            settings |= _setting_of(device, value)
        if model is not None:
            settings = {**model.is_one, **settings}
        elif speech.switch_on:
            settings = {**speech.switch_on, **settings}
        afresh: Changes = {} if settings and model is None else {device.key: {}}
        return afresh | {f"{device.key}.{key}": value for key, value in settings.items()}

    return Thing(device.key, speech.example, read)


def _setting_of(device: Device, value: str) -> Changes:
    """Return the key of a device's block that a value belongs to, with it."""
    problem: InputError | None = None
    for key in device.speech.values:
        field = device.block.model_fields[key]
        known = quantity_of(field)
        if known is None:
            if value.casefold() in get_args(field.annotation):
                return {key: value.casefold()}
            continue
        try:
            parse_quantity(value, known.unit)
        except InputError as refused:
            problem = problem or refused
        else:
            return {key: value}
    if problem is not None and value[0].isdigit():
        raise problem
    titles = ", ".join(model.title for model in device.models)
    raise InputError(f"'{value}' is no setting of {titles}; expected as in '{device.speech.example}'")


def _one_value(key: str, example: str) -> Callable[[str], Changes]:
    def read(words: str) -> Changes:
        value = _value(words)
        if not value:
            raise InputError(f"no value follows; expected one as in '{example}'")
        return {key: value}

    return read


def _thing(key: str, example: str, nothing: str = "none") -> Thing:
    """Describe what is set by one value."""
    return Thing(key, example, _one_value(key, example), nothing)


def _drug(name: str) -> Thing:
    return _thing(f"drugs.{name}", f"{name} {DRUGS[name].usual_dose:g} µg/kg/min", "0 µg/kg/min")


TITLES = ", ".join(model.title for device in DEVICES for model in device.models)
_PACING = _thing("pacing.rate", "pace at 110 /min")._replace(key="pacing")
THINGS: dict[str, Thing] = {
    **{
        name: _device(device, model)
        for device in DEVICES
        for model in device.models
        for name in (plain_words(model.name), *model.spoken)
    },
    **{name: _device(device) for device in DEVICES for name in device.speech.names},
    "pace": _PACING, "pacing": _PACING, "pacemaker": _PACING,
    **{spoken: _drug(name) for spoken, name in DRUG_NAMES.items()},
}  # fmt: skip
SPOKEN_OPERATIONS = {
    spoken: name for name, operation in OPERATIONS.items() for spoken in (name.replace("_", " "), *operation.spoken)
}
LONGEST_NAME = max(len(name.split()) for name in (*THINGS, *SPOKEN_OPERATIONS))
NOT_MODELLED = {
    **dict.fromkeys(OTHER_DRUGS, f"a drug that the model does not know; expected one of {', '.join(DRUGS)}"),
    **dict.fromkeys(OTHER_DEVICES, f"a device that the model does not know; expected one of {TITLES}"),
}
BEGINNINGS = (*THINGS, *SPOKEN_OPERATIONS, *START, *REMOVE, *WAIT, "set", *SPOKEN, LEAK)
EXPECTED = (
    f"a step begins with a device ({TITLES}), a drug "
    f"({', '.join(DRUGS)}), pace, remove, stop, replace, repair, close, set or wait"
)


def is_step(text: str) -> bool:
    """Return whether a text begins as a step does, or with what a step cannot do; what follows may still be wrong."""
    words = f"{plain_words(text)} "
    return any(words.startswith(f"{name} ") for name in (*BEGINNINGS, *NOT_MODELLED))


def read_action(text: str) -> Action:
    """Read what a step does.

    Raise InputError, naming the word and what was expected; a wrong value is refused later, by the patient.

    `text`: such as ``IABP 1:1 at 40 mL``, ``stop nitroprusside`` or ``set heart_rate to 80 /min``, without its end.
    """
    if (fault := read_fault(text)) is not None:
        return Action({}, fault=fault)
    first, _, rest = text.partition(" ")
    verb = first.casefold()
    if verb in WAIT:
        _no_more(rest, text)
        return Action({})
    if verb == "set":
        return Action(_setting(rest))
    operation = SPOKEN_OPERATIONS.get(plain_words(text.replace(" the ", " ")))
    if operation:
        key = f"surgery.{operation}"
        return Action({key: {}}, operates=key)
    thing, words = _find(rest if verb in (*START, *REMOVE) else text, given=text)
    if verb in REMOVE or words.casefold() in OFF:
        _no_more(words if verb in REMOVE else "", text)
        return Action({thing.key: thing.nothing}, removes=thing.key)
    return Action(thing.read(words))


def _find(text: str, *, given: str) -> tuple[Thing, str]:
    """Return the thing that a text begins with, and the words after its name."""
    words = text.removeprefix("the ").split()
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        name = plain_words(" ".join(words[:count]))
        if name in THINGS:
            return THINGS[name], " ".join(words[count:])
        if name in NOT_MODELLED:
            raise InputError(f"'{' '.join(words[:count])}' is {NOT_MODELLED[name]}")
    if not words:
        raise InputError(f"'{given}' names nothing; expected as in '{given} IABP' or '{given} nitroprusside'")
    near = did_you_mean(plain_words(text), BEGINNINGS) or did_you_mean(plain_words(words[0]), BEGINNINGS)
    raise InputError(f"'{words[0]}' is no step that is known; {EXPECTED}.{near}")


def _setting(words: str) -> Changes:
    """Read ``KEY to VALUE`` or ``KEY = VALUE``."""
    key, *others = words.replace("=", " = ").split() or [""]
    if others and others[0].casefold() in ("to", "="):
        others = others[1:]
    if not key or not others:
        raise InputError("'set' needs a key and a value; expected as in 'set heart_rate to 110 /min'")
    key = patient_key(key.casefold())
    if key in NOTHING_LASTS:
        raise InputError(f"'{key}' cannot be set during a course, which keeps blood and name; set it in the patient")
    return {key: known_units(" ".join(others))}


def _no_more(words: str, text: str) -> None:
    if words:
        raise InputError(f"'{words}' is too much in '{text}'; expected nothing, or 'for 10 min'")
