"""The settings of the application, checked before it listens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
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
    def has_service(self) -> bool:
        """Whether the service is offered beside the pages: to other machines with tokens only."""
        return self.needs_token or is_loopback(self.host)

    def accepts_host(self, name: str) -> bool:
        """Return whether it answers to the name of a host; others are refused, as a defence against DNS rebinding.

        Pages alone, which anybody may read, answer to each number of this machine too: rebinding needs a name.
        """
        known = (*LOOPBACK, self.host.lower(), urlsplit(self.public_url).hostname)
        return bool(name) and (name in known or (not self.has_service and _number(name) is not None))


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host."""
    number = _number(host.strip("[]"))
    return host in LOOPBACK or (number is not None and number.is_loopback)


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """Return the number of a host; None if it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def check_settings(settings: WebSettings) -> WebSettings:
    """Return the settings if they are allowed.

    Raises
    ------
    InputError
        If others could call the service without TLS, an address is invalid, or an origin is given without the service.
    """
    if settings.has_service and not is_loopback(settings.host) and not settings.public_url.startswith("https://"):
        raise InputError(
            f"--require-jwt with --host {settings.host} needs --public-url, the https address under which clients call "
            "the service, such as --public-url https://cds.example.org"
        )
    if settings.origins and not settings.has_service:
        raise InputError(
            f"--allow-origin is for the service, which --host {settings.host} offers with tokens only; give "
            "--require-jwt with --jwks and --issuer, or leave out --allow-origin"
        )
    _check_url(settings.public_url, "--public-url", plain=not settings.has_service)
    for origin in settings.origins:
        _check_origin(origin)
    return settings


def _check_url(url: str, option: str, *, plain: bool) -> None:
    """Refuse what is not an address, and one without TLS unless plain ones are allowed or it is on this machine."""
    parts = _split(url, option)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or url.endswith("/")
        or parts.query
        or parts.fragment
    ):
        raise InputError(f"{option} is '{url}'; allowed is an address such as https://cds.example.org, without a slash")
    if parts.scheme == "http" and not plain and not is_loopback(parts.hostname):
        raise InputError(f"{option} is '{url}'; other machines call the service over https only")


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
