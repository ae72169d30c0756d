"""The names and units of the engine's numbers as TypeScript, from the tables of the circulation."""

import json
from hashlib import sha256

from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel_parameters import WATCHED_UNITS
from diastole.model.simulation.accuracy import ASSISTED_SHARE, LONGEST_STEP

HEAD = "// The numbers of the engine, in their order. Written by `make engine`; do not edit.\n"


def parameter_names() -> list[str]:
    """Return the name of each number of the parameter vector, such as ``aortic.closed_area`` or ``period``."""
    names = []
    for name, type_ in closed_loop.PARAMETERS:
        names += [name] if type_ == "float" else [f"{name}.{field}" for field in closed_loop.TYPES[type_]._fields]
    return names


def _record(title: str, content: object) -> str:
    return f"export const {title} = {json.dumps(content, ensure_ascii=False, indent=2)} as const\n"


def _tables() -> str:
    return "\n".join((
        "// Units by name.",
        _record("STATES", dict(closed_loop.STATES)),
        _record("WATCHED", WATCHED_UNITS),
        _record("SIGNALS", dict(closed_loop.SIGNALS)),
        _record("PARAMETERS", parameter_names()),
        "// Longest steps of the integration [s], and the share of it where the balloon is at work.",
        _record("LONGEST_STEP", LONGEST_STEP),
        _record("ASSISTED_SHARE", ASSISTED_SHARE),
    ))  # fmt: skip


def names_hash() -> str:
    """Return the hash of the names, which engine and loader must have in common."""
    return sha256(_tables().encode()).hexdigest()[:16]


def names_source() -> str:
    """Return the whole TypeScript file."""
    return HEAD + "\n" + _tables() + "\n" + _record("NAMES_HASH", names_hash())
