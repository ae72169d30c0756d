"""What a step does, in words: a device, a drug, a pacemaker, an operation, or any value of the patient."""

import re
from collections.abc import Callable
from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.model.devices.axial_models import AXIAL_PUMPS
from diastole.model.devices.circuits import CIRCUITS
from diastole.model.drugs.formulary import DRUGS
from diastole.studies.course.spelling import known_units, plain_words

type Changes = dict[str, object]


class Action(NamedTuple):
    """Values of the patient that a step sets, by their key, and what it takes away or does once."""

    changes: Changes
    removes: str | None = None  # key that must be there
    operates: str | None = None  # key that must not be there yet


class Thing(NamedTuple):
    """What can be given and taken away."""

    key: str  # of the patient
    example: str
    read: Callable[[str], Changes]  # the words after its name
    nothing: str = "none"  # value of the key without it


NOTHING_LASTS = ("blood_volume", "name", "description", "misfit")  # keys that a course cannot change
START = ("start", "give", "insert", "infuse", "begin")
REMOVE = ("remove", "stop", "explant", "withdraw")
WAIT = ("wait", "rest", "observe")
OFF = ("off", "out")  # after the name
OTHER_DRUGS = (  # that are given in shock or valve disease; a name that resembles one of ours must not lead to it
    "adrenaline", "epinephrine", "vasopressin", "phenylephrine", "milrinone", "enoximone", "levosimendan",
    "isoproterenol", "isoprenaline", "nitroglycerin", "hydralazine", "nicardipine", "nifedipine", "metoprolol",
    "labetalol", "landiolol", "furosemide",
)  # fmt: skip
OTHER_NAMES = {"norepinephrine": "noradrenaline", "snp": "nitroprusside", "sodium nitroprusside": "nitroprusside"}
_RATIO = re.compile(r"\b(\d+)\s*:\s*(\d+)(?!\S)")
_LEVEL = re.compile(r"(?i)\bp[\s-]?(\d+)(?!\S)")


def _value(words: str) -> str:
    """Return the value after an optional ``at``."""
    head, _, rest = words.partition(" ")
    return known_units(rest.strip() if head.casefold() == "at" else words)


def _balloon(words: str) -> Changes:
    changes: Changes = {"balloon_pump.mode": "on"}
    if plain_words(words) == "standby":
        return {"balloon_pump.mode": "standby"}
    ratio = _RATIO.search(words)
    if ratio:
        changes["balloon_pump.ratio"] = f"{ratio[1]}:{ratio[2]}"
        words = " ".join((words[: ratio.start()] + words[ratio.end() :]).split())
    if volume := _value(words):
        changes["balloon_pump.volume"] = volume
    return changes


def _impella(words: str) -> Changes:
    changes: Changes = {}
    level = _LEVEL.search(words)
    if level:
        changes["axial_pump.level"] = f"P-{level[1]}"
        words = " ".join((words[: level.start()] + words[level.end() :]).split())
    words = " ".join(word for word in words.split() if word.casefold() != "at")
    model = words.upper()
    if words and model not in AXIAL_PUMPS:
        raise InputError(f"'{words}' is no Impella; expected {', '.join(AXIAL_PUMPS)}, as in 'Impella CP at P-6'")
    if model:  # another pump: nothing of an earlier one stays
        changes = {"axial_pump": {}, "axial_pump.model": model} | changes
    return changes or {"axial_pump": {}}


def _circuit(name: str) -> Callable[[str], Changes]:
    def read(words: str) -> Changes:
        value = _value(words)
        held = "speed" if re.search(r"(?<![Ll])\s*/\s*(min|s)\b", value) and "L" not in value else "flow"
        chosen = {f"extracorporeal.{held}": value} if value else {}
        return {"extracorporeal": {}, "extracorporeal.circuit": name, **chosen}

    return read


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


