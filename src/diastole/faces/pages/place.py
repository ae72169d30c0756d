"""Where a page stands: alone in a file, in a static site, or behind a server; and how it links from there."""

from dataclasses import dataclass
from typing import ClassVar, Protocol
from urllib.parse import quote

from diastole.knowledge.articles.article import READERS

READER_NAMES = {"clinician": "Clinician", "trainee": "Trainee", "patient": "Patient or relative"}
OF_A_SERVER = ("ask", "screen", "alternatives", "review")  # first words of pages that need one


class PagePlace(Protocol):
    """Where a page stands.

    Pages are called as a server names them, without the first slash: ``""`` is the first page, then ``articles``,
    ``articles/late-deflation``, ``claims/C05``, ``bench/shock``, ``policy``.
    """

    sends_policy: ClassVar[bool]  # with each page, so that none stands in it

    def to(self, page: str, reader: str = "") -> str:
        """Return the address of a page, worded for a reader, for a link; empty where it cannot be reached from here."""
        ...

    def file(self, name: str) -> str:
        """Return the address of a file that pages share, such as a figure; empty where a page carries it itself."""
        ...


@dataclass(frozen=True)
class Alone:
    """A page that is one file and can be passed on."""

    sends_policy: ClassVar[bool] = False

    def to(self, page: str, reader: str = "") -> str:
        """Return nothing: there are no other pages."""
        return ""

    def file(self, name: str) -> str:
        """Return nothing: the page carries everything."""
        return ""


@dataclass(frozen=True)
class InSite:
    """A page of a static site, that opens from disk too: its links are relative and end in the name of a file."""

    page: str
    sends_policy: ClassVar[bool] = False

    def to(self, page: str, reader: str = "") -> str:
        """Return the address of a page of the site; empty for one that needs a server."""
        return "" if page.partition("/")[0] in OF_A_SERVER else self.file(site_file(page, reader))

    def file(self, name: str) -> str:
        """Return the address of a file of the site."""
        return f"{'../' * self.page.count('/')}{name}"


@dataclass(frozen=True)
class Served:
    """A page that a server makes."""

    sends_policy: ClassVar[bool] = True

    def to(self, page: str, reader: str = "") -> str:
        """Return the address of a page."""
        return f"/{quote(page)}{f'?reader={quote(reader)}' if reader else ''}"

    def file(self, name: str) -> str:
        """Return the address of a file."""
        return f"/{quote(name)}"


ALONE, SERVED = Alone(), Served()


def site_file(page: str, reader: str = "") -> str:
    """Return the file of a page in a static site; the wording for clinicians has the bare name."""
    ending = "" if reader in ("", READERS[0]) else f"-{reader}"
    return f"{page or 'index'}{ending}.html"
