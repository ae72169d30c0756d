"""``diastole serve``: pages and the decision support service, on this machine."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import Options, command
from diastole.cli.options import MAY_BE_PIPED, Quiet, help_text
from diastole.cli.purposes import PURPOSES
from diastole.installed import check_extra

HELP = help_text(
    PURPOSES["serve"],
    "diastole serve",
    "diastole serve --desk",
    "diastole serve --host 0.0.0.0",
    "diastole serve --port 8080 --allow-origin https://ehr.example.org",
    "diastole serve --host 0.0.0.0 --public-url https://cds.example.org --require-jwt --jwks ehr.json "
    "--issuer https://ehr.example.org",
    more="The review desk is for reading; --desk prints an address, once, that opens it for decisions in the browser "
    "that calls it.\n\nOnly this machine is answered unless --host says otherwise. Other machines read the pages "
    "without a key; they get the service with --require-jwt only, and with TLS by a proxy in front. Stop it with "
    "Ctrl-C. Education and research only.",
)


@dataclass(frozen=True, kw_only=True)
class ServeOptions(Options):
    """The options of the command."""

    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1"
    port: Annotated[int, typer.Option("--port", help="Port to listen at.")] = 8000
    require_jwt: Annotated[
        bool, typer.Option("--require-jwt", help="Answer calls of the service with tokens only.")
    ] = False
    jwks: Annotated[
        list[Path], typer.Option("--jwks", metavar="FILE", help="Public keys of an issuer. Repeatable."), MAY_BE_PIPED
    ] = field(default_factory=list)
    issuer: Annotated[
        list[str],
        typer.Option("--issuer", metavar="URL", help="Who signs tokens; the n-th has the n-th --jwks. Repeatable."),
    ] = field(default_factory=list)
    allow_origin: Annotated[
        list[str],
        typer.Option("--allow-origin", metavar="ORIGIN", help="Web origin that may call the service. Repeatable."),
    ] = field(default_factory=list)
    public_url: Annotated[
        str, typer.Option("--public-url", metavar="URL", help="How clients call it, if through a proxy.")
    ] = ""
    desk: Annotated[bool, typer.Option("--desk", help="Print an address that opens the review desk for decisions.")] = (
        False
    )
    quiet: Quiet = False


serve = command(ServeOptions, "run_server:run_server", partial(check_extra, "web"))
