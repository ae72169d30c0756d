"""Each problem that pydantic reports in one sentence: the key, its value, what is allowed."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from diastole.model.blocks.fields import block_of, fields, quantity_of
from diastole.numbers import listed
from diastole.units import allowed, shown

ABSENT = "none"  # the word that leaves an optional block out
MANY_MISSING = 5  # keys, from which on a hint helps more than a list


def sentence(problem: ValidationError, kind: type[BaseModel]) -> str:
    """Say all problems.

    Parameters
    ----------
    problem
        What pydantic raised.
    kind
        The block that was read.
    """
    found = _errors(problem)
    missing = [".".join(map(str, error["loc"])) for error in found if error["type"] == "missing"]
    if len(missing) < MANY_MISSING:
        return numbered([_words(error, kind) for error in found])
    others = [_words(error, kind) for error in found if error["type"] != "missing"]
    return numbered([*others, f"{listed(missing)} are missing; 'based_on: healthy' gives all that is left out"])


def numbered(problems: Sequence[str]) -> str:
    """Return the only problem, or all of them with numbers."""
    if len(problems) == 1:
        return problems[0]
    each = (f"({i}) {text.rstrip('.')}" for i, text in enumerate(problems, start=1))
    return f"{len(problems)} problems: {'; '.join(each)}"


def sentences(problem: ValidationError, kind: type[BaseModel]) -> list[str]:
    """Say every problem, each in a sentence.

    Parameters
    ----------
    problem
        What pydantic raised.
    kind
        The block that was read.
    """
    return [_words(error, kind) for error in _errors(problem)]


def _errors(problem: ValidationError) -> list[Any]:
    """Return what pydantic found, a misspelt key first, which is also a missing one."""
    found: list[Any] = problem.errors(include_url=False)
    return sorted(found, key=lambda error: error["type"] != "extra_forbidden")


def _words(error: Any, kind: type[BaseModel]) -> str:
    """Say one problem."""
    key = ".".join(str(part) for part in error["loc"])
    given = shown(error["input"])
    match error["type"]:
        case "extra_forbidden":
            return unknown_key(key, kind)
        case "missing":
            return f"{key} is missing; give {_needed(dict(fields(kind))[key])}"
        case "value_error":
            return f"{key}: {error['ctx']['error']}" if key else str(error["ctx"]["error"])
        case "literal_error":
            expected = error["ctx"]["expected"]
            return f"{key}: '{given}' is not allowed; allowed is {expected}"
        case "model_type" if given == "":
            return f"{key} is empty; give {_needed(dict(fields(kind))[key])}, or leave it out"
        case "model_type":
            return f"{key}: '{given}' is not {_needed(dict(fields(kind))[key])}"
        case "string_type":
            return f"{key}: text is needed, but '{given}' is given"
    return f"{key}: '{given}' is not allowed: {error['msg']}"


def unknown_key(key: str, kind: type[BaseModel]) -> str:
    """Name the nearest known key, or else those beside it."""
    known = [name for name, _ in fields(kind)]
    above, _, last = key.rpartition(".")
    beside = [name for name in known if name.rpartition(".")[0] == above]
    longer = [name for name in beside if name.rpartition(".")[2].startswith(f"{last}_")]
    near = (
        (longer[0] if longer else None)
        or _nearest(last, beside, 0.6)
        or _nearest(last, known, 1.0)
        or _nearest(last, beside, 0.5)
        or _nearest(last, known, 0.75)
    )
    if near:
        return f"unknown key '{key}'. Did you mean '{near}'?"
    names = ", ".join(name.rpartition(".")[2] for name in beside)
    return f"unknown key '{key}'; keys {'of ' + above if above else 'here'} are {names}"


def _nearest(last: str, known: list[str], cutoff: float) -> str | None:
    """Return the known key whose last part is most alike."""
    keys = {name.rpartition(".")[2]: name for name in reversed(known)}
    near = get_close_matches(last, keys, n=1, cutoff=cutoff)
    return keys[near[0]] if near else None


def _needed(field: FieldInfo) -> str:
    """Say what a field takes."""
    known, inner = quantity_of(field), block_of(field)
    if known is not None:
        return allowed(known.unit)
    if inner is None:
        choices = get_args(field.annotation)
        return f"one of {', '.join(choices)}" if choices else "text"
    nothing = f", or '{ABSENT}'" if not field.is_required() and field.default is None else ""
    return f"a block of keys ({', '.join(inner.model_fields)}){nothing}"