_BALLOON = Thing("balloon_pump", "IABP 1:1 at 40 mL", _balloon)
_IMPELLA = Thing("axial_pump", "Impella CP at P-6", _impella)
_PACING = Thing("pacing", "pace at 110 /min", _one_value("pacing.rate", "pace at 110 /min"))
_CIRCUITS = {name: Thing("extracorporeal", f"{name} at 3.5 L/min", _circuit(name)) for name in CIRCUITS}
THINGS: dict[str, Thing] = {
    "iabp": _BALLOON, "balloon": _BALLOON, "balloon pump": _BALLOON, "intra aortic balloon": _BALLOON,
    "intra aortic balloon pump": _BALLOON,
    "impella": _IMPELLA,
    "pace": _PACING, "pacing": _PACING, "pacemaker": _PACING,
    "va ecmo": _CIRCUITS["va_ecmo"], "ecmo": _CIRCUITS["va_ecmo"],
    "lava ecmo": _CIRCUITS["lava_ecmo"], "left atrial va ecmo": _CIRCUITS["lava_ecmo"],
    "tandemheart": _CIRCUITS["tandemheart"], "tandem heart": _CIRCUITS["tandemheart"],
    **{name: _drug(name) for name in DRUGS},
    **{other: _drug(name) for other, name in OTHER_NAMES.items()},
}  # fmt: skip
OPERATIONS = {
    "avr": "aortic_valve_replacement", "mvr": "mitral_valve_replacement",
    "aortic valve replacement": "aortic_valve_replacement", "replace aortic valve": "aortic_valve_replacement",
    "mitral valve replacement": "mitral_valve_replacement", "replace mitral valve": "mitral_valve_replacement",
    "mitral valve repair": "mitral_valve_repair", "repair mitral valve": "mitral_valve_repair",
    "septal defect closure": "septal_defect_closure", "close septal defect": "septal_defect_closure",
}  # fmt: skip
LONGEST_NAME = max(len(name.split()) for name in (*THINGS, *OPERATIONS))
BEGINNINGS = (*THINGS, *OPERATIONS, *START, *REMOVE, *WAIT, "set")
EXPECTED = (
    "a step begins with IABP, Impella, VA-ECMO, LAVA-ECMO, TandemHeart, a drug "
    f"({', '.join(DRUGS)}), pace, remove, stop, replace, repair, close, set or wait"
)


def read_action(text: str) -> Action:
    """Read what a step does.

    Parameters
    ----------
    text
        Such as ``IABP 1:1 at 40 mL``, ``stop nitroprusside`` or ``set heart_rate to 80 /min``, without its end.

    Raises
    ------
    InputError
        Naming the word and what was expected; a wrong value is refused later, by the patient.
    """
    first, _, rest = text.partition(" ")
    verb = first.casefold()
    if verb in WAIT:
        _no_more(rest, text)
        return Action({})
    if verb == "set":
        return Action(_setting(rest))
    operation = OPERATIONS.get(plain_words(text.replace(" the ", " ")))
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
    if not words:
        raise InputError(f"'{given}' names nothing; expected as in '{given} IABP' or '{given} nitroprusside'")
    if plain_words(words[0]) in OTHER_DRUGS:
        raise InputError(f"'{words[0]}' is a drug that the model does not know; expected one of {', '.join(DRUGS)}")
    near = did_you_mean(plain_words(text), BEGINNINGS) or did_you_mean(plain_words(words[0]), BEGINNINGS)
    raise InputError(f"'{words[0]}' is no step that is known; {EXPECTED}.{near}")


def _setting(words: str) -> Changes:
    """Read ``KEY to VALUE`` or ``KEY = VALUE``."""
    key, *others = words.replace("=", " = ").split() or [""]
    if others and others[0].casefold() in ("to", "="):
        others = others[1:]
    if not key or not others:
        raise InputError("'set' needs a key and a value; expected as in 'set heart_rate to 110 /min'")
    key = key.casefold()
    if key in NOTHING_LASTS:
        raise InputError(f"'{key}' cannot be set during a course, which keeps blood and name; set it in the patient")
    return {key: known_units(" ".join(others))}


def _no_more(words: str, text: str) -> None:
    if words:
        raise InputError(f"'{words}' is too much in '{text}'; expected nothing, or 'for 10 min'")
