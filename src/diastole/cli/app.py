"""The program ``diastole`` and its commands, each imported when it is called."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from diastole.cli.purposes import PURPOSES


class LoadedCommands(Mapping[str, Any]):
    """Commands by name, each made from its module when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        if name not in PURPOSES:
            raise KeyError(name)
        module = import_module(f"diastole.cli.{name}")
        if hasattr(module, "app"):  # the module has commands of its own
            return typer.main.get_command(module.app)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name, help=module.HELP)(getattr(module, name))
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(PURPOSES)

    def __len__(self) -> int:
        return len(PURPOSES)


class CommandGroup(TyperGroup):
    """The program: its help names the commands without loading them."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self.commands = LoadedCommands()  # type: ignore[assignment]  # is only read

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(PURPOSES.items()))


app = typer.Typer(
    name="diastole",
    cls=CommandGroup,
    help="What does an intra-aortic balloon pump do to a heart whose valve leaks? For education and research only.",
    epilog="'diastole COMMAND --help' shows the options of a command, with examples.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: examples stay on their lines, and rich need not be loaded
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version as installed_version  # loads the parser of e-mail, 25 ms

        typer.echo(f"diastole {installed_version('diastole')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read the options before the command."""
