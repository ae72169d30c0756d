"""Run blocks of the guides: files, shell commands and Python; each page has a folder and Python names of its own."""

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner, Result
from typer.main import get_command

from diastole.cli.app import app

WIDTH = 100  # characters of a line of output
PLAIN = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb"}
BLOCK = re.compile(r"^```\{(run-file|run-shell|run-python)\}[ ]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLAIN_COMMAND = re.compile(r"diastole( [^\n|&;<>$`\\]+)\n?")  # which asks nothing else of the shell
OPTION = re.compile(r"^:([a-z]+):[ ]*(.*)\n", re.MULTILINE)


class Block(NamedTuple):
    """A block of a page."""

    kind: str
    content: str
    argument: str = ""
    options: Mapping[str, str] = {}


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a page that are run, in their order."""
    blocks = []
    for kind, argument, body in BLOCK.findall(text):
        options = {}
        while option := OPTION.match(body):
            options[option[1]] = option[2].strip()
            body = body[option.end() :]
        blocks.append(Block(kind, body.lstrip("\n"), argument.strip(), options))
    return blocks


def called(command: str, folder: Path) -> Result:
    """Return what a plain command of the program printed and how it ended, without a start of the program."""
    with chdir(folder):
        return CliRunner().invoke(get_command(app), shlex.split(command)[1:], prog_name="diastole", env=PLAIN)


class Session:
    """The state that the blocks of one page share: a folder for files, and the names of its Python."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="diastole-docs-")
        self.folder = Path(self._folder.name)
        self.names: dict[str, Any] = {"__name__": "guide"}
        self._modules = set(sys.modules)

    def close(self) -> None:
        """Forget the folder and what was imported from it."""
        for name in set(sys.modules) - self._modules:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(self.folder)):
                del sys.modules[name]
        self._folder.cleanup()

    def run(self, block: Block) -> str:
        """Run a block and return its output; raise RuntimeError if a command ends with another exit code than given."""
        if block.kind == "run-file":
            (self.folder / block.argument).write_text(block.content, encoding="utf-8")
            return ""
        if block.kind == "run-shell":
            return self._shell(block.content, int(block.options.get("exit", "0")))
        return self._python(block.content)

    def _shell(self, commands: str, expected: int) -> str:
        run = self._called if PLAIN_COMMAND.fullmatch(commands) else self._in_a_shell
        printed, code = run(commands)
        if code != expected:
            raise RuntimeError(f"'{commands.strip()}' ended with {code}, not {expected}:\n{printed}")
        return self._plain(printed)

    def _called(self, command: str) -> tuple[str, int]:
        done = called(command, self.folder)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.stdout + done.stderr, done.exit_code

    def _in_a_shell(self, commands: str) -> tuple[str, int]:
        scripts = str(Path(sys.executable).parent)
        path = f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"
        environment = os.environ | PLAIN | {"PATH": path, "MPLBACKEND": "Agg"}
        done = subprocess.run(
            ["bash", "-c", commands], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip
        return done.stdout + done.stderr, done.returncode

    def _python(self, code: str) -> str:
        printed = io.StringIO()
        sys.path.insert(0, str(self.folder))
        try:
            with chdir(self.folder), redirect_stdout(printed):
                exec(compile(code, "<guide>", "exec"), self.names)
        finally:
            sys.path.remove(str(self.folder))
        return self._plain(printed.getvalue())

    def _plain(self, text: str) -> str:
        """Return output without blanks at line ends and without the name of the folder."""
        lines = (line.rstrip() for line in text.replace(f"{self.folder}/", "").splitlines())
        return "\n".join(lines).strip("\n")


@contextmanager
def session() -> Iterator[Session]:
    """Give a session, and close it at the end."""
    opened = Session()
    try:
        yield opened
    finally:
        opened.close()


def shortened(text: str, lines: int | None) -> str:
    """Return at most so many lines, with a note on how many are left out."""
    whole = text.splitlines()
    if lines is None or len(whole) <= lines:
        return text
    return "\n".join([*whole[:lines], f"… ({len(whole) - lines} more lines)"])
