"""``diastole serve``: pages and the decision support service, on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import Debug, Quiet, help_text
from diastole.cli.quick_start import load_simulator

if TYPE_CHECKING:
    from socket import socket

    from fastapi import FastAPI

    from diastole.web.public_keys import Keys
    from diastole.web.web_settings import WebSettings

HELP = help_text(
    "Serve the pages (questions, claims, screening, alternatives, review desk) and the screening as a CDS Hooks 2.0.1 "
    "service at /cds-services.\n\nThe review desk is for reading; --desk prints an address, once, that opens it for "
    "decisions in the browser that calls it.\n\nOnly this machine is answered, without tokens, unless told otherwise. "
    "Other machines need --require-jwt, and TLS by a proxy in front. Stop it with Ctrl-C. Education and research only.",
    "diastole serve",
    "diastole serve --desk",
    "diastole serve --port 8080 --allow-origin https://ehr.example.org",
    "diastole serve --host 0.0.0.0 --public-url https://cds.example.org --require-jwt --jwks ehr.json "
    "--issuer https://ehr.example.org",
)
NEEDS = "'diastole serve' needs the extra 'web', which is not installed; get it with: pip install 'diastole[web]'"
SHORT_TURN = 0.001  # s that one thread works before another may, assumed: answers pass a run or a large body sooner


@reported
def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen at.")] = 8000,
    require_jwt: Annotated[
        bool, typer.Option("--require-jwt", help="Answer calls of the service with tokens only.")
    ] = False,
    jwks: Annotated[
        list[Path] | None, typer.Option("--jwks", metavar="FILE", help="Public keys of an issuer. Repeatable.")
    ] = None,
    issuer: Annotated[
        list[str] | None,
        typer.Option("--issuer", metavar="URL", help="Who signs tokens; the n-th has the n-th --jwks. Repeatable."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", metavar="ORIGIN", help="Web origin that may call the service. Repeatable."),
    ] = None,
    public_url: Annotated[
        str, typer.Option("--public-url", metavar="URL", help="How clients call it, if through a proxy.")
    ] = "",
    desk: Annotated[
        bool, typer.Option("--desk", help="Print an address that opens the review desk for decisions.")
    ] = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Serve until stopped."""
    load_simulator()
    try:
        from diastole.web.application import make_app
        from diastole.web.pages.review_key import ReviewKey
        from diastole.web.web_settings import check_settings
    except ModuleNotFoundError as missing:
        from diastole.errors import InputError

        raise (missing if (missing.name or "").startswith("diastole") else InputError(NEEDS)) from None
    keys = _issuers(jwks or [], issuer or [], require_jwt=require_jwt)
    settings = check_settings(_settings(host, port, public_url, keys, tuple(allow_origin or ())))
    listening = _listen(settings.host, settings.port)
    with listening:
        review_key = ReviewKey(settings.public_url) if desk else None
        app = make_app(settings, review_key=review_key)
        if review_key:
            typer.echo(f"the review desk opens at {review_key.address}")  # the only time that the key is said
        _run(app, listening, settings, quiet=quiet)


def _issuers(files: list[Path], names: list[str], *, require_jwt: bool) -> "dict[str, Keys]":
    """Return the keys of each issuer."""
    from diastole.errors import InputError
    from diastole.web.public_keys import read_keys

    if not require_jwt:
        if files or names:
            raise InputError("--jwks and --issuer say whose tokens count; give --require-jwt as well")
        return {}
    if not names or len(files) != len(names) or len(set(names)) < len(names):
        raise InputError(
            f"--require-jwt needs a --jwks for each --issuer; given are {len(files)} --jwks and {len(names)} --issuer"
        )
    return {name: read_keys(path) for name, path in zip(names, files, strict=True)}


def _settings(
    host: str, port: int, public_url: str, keys: "dict[str, Keys]", origins: tuple[str, ...]
) -> "WebSettings":
    from diastole.errors import InputError
    from diastole.web.web_settings import WebSettings

    if not 1 <= port <= 65535:
        raise InputError(f"--port is {port}; allowed is 1 to 65535")
    shown = f"[{host}]" if ":" in host else host
    return WebSettings(host, port, public_url or f"http://{shown}:{port}", keys, origins)


def _listen(host: str, port: int) -> "socket":
    """Return a socket that listens there.

    Raises
    ------
    InputError
        If the port is taken or the address is not of this machine.
    """
    import errno
    import socket

    from diastole.errors import InputError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as problem:
        raise InputError(f"--host '{host}' is no address: {problem}; use 127.0.0.1") from None
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(socket.SOMAXCONN)
    except OSError as problem:
        found.close()
        if problem.errno == errno.EADDRINUSE:
            raise InputError(f"port {port} of {host} is taken; choose another with --port") from None
        raise InputError(f"cannot listen at {host}, port {port}: {problem.strerror}") from None
    return found


def _run(app: "FastAPI", listening: "socket", settings: "WebSettings", *, quiet: bool) -> None:
    import logging
    import signal
    import sys

    from diastole.cli.progress_bar import Voice
    from diastole.web.connections import Server
    from diastole.web.pages.article_routes import run_missing
    from diastole.web.pages.experiment_pages import run_all_claims

    told = logging.getLogger("diastole")  # feedback on cards, and what failed
    told.addHandler(logging.StreamHandler())
    told.setLevel(logging.WARNING if quiet else logging.INFO)
    Voice(quiet=quiet).note(f"serving at {settings.public_url}/ and {settings.public_url}/cds-services; Ctrl-C stops")
    run_missing()
    run_all_claims()
    sys.setswitchinterval(SHORT_TURN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # after the goodbye the process ends, also in the middle of a run
    Server(app, app.state.before_end, log_level="error" if quiet else "warning").run(sockets=[listening])
