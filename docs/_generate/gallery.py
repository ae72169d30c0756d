"""The gallery: questions with a short script each, what it prints and what it draws."""

import ast
from pathlib import Path
from typing import NamedTuple

from _generate.execute import Block, session
from _generate.pages import ROOT, Output, figure

SCRIPTS = ROOT / "examples" / "gallery"


class Shown(NamedTuple):
    """A script with its output."""

    question: str
    code: str  # without the question
    printed: str
    pictures: dict[str, bytes]  # SVG by the name of the file


def scripts() -> list[Path]:
    """Return the scripts in their order."""
    return sorted(SCRIPTS.glob("*.py"))


def shown(script: Path) -> Shown:
    """Run a script."""
    text = script.read_text(encoding="utf-8")
    tree = ast.parse(text)
    question = ast.get_docstring(tree) or ""
    code = "\n".join(text.splitlines()[tree.body[1].lineno - 1 :])
    with session() as opened:
        printed = opened.run(Block("run-python", text))
        return Shown(question, code, printed, {path.name: path.read_bytes() for path in opened.folder.glob("*.svg")})


def write(out: Output) -> None:
    """Write what the page includes."""
    parts = []
    for script in scripts():
        result = shown(script)
        parts.append(f"## {result.question}\n\n```python\n{result.code}\n```")
        parts += [f"```text\n{result.printed}\n```"] if result.printed else []
        for name, content in result.pictures.items():
            out.bytes(f"figures/gallery_{name}", content)
            parts.append(figure(f"gallery_{name}", result.question, ""))
    out.text("parts/gallery.md", "\n\n".join(parts))
