"""The command line from its own help, the JSON from its own output, and the Python names of the package."""

import inspect
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from typer.main import get_command

import diastole
from _generate.execute import Block, Session, called, session
from _generate.pages import Output, table
from diastole.cli.app import app
from diastole.errors import CODES
from diastole.faces.json.documents import DOCUMENTS, document

EXAMPLES = {
    "simulate": "diastole simulate shock --set balloon_pump.ratio=1:2 --json",
    "compare": "diastole compare acute_severe_ar --json",
    "compare-arms": "diastole compare acute_severe_ar shock_mr --json",
    "alternatives": "diastole alternatives acute_severe_ar --json",
    "course": "diastole course shock --script steps.txt --json",
    "fit": "diastole fit bedside.yaml --json",
    "ask": "diastole ask 'why no balloon pump in aortic regurgitation' --json",
    "screen": "diastole screen shock_mr --at 2026-11-24T12:00Z --json",
    "error": "diastole simulate shock --set 'heart_rate=900 /min' --json",
}
EXITS = {"error": 2}
STEPS = "IABP 1:1 at 40 mL for 1 min\ndobutamine 5 µg/kg/min until mean aortic pressure 75 mmHg within 5 min\n"
SHEET = """\
name: An example
measured:
  heart_rate: 95 /min
  systolic_aortic_pressure: 85 mmHg
  diastolic_aortic_pressure: 60 mmHg
  cardiac_output: 3.6 L/min
"""
KEPT = 3  # entries of a dictionary that are shown


def commands() -> dict[str, Any]:
    """Return the commands of the program by name."""
    return dict(get_command(app).commands)  # type: ignore[attr-defined]


def options() -> list[str]:
    """Return every option of every command, as ``command --option``."""
    return [
        f"{name} {word}"
        for name, command in commands().items()
        for parameter in command.params
        for word in parameter.opts
        if word.startswith("--")
    ]


def _help(opened: Session, words: str) -> str:
    """Return the help of a command as the shell prints it."""
    command = f"diastole {words}".strip() + " --help"
    return f"```console\n$ {command}\n```\n\n```text\n{opened.run(Block('run-shell', command))}\n```"


def command_line() -> str:
    """Return the help of the program and of each command."""
    with session() as opened:
        parts = [_help(opened, ""), *(f"## {name}\n\n{_help(opened, name)}" for name in commands())]
    return "\n\n".join(parts)


def elided(value: Any) -> Any:
    """Return JSON with only the first entries of each long dictionary."""
    if isinstance(value, dict):
        kept = {key: elided(inner) for key, inner in list(value.items())[: KEPT if _long(value) else None]}
        return kept | ({"…": f"{len(value) - KEPT} more"} if _long(value) else {})
    return [elided(inner) for inner in value] if isinstance(value, list) else value


def _long(value: dict[str, Any]) -> bool:
    return "schema" not in value and len(value) > KEPT + 2


def _printed(command: str, folder: Path, expected: int) -> str:
    """Return what a command prints on stdout in a folder, without a start of the program; it ends with this code."""
    done = called(command, folder)
    if done.exit_code != expected:
        raise RuntimeError(f"'{command}' ended with {done.exit_code}, not {expected}:\n{done.output}")
    return done.stdout


def json_documents() -> str:
    """Return each document of JSON: its fields from its schema, and an example of what a command prints."""
    parts = [f"The example of `course` reads this script:\n\n```text\n{STEPS}```"]
    parts += [f"The example of `fit` reads this sheet:\n\n```yaml\n{SHEET}```"]
    with session() as opened:
        opened.run(Block("run-file", SHEET, "bedside.yaml"))
        opened.run(Block("run-file", STEPS, "steps.txt"))
        for name in DOCUMENTS:
            schema = document(name).json_schema()
            link = f"{{download}}`{_file(name)} </generated/schemas/{_file(name)}>`"
            parts.append(f"## {name}\n\n{schema['description']} Schema: {link}.")
            parts.append(table(("field", "type", "meaning"), _fields(schema, schema.get("$defs", {}))))
            if command := EXAMPLES.get(name):
                printed = _printed(command, opened.folder, EXITS.get(name, 0))
                shape = json.dumps(elided(json.loads(printed)), indent=2, ensure_ascii=False)
                parts.append(f"```console\n$ {command}\n```\n\n```text\n{shape}\n```")
    return "\n\n".join(parts)


def _file(name: str) -> str:
    return f"{name}.schema.json"


def _fields(schema: Any, known: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield path, type and meaning of each field of an object, and of the objects inside it."""
    for name, field in schema.get("properties", {}).items():
        kind, inner = _kind(field, known)
        words = field.get("description") or inner.get("description", "")
        yield f"`{path}{name}`", kind if name in schema["required"] else f"{kind}, or left out", words
        if inner.get("title") != "MeasuresJson":
            yield from _fields(
                inner, known, f"{path}{name}{'[]' if 'list' in kind else '.*' if 'by name' in kind else ''}."
            )


def _kind(field: Any, known: Any) -> tuple[str, Any]:
    """Return a type in words, and the object that it holds."""
    if "$ref" in field:
        inner = known[field["$ref"].rpartition("/")[2]]
        return "measures" if inner.get("title") == "MeasuresJson" else "object", inner
    if "anyOf" in field:
        kinds = [_kind(each, known) for each in field["anyOf"]]
        return " or ".join(kind for kind, _ in kinds), next((inner for _, inner in kinds if inner), {})
    if field.get("type") == "array":
        kind, inner = _kind(field["items"], known)
        return f"list of {kind}", inner
    if isinstance(more := field.get("additionalProperties"), dict):
        kind, inner = _kind(more, known)
        return f"{kind} by name", inner
    return str(field.get("type", "any")), {}


def _members(kind: type) -> list[str]:
    """Return the public methods and properties that a class has from this package."""
    ours = [base for base in reversed(kind.__mro__) if base.__module__.startswith("diastole")]
    members = {name: value for base in ours for name, value in vars(base).items()}
    shown = (property, cached_property, classmethod, staticmethod)
    own = [name for name, value in members.items() if callable(value) or isinstance(value, shown)]
    return [name for name in own if not name.startswith(("_", "model_"))]


def python_names() -> str:
    """Return an autodoc entry for each public name."""
    entries = []
    for name in diastole.__all__:
        value = getattr(diastole, name)
        if not inspect.isclass(value):
            entries.append(f".. autofunction:: diastole.{name}")
        elif issubclass(value, Exception):
            entries.append(f".. autoexception:: diastole.{name}")
        else:
            members = ", ".join(_members(value))
            entries.append(f".. autoclass:: diastole.{name}()" + f"\n   :members: {members}" * bool(members))
    body = "\n\n".join(entries)
    return f"```{{eval-rst}}\n{body}\n```"


def write(out: Output) -> None:
    """Write what pages include."""
    out.text("parts/command_line.md", command_line())
    out.text("parts/json.md", json_documents())
    out.text(
        "parts/error_codes.md", table(("code", "meaning"), [(f"`{code}`", words) for code, words in CODES.items()])
    )
    for name in DOCUMENTS:
        out.text(f"schemas/{_file(name)}", json.dumps(document(name).json_schema(), indent=2, ensure_ascii=False))
    out.text("parts/python.md", python_names())
