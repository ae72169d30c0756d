"""The product, at its public door: the command that a user calls."""

import json
from pathlib import Path

from click.testing import CliRunner
from typer.main import get_command

from diastole.cli.app import app

AT = "2026-11-24T12:00Z"
COMMAND = get_command(app)  # built once: building it takes longer than a verdict


def verdict_of(bundle: object, sheet: dict, folder: Path) -> str:
    """Return the verdict of ``diastole screen BUNDLE --facts SHEET``; ``refused`` and ``broken`` are no verdicts."""
    (folder / "bundle.json").write_text(json.dumps(bundle), encoding="utf-8")
    (folder / "facts.yaml").write_text(_yaml(sheet), encoding="utf-8")
    words = ["screen", str(folder / "bundle.json"), "--facts", str(folder / "facts.yaml"), "--at", AT, "--json"]
    found = CliRunner().invoke(COMMAND, words, prog_name="diastole")
    if found.exit_code:
        return "refused" if found.exit_code == 2 else "broken"
    return str(json.loads(found.stdout)["verdict"])


def _yaml(sheet: dict) -> str:
    """Return a sheet of facts as YAML; JSON is a part of it, but a word such as ``none`` stands there bare."""
    return "facts:\n" + "".join(f"  {name}: {json.dumps(value)}\n" for name, value in sheet.items())
