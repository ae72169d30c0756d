"""Checks that hold for every page of the application, read strictly."""

import re
from itertools import pairwise

from diastole.faces.pages.living import PROGRAMS
from tests.html_page import HtmlPage

# The scripts of pages in which hearts run.
OWN = tuple({"src": f"/{program.shared}"} for program in PROGRAMS)
ELSEWHERE = {"/", "/articles", "/claims", "/bench", "/screen", "/alternatives", "/review", "/policy"}


def check_page(response):
    """Check what holds for every page of the application, and return it."""
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    for words in ("prefers-color-scheme: dark", "@media (max-width", "@media print", 'content="light dark"'):
        assert words in response.text
    assert not re.search(r'src(?:set)?="(https?:)?//', response.text)
    page = HtmlPage(response.text)
    _check_structure(page)
    _check_names(page)
    assert "not a medical device" in page.text or "not a verdict" in page.text.lower()
    # No name of the program, but for commands that run it again.
    assert not re.search(r"\b[a-z]+_[a-z_]+\b|\b(?:ar|mr|echo|lesions|balloon)\.[a-z_]+\b", page.prose)
    return page


def _check_structure(page):
    assert page.all("html")[0]["lang"] == "en"
    for name in ("title", "h1", "main", "header", "footer"):
        assert len(page.all(name)) == 1, name
    assert page.all("meta")[1]["name"] == "viewport"
    assert all(script in (*OWN, {"type": "text/plain", "id": "payload"}) for script in page.all("script"))
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert page.all("a")[0]["class"] == "skip"
    identities = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    links = {link["href"] for link in page.all("a")}
    assert links >= ELSEWHERE
    assert {link[1:] for link in links if link.startswith("#")} <= set(identities)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def _check_names(page):
    """Check that fields, drawings and tables have names."""
    labelled = {label["for"] for label in page.all("label")}
    for tag, attributes in page.tags:
        if tag in ("input", "select", "textarea") and attributes.get("type") != "hidden":
            assert attributes.get("id") in labelled or attributes.get("aria-label")
        if tag == "img":
            assert attributes["alt"]
        if tag == "svg":
            assert attributes.get("role") == "img"
            assert attributes.get("aria-label") or attributes.get("aria-labelledby") or page.all("title")
        if "tabindex" in attributes:
            assert attributes["aria-label"]
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in header for header in page.all("th"))
