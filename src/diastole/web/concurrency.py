"""Places for work: so many for the service, so many for pages, and never all of them for one client."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from starlette.types import Scope

from diastole.web.cds.service import ROOT

MOST_AT_ONCE = 256  # requests of a kind that are worked on or wait for it, assumed
OF_ONE_CLIENT = 0.75  # of the places, assumed; the rest is there for others

type RequestKind = Literal["service", "pages"]


def kind_of(scope: Scope) -> RequestKind:
    """Return what a request is for."""
    path = scope.get("path", "")
    return "service" if path == ROOT or path.startswith(f"{ROOT}/") else "pages"


class ConcurrencyLimit:
    """Who is being worked for; once closed, nobody new is."""

    def __init__(self, most: int = MOST_AT_ONCE):
        self._most = most
        self._of_one = max(1, round(most * OF_ONE_CLIENT))
        self._taken: Counter[tuple[RequestKind, str]] = Counter()
        self.open = True

    @property
    def ready(self) -> bool:
        """Whether a call of the service would find a place."""
        return self.open and self._all("service") < self._most

    @contextmanager
    def slot(self, scope: Scope) -> Iterator[bool]:
        """Hold a place within the block; False if there is none left for this client."""
        kind, (client, _) = kind_of(scope), scope.get("client") or ("", 0)
        if self._all(kind) >= self._most or self._taken[kind, client] >= self._of_one:
            yield False
            return
        self._taken[kind, client] += 1
        try:
            yield True
        finally:
            self._taken[kind, client] -= 1
            self._taken += Counter()  # forgets who has none

    def close(self) -> None:
        """Take in nobody any more."""
        self.open = False

    def _all(self, kind: RequestKind) -> int:
        return sum(count for (of, _), count in self._taken.items() if of == kind)
