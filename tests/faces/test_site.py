"""The static site: every link leads to a file of it, and a folder is replaced whole or not at all."""

from collections import defaultdict
from itertools import chain
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.pages import static_site as site
from diastole.faces.pages.place import ALONE, SERVED, InSite
from diastole.files import whole_folder
from diastole.knowledge.articles.article import READERS
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.lessons.shipped_lessons import LESSONS
from diastole.studies.claims.claim import load_claims
from tests.html_page import HtmlPage

RUNS = ("claims/", "figures/", "lessons/")  # parts that run patients


@pytest.fixture(scope="module")
def parts():
    return list(site.site_parts())


@pytest.fixture(scope="module")
def pages(parts):
    """Every page of the site that is made without a run."""
    made = [part for part in parts if not part.names[0].startswith(RUNS)]
    contents = {name: text for part in made for name, text in zip(part.names, part.make(), strict=True)}
    return {name: HtmlPage(text) for name, text in contents.items() if name.endswith(".html")}


def test_every_answer_claim_and_bench_has_its_page(parts):
    names = set(chain.from_iterable(part.names for part in parts))
    assert len(names) == sum(len(part.names) for part in parts)
    assert {f"articles/{id_}{end}.html" for id_ in load_articles() for end in ("", "-trainee", "-patient")} <= names
    assert {f"claims/{id_}.html" for id_ in load_claims()} <= names
    assert {f"lessons/{name}.html" for name in LESSONS} <= names
    assert {"index.html", "articles.html", "claims.html", "bench.html", "policy.html", "bench/shock.html"} <= names


@pytest.mark.slow
def test_every_link_of_the_site_leads_to_a_file_of_it(parts, pages):
    names = set(chain.from_iterable(part.names for part in parts))
    lost = defaultdict(set)
    for name, page in pages.items():
        ids = set(page.values("id"))
        for address in page.values("href", "src", "srcset"):
            link = urlsplit(address)
            if link.scheme in ("http", "https", "data"):
                continue
            target = normpath(f"{dirname(name)}/{unquote(link.path)}").lstrip("/") if link.path else name
            if target not in names or link.query or (link.fragment and not link.path and link.fragment not in ids):
                lost[address].add(name)
    assert lost == {}


@pytest.mark.slow
def test_every_page_can_be_reached_from_the_first(pages):
    reached, next_ = set(), {"index.html"}
    while next_:
        reached |= next_
        found = {
            normpath(f"{dirname(name)}/{link['href'].partition('#')[0]}").lstrip("/")
            for name in next_
            if name in pages
            for link in pages[name].all("a")
            if not urlsplit(link["href"]).scheme and not link["href"].startswith("#")
        }
        next_ = found - reached
    assert set(pages) - reached == set()


def test_a_link_to_a_page_that_needs_a_server_is_not_made_in_a_site():
    here = InSite("articles/late-deflation")
    assert [here.to(page) for page in ("ask", "screen", "alternatives/shock", "review/C-01")] == [""] * 4
    assert here.to("claims/C05") == "../claims/C05.html"
    assert here.to("") == "../index.html"
    assert here.to("articles/late-deflation", READERS[2]) == "../articles/late-deflation-patient.html"
    assert SERVED.to("articles/late-deflation", READERS[2]) == "/articles/late-deflation?reader=patient"
    assert ALONE.to("articles") == ""


def test_a_site_replaces_a_site_and_nothing_else(tmp_path):
    folder = tmp_path / "site"
    for text in ("one", "two"):
        with whole_folder(folder, site.MARK) as draft:
            (draft / text).write_text(text)
        assert {path.name for path in folder.iterdir()} == {text, site.MARK}
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="other files"), whole_folder(tmp_path / "letters", site.MARK):
        pass
    assert (tmp_path / "letters" / "mine.txt").read_text() == "mine"


def test_a_site_that_fails_leaves_the_one_before(tmp_path):
    folder = tmp_path / "site"
    with whole_folder(folder, site.MARK) as draft:
        (draft / "one").touch()
    with pytest.raises(InputError, match="No such file"), whole_folder(folder, site.MARK) as draft:
        (draft / "two" / "three").write_text("")
    assert {path.name for path in folder.iterdir()} == {"one", site.MARK}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_command_writes_all_files_of_all_parts(tmp_path, monkeypatch):
    short = [part for part in site.site_parts() if part.names[0] in ("living.js", "bench/shock.html", "index.html")]
    monkeypatch.setattr("diastole.cli.run_site.site_parts", lambda: short)
    done = CliRunner().invoke(app, ["site", str(tmp_path / "new" / "site")])
    assert (done.exit_code, "index.html" in done.stderr) == (0, True)
    written = {path.relative_to(tmp_path / "new" / "site").as_posix() for path in (tmp_path / "new").rglob("*.*")}
    assert written - {".", site.MARK} == set(chain.from_iterable(part.names for part in short))
