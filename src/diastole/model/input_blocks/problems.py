"""Each problem that pydantic reports in one sentence: the key, its value, what is allowed."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from diastole.errors import InputError
from diastole.model.input_blocks.fields import block_of, choices_of, fields, quantity_of
from diastole.numbers import listed
from diastole.units import allowed, shown

ABSENT = "none"  # the word that leaves an optional block out
MANY_MISSING = 5  # keys, from which on a hint helps more than a list


def refusal(problem: ValidationError, kind: type[BaseModel]) -> InputError:
    """Return an error that says all problems; its code, path and what is allowed are those of the first.

    `problem`: what pydantic raised; `kind`: the block that was read.
    """
    errors = _errors(problem)
    refused = [_refused(error, kind) for error in errors]
    missing = [one.path for error, one in zip(errors, refused, strict=True) if error["type"] == "missing"]
    said = [str(one) for one in refused]
    if len(missing) >= MANY_MISSING:
        said = [str(one) for one in refused if one.path not in missing]
        said.append(f"{listed(missing)} are missing; 'based_on: healthy' gives all that is left out")
    first = refused[0]
    return InputError(numbered(said), code=first.code, path=first.path, allowed=first.allowed)


def numbered(problems: Sequence[str]) -> str:
    """Return the only problem, or all of them with numbers."""
    if len(problems) == 1:
        return problems[0]
    each = (f"({i}) {text.rstrip('.')}" for i, text in enumerate(problems, start=1))
    return f"{len(problems)} problems: {'; '.join(each)}"


def sentences(problem: ValidationError, kind: type[BaseModel]) -> list[str]:
    """Say every problem, each in a sentence.

    `problem`: what pydantic raised; `kind`: the block that was read.
    """
    return [str(_refused(error, kind)) for error in _errors(problem)]


def _errors(problem: ValidationError) -> list[Any]:
    """Return what pydantic found, a misspelt key first, which is also a missing one."""
    errors: list[Any] = problem.errors(include_url=False)
    return sorted(errors, key=lambda error: error["type"] != "extra_forbidden")


def _refused(error: Any, kind: type[BaseModel]) -> InputError:
    """Return one problem as an error."""
    key = ".".join(str(part) for part in error["loc"])
    given = shown(error["input"])
    match error["type"]:
        case "extra_forbidden":
            return unknown_key(key, kind)
        case "missing":
            words = f"{key} is missing; give {_needed(field := dict(fields(kind))[key])}"
            return InputError(words, code="missing", path=key, allowed=_allowed(field))
        case "value_error" if isinstance(cause := error["ctx"]["error"], InputError) and cause.code != "wrong_input":
            return cause.within(f"{key}: " if key else "", key)
        case "value_error":
            said = str(error["ctx"]["error"])
            return InputError(f"{key}: {said}" if key else said, code="contradiction", path=key)
        case "literal_error":
            words = f"{key}: '{given}' is not allowed; allowed is {error['ctx']['expected']}"
            return InputError(words, code="not_allowed", path=key, allowed=_allowed(dict(fields(kind))[key]))
        case "model_type":
            needed = _needed(dict(fields(kind))[key])
            if given == "":
                return InputError(f"{key} is empty; give {needed}, or leave it out", code="missing", path=key)
            return InputError(f"{key}: '{given}' is not {needed}", path=key)
        case "string_type":
            return InputError(f"{key}: text is needed, but '{given}' is given", path=key)
    return InputError(f"{key}: '{given}' is not allowed: {error['msg']}", path=key)


def unknown_key(key: str, kind: type[BaseModel]) -> InputError:
    """Name the nearest known key, or else the others of its block."""
    known = [name for name, _ in fields(kind)]
    above, _, last = key.rpartition(".")
    siblings = [name for name in known if name.rpartition(".")[0] == above]
    longer = [name for name in siblings if name.rpartition(".")[2].startswith(f"{last}_")]
    near = (
        (longer[0] if longer else None)
        or _nearest(last, siblings, 0.6)
        or _nearest(last, known, 1.0)
        or _nearest(last, siblings, 0.5)
        or _nearest(last, known, 0.75)
    )
    names = ", ".join(name.rpartition(".")[2] for name in siblings)
    advice = f". Did you mean '{near}'?" if near else f"; keys {'of ' + above if above else 'here'} are {names}"
    return InputError(f"unknown key '{key}'{advice}", code="unknown_key", path=key, allowed={"values": siblings})


def _allowed(field: FieldInfo) -> dict[str, Any] | None:
    """Return what a field takes, for programs."""
    known, choices = quantity_of(field), choices_of(field)
    if known is not None:
        return known.limits
    return {"values": list(choices)} if choices else None


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
        choices = choices_of(field)
        return f"one of {', '.join(choices)}" if choices else "text"
    nothing = f", or '{ABSENT}'" if not field.is_required() and field.default is None else ""
    return f"a block of keys ({', '.join(inner.model_fields)}){nothing}"
