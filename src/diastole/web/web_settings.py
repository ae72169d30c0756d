"""The settings of the application, checked before it listens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from diastole.errors import InputError
from diastole.web.public_keys import Keys

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class WebSettings:
    """The settings of the application.

    Attributes
    ----------
    host, port
        The address at which it listens.
    public_url
        The address that clients call, without a slash at the end; tokens must name it.
    issuers
        Keys of the issuers of tokens, by issuer; without any, calls of the service need no token.
    origins
        Web origins whose scripts may call the service.
    """

    host: str = LOOPBACK[0]
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    issuers: Mapping[str, Keys] = field(default_factory=dict)
    origins: tuple[str, ...] = ()

    @property
    def needs_token(self) -> bool:
        """Whether a call of the service needs a token."""
        return bool(self.issuers)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names of hosts that it answers to; others are refused, as a defence against DNS rebinding."""
        named = urlsplit(self.public_url).hostname or ""
        return tuple(dict.fromkeys(name for name in (*LOOPBACK, "[::1]", self.host, named) if name))


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host."""
    if host in LOOPBACK:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_settings(settings: WebSettings) -> WebSettings:
    """Return the settings if they are allowed.

    Raises
    ------
    InputError
        If others could call the service without a token or without TLS, or an address is invalid.
    """
    if not is_loopback(settings.host):
        if not settings.needs_token:
            raise InputError(
                f"--host {settings.host} lets other machines call; give --require-jwt with --jwks and --issuer, "
                "or leave --host at 127.0.0.1"
            )
        if not settings.public_url.startswith("https://"):
            raise InputError(
                f"--host {settings.host} needs --public-url, the https address under which clients call, "
                "such as --public-url https://cds.example.org"
            )
    _check_url(settings.public_url, "--public-url")
    for origin in settings.origins:
        _check_origin(origin)
    return settings


def _check_url(url: str, option: str) -> None:
    parts = _split(url, option)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or url.endswith("/")
        or parts.query
        or parts.fragment
    ):
        raise InputError(f"{option} is '{url}'; allowed is an address such as https://cds.example.org, without a slash")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise InputError(f"{option} is '{url}'; other machines call over https only")


def _check_origin(origin: str) -> None:
    parts = _split(origin, "--allow-origin")
    if parts.scheme not in ("http", "https") or not parts.hostname or origin != f"{parts.scheme}://{parts.netloc}":
        raise InputError(
            f"--allow-origin is '{origin}'; allowed is an origin such as https://ehr.example.org, no '*' and no path"
        )


def _split(url: str, option: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as problem:
        raise InputError(f"{option} is '{url}': {problem}") from None
