"""The commands of ``diastole`` under one roof."""

from typing import Annotated

import typer

from diastole.cli import alternatives, ask, claims, compare, course, fit, heart3d, review, screen, serve, simulate

app = typer.Typer(
    name="diastole",
    help="What does an intra-aortic balloon pump do to a heart whose valve leaks? For education and research only.",
    epilog="'diastole COMMAND --help' shows the options of a command, with examples.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: examples stay on their lines, and rich need not be loaded
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("simulate", help=simulate.HELP)(simulate.simulate)
app.command("compare", help=compare.HELP)(compare.compare)
app.command("alternatives", help=alternatives.HELP)(alternatives.alternatives)
app.command("course", help=course.HELP)(course.course)
app.command("heart3d", help=heart3d.HELP)(heart3d.heart3d)
app.command("fit", help=fit.HELP)(fit.fit)
app.command("claims", help=claims.HELP)(claims.claims)
app.command("ask", help=ask.HELP)(ask.ask)
app.command("screen", help=screen.HELP)(screen.screen)
app.command("serve", help=serve.HELP)(serve.serve)
app.add_typer(review.app, name="review")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"diastole {version('diastole')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that stand before the command."""
