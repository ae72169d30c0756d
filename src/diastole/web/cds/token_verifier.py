"""JSON Web Tokens of known issuers: verified, and each accepted once."""

import heapq
from threading import Lock
from time import time
from typing import Any

import jwt

from diastole.web.public_keys import algorithm_of
from diastole.web.web_settings import WebSettings

REQUIRED = ["iss", "aud", "exp", "iat", "jti"]
LEEWAY = 10.0  # s between clocks, assumed
LONGEST_LIFE = 3600.0  # s, assumed; a token is remembered until it expires
LONGEST_TOKEN = 8192  # characters
LONGEST_NAME = 256  # characters of a jti
MOST_REMEMBERED = 100_000


class UsedTokens:
    """Remembers used tokens until they expire; once full, it accepts no token."""

    def __init__(self, most: int = MOST_REMEMBERED):
        self._most = most
        self._known: set[tuple[str, str]] = set()
        self._expiring: list[tuple[float, tuple[str, str]]] = []
        self._lock = Lock()

    def first_time(self, issuer: str, name: str, until: float, now: float) -> bool:
        """Remember a token; return whether this was its first use."""
        with self._lock:
            while self._expiring and self._expiring[0][0] < now:
                self._known.discard(heapq.heappop(self._expiring)[1])
            if (issuer, name) in self._known or len(self._known) >= self._most:
                return False
            self._known.add((issuer, name))
            heapq.heappush(self._expiring, (until, (issuer, name)))
            return True


class TokenVerifier:
    """Verifies the tokens of calls."""

    def __init__(self, settings: WebSettings):
        self._settings = settings
        self._seen = UsedTokens()

    def admits(self, authorization: str, path: str) -> bool:
        """Return whether the authorization header of a call to a path is accepted."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            return False
        try:
            claims = self._checked(token, f"{self._settings.public_url}{path}")
        except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
            return False
        return self._fresh(claims)

    def _checked(self, token: str, audience: str) -> dict[str, Any]:
        """Return the claims; raise if the header, the signature or a claim is invalid. A jku is never followed."""
        header = jwt.get_unverified_header(token)
        if header.get("typ") != "JWT":
            raise ValueError
        issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
        key = self._settings.issuers[issuer][header["kid"]]
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=[algorithm_of(key)], audience=audience, issuer=issuer, leeway=LEEWAY,
            options={"require": REQUIRED},
        )  # fmt: skip
        return claims

    def _fresh(self, claims: dict[str, Any]) -> bool:
        now, name, issued, until = time(), claims["jti"], claims["iat"], claims["exp"]
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
            return False
        if not isinstance(issued, int | float) or not isinstance(until, int | float):
            return False
        if until - issued > LONGEST_LIFE or until > now + LONGEST_LIFE:
            return False
        return self._seen.first_time(claims["iss"], name, until + LEEWAY, now)
