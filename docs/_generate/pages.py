"""Markdown that is written by programs: where it goes, and its tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent


class Output:
    """The folder that generated pages and figures go to; a file is touched only where its content changes."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.written: set[Path] = set()

    def text(self, name: str, text: str) -> None:
        """Write a page or a part of one."""
        self.bytes(name, (text.rstrip() + "\n").encode())

    def bytes(self, name: str, content: bytes) -> None:
        """Write a file of any kind."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.written.add(path)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)

    def remove_stale(self) -> None:
        """Remove what an earlier run wrote and this one did not."""
        for path in self.folder.rglob("*"):
            if path.is_file() and path not in self.written:
                path.unlink()


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [_row(headings), _row(["---"] * len(headings)), *(_row([cell(value) for value in row]) for row in rows)]
    return "\n".join(lines)


def cell(value: object) -> str:
    """Return a value as the text of a cell."""
    return "–" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def figure(name: str, alt: str, caption: str) -> str:
    """Return a figure of the generated folder with its caption."""
    return f":::{{figure}} /generated/figures/{name}\n:alt: {alt}\n\n{caption}\n:::"


def toctree(names: Iterable[str]) -> str:
    """Return a hidden table of contents of pages of the generated folder."""
    listing = "\n".join(f"/generated/{name}" for name in names)
    return f"```{{toctree}}\n:hidden:\n\n{listing}\n```"


def sentence_case(text: str) -> str:
    """Return a text that starts with a capital."""
    return text[:1].upper() + text[1:]
