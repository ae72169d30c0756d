"""How many requests are worked on at once: a limit for the service, one for pages, and a share of each per client."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from starlette.types import Scope

from diastole.web.cds.service import ROOT

MOST_AT_ONCE = 256  # requests of a kind in work or waiting for it, assumed
SHARE_OF_ONE_CLIENT = 0.75  # of these, assumed; the rest is kept for others

type RequestKind = Literal["service", "pages"]


def kind_of(scope: Scope) -> RequestKind:
    """Return whether a request is for the service or for a page."""
    path = scope.get("path", "")
    return "service" if path == ROOT or path.startswith(f"{ROOT}/") else "pages"


class ConcurrencyLimit:
    """Counts the requests in work by kind and client; once closed, no new one is accepted."""

    def __init__(self, most: int = MOST_AT_ONCE):
        self._most = most
        self._most_of_client = max(1, round(most * SHARE_OF_ONE_CLIENT))
        self._taken: Counter[tuple[RequestKind, str]] = Counter()
        self.open = True

    @property
    def ready(self) -> bool:
        """Whether a call of the service would be accepted."""
        return self.open and self._in_work("service") < self._most

    @contextmanager
    def slot(self, scope: Scope) -> Iterator[bool]:
        """Count a request within the block; False if the limit of its kind or of its client is reached."""
        kind, (client, _) = kind_of(scope), scope.get("client") or ("", 0)
        if self._in_work(kind) >= self._most or self._taken[kind, client] >= self._most_of_client:
            yield False
            return
        self._taken[kind, client] += 1
        try:
            yield True
        finally:
            self._taken[kind, client] -= 1
            self._taken += Counter()  # drops clients without requests

    def close(self) -> None:
        """Accept no more requests."""
        self.open = False

    def _in_work(self, kind: RequestKind) -> int:
        return sum(count for (of, _), count in self._taken.items() if of == kind)
