"""Commands: a record of options, and the function that does the work, imported when the command is called."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, dataclass, field, fields
from inspect import Parameter, Signature, get_annotations
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, get_args

import typer

from diastole.cli import stdout
from diastole.cli.failures import code_of, is_expected, report
from diastole.cli.options import Accuracy, AsJson, Changes, Debug, Html, Plots, Quiet, Steps, Written, option_name
from diastole.cli.outputs import check_outputs
from diastole.cli.standard_input import read_standard_input
from diastole.cli.streams import ReaderLeftError
from diastole.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.faces.json.shape import Document


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of every command; the record of a command adds its own, annotated as Typer reads them."""

    debug: Debug = False


@dataclass(frozen=True, kw_only=True)
class PrintOptions(Options):
    """The options of every command that prints a result."""

    as_json: AsJson = False
    quiet: Quiet = False

    @property
    def files(self) -> list[Path]:
        """Every file that will be written."""
        return [path for _, path, _ in self._written()]

    def check_files(self, *sources: str) -> None:
        """Refuse files that cannot be written, before anything is run.

        Raise InputError if the ending of a name is not that of the format, and as `check_outputs`.
        """
        for option, path, endings in self._written():
            if not path.suffix.lower().endswith(endings):
                raise InputError(f"{option} {path}: the name must end with {' or '.join(endings)}")
        check_outputs(self.files, *sources)

    def _written(self) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
        """Yield the option, the path, and the endings that are allowed, of each file that will be written."""
        for each in fields(self):
            for mark in get_args(each.type):
                if isinstance(mark, Written):
                    value = getattr(self, each.name)
                    for path in value if isinstance(value, list) else [value] if value else []:
                        yield option_name(each.type), path, mark.endings

    def print_result(self, document: "Callable[[], Document]", table: "Callable[[Console], None]") -> None:
        """Print a result as JSON, or as a table; nothing if a quiet command writes files."""
        if self.as_json:
            stdout.print_document(document())
        elif not (self.quiet and self.files):
            table(stdout.console())


@dataclass(frozen=True, kw_only=True)
class PageOptions(PrintOptions):
    """The options of a command that runs patients, and writes a page and figures."""

    changes: Changes = field(default_factory=list)
    accuracy: Steps = Accuracy.default
    html: Html = None
    plots: Plots = field(default_factory=list)


def command(options: type[Options], work: str, before: Callable[[], None] | None = None) -> Callable[..., None]:
    """Return a command for Typer, which reports each error in one sentence.

    Parameters
    ----------
    options
        Record of its options.
    work
        ``module:function`` in this folder, which takes the record.
    before
        Is called before that module is imported.
    """

    def call(**given: Any) -> None:
        """Read standard input where it is given, make the options of what was typed, and run the command with them."""
        if (context := given.get("context")) and context.invoked_subcommand:
            return
        try:
            given |= read_standard_input(types, given)
            if before:
                before()
            run = resolve_name(f"diastole.cli.{work}")
            gc.freeze()  # what is loaded stays: to look through it takes 30 ms
            gc.enable()
            run(options(**given))
        except (typer.Exit, ReaderLeftError):
            raise
        except Exception as error:
            if given["debug"] and not is_expected(error):
                raise
            report(error, as_json=given.get("as_json", False))
            raise typer.Exit(code_of(error)) from None

    known = {each.name: each for each in fields(options)}
    types = {name: kind for each in options.__mro__ for name, kind in get_annotations(each).items() if name in known}
    call.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(name, Parameter.KEYWORD_ONLY, default=_default(known[name]), annotation=kind)
            for name, kind in types.items()
        ]
    )
    return call


def _default(given: Field[Any]) -> Any:
    """Return the default of a field, as a signature has it."""
    if given.default_factory is not MISSING:
        return given.default_factory()
    return Parameter.empty if given.default is MISSING else given.default
