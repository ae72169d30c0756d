"""The key of the review desk: whoever has it can record decisions; everybody can read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from secrets import token_urlsafe
from urllib.parse import urlsplit

COOKIE = "diastole_desk"
ENTRANCE = "/review/enter"


@dataclass(frozen=True)
class ReviewKey:
    """A key that is valid while the process lives; neither it nor the cookie is ever logged.

    Attributes
    ----------
    public_url
        The address of the application in browsers.
    key
        Part of the address that is printed once.
    session
        The cookie of a browser that opened this address.
    """

    public_url: str
    key: str = field(default_factory=token_urlsafe, repr=False)
    session: str = field(default_factory=token_urlsafe, repr=False)

    @property
    def address(self) -> str:
        """The address that opens the desk in a browser."""
        return f"{self.public_url}{ENTRANCE}?key={self.key}"

    @property
    def secure(self) -> bool:
        """Whether browsers call it over TLS."""
        return self.public_url.startswith("https://")

    def opens(self, given: str) -> bool:
        """Return whether this is the key, in the same time for each answer."""
        return compare_digest(given.encode(), self.key.encode())

    def knows(self, cookies: Mapping[str, str]) -> bool:
        """Return whether a browser opened the address."""
        return compare_digest(cookies.get(COOKIE, "").encode(), self.session.encode())

    def is_from_here(self, headers: Mapping[str, str]) -> bool:
        """Return whether a form was sent from a page of this application: same host and port, also behind a proxy.

        The cookie is no proof of it: browsers send it to every port of a host, and with forms of these.
        """
        sender = headers.get("origin") or headers.get("referer") or ""
        ours = {headers.get("host", ""), urlsplit(self.public_url).netloc}
        return _netloc(sender) in ours - {""}


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
