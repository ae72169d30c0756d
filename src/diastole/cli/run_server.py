"""Runs the web application: reads the keys, listens, serves until it is stopped."""

import errno
import logging
import signal
import socket
import sys

import typer
from fastapi import FastAPI

from diastole.cli.reporter import Reporter
from diastole.cli.serve import ServeOptions
from diastole.errors import InputError
from diastole.web.application import make_app
from diastole.web.connections import Server
from diastole.web.pages.article_routes import run_missing
from diastole.web.pages.experiment_routes import run_all_claims
from diastole.web.pages.review_key import ReviewKey
from diastole.web.public_keys import Keys, read_keys
from diastole.web.web_settings import WebSettings, check_settings, is_loopback

SHORT_TURN = 0.001  # s that one thread works before another may, so that answers overtake a run; assumed


def run_server(options: ServeOptions) -> None:
    """Serve until stopped.

    Raise InputError if a setting is wrong, or the port cannot be used.
    """
    if not 1 <= options.port <= 65535:
        raise InputError(f"--port is {options.port}; allowed is 1 to 65535")
    host = f"[{options.host}]" if ":" in options.host else options.host
    url = options.public_url or f"http://{host}:{options.port}"
    settings = check_settings(WebSettings(options.host, options.port, url, _keys(options), tuple(options.allow_origin)))
    if options.desk and not is_loopback(options.host) and not url.startswith("https://"):
        raise InputError("--desk on other machines needs TLS: give --public-url, the https address of the pages")
    with _listen(settings.host, settings.port) as listening:
        review_key = ReviewKey(settings.public_url) if options.desk else None
        app = make_app(settings, review_key=review_key)
        if review_key:
            typer.echo(f"the review desk opens at {review_key.address}")  # the only time that the key is printed
        _run(app, listening, settings, quiet=options.quiet)


def _keys(options: ServeOptions) -> dict[str, Keys]:
    """Return the keys of each issuer.

    Raise InputError if files and issuers do not match, are given although not needed, or a file cannot be read.
    """
    files, issuers = options.jwks, options.issuer
    if not options.require_jwt:
        if files or issuers:
            raise InputError("--jwks and --issuer say whose tokens count; give --require-jwt as well")
        return {}
    if not issuers or len(files) != len(issuers) or len(set(issuers)) < len(issuers):
        raise InputError(
            f"--require-jwt needs a --jwks for each --issuer; given are {len(files)} --jwks and {len(issuers)} --issuer"
        )
    return {name: read_keys(path) for name, path in zip(issuers, files, strict=True)}


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    Raise InputError if the port is taken, or the address is not one of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as problem:
        raise InputError(f"--host '{host}' is not an address: {problem}; use 127.0.0.1") from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(socket.SOMAXCONN)
    except OSError as problem:
        listening.close()
        if problem.errno == errno.EADDRINUSE:
            raise InputError(f"port {port} of {host} is taken; choose another with --port") from None
        raise InputError(f"cannot listen at {host}, port {port}: {problem.strerror}") from None
    return listening


def _run(app: FastAPI, listening: socket.socket, settings: WebSettings, *, quiet: bool) -> None:
    log = logging.getLogger("diastole")  # feedback on cards, and failures
    log.addHandler(logging.StreamHandler())
    log.setLevel(logging.WARNING if quiet else logging.INFO)
    reporter = Reporter(quiet=quiet)
    if settings.has_service:
        reporter.note(f"serving at {settings.public_url}/ and {settings.public_url}/cds-services; Ctrl-C stops")
    else:
        reporter.note(f"serving pages at {settings.public_url}/; Ctrl-C stops")
        reporter.note("the service at /cds-services is left out: other machines may call it with --require-jwt only")
    run_missing()
    run_all_claims()
    sys.setswitchinterval(SHORT_TURN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # once the server has stopped, Ctrl-C ends the process even in a run
    Server(app, app.state.before_end, log_level="error" if quiet else "warning").run(sockets=[listening])
