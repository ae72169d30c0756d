import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from diastole.errors import InputError
from diastole.faces.figures.theme import SENTINEL, variable
from diastole.faces.pages.comparison_page import comparison_page as page
from diastole.faces.words.confidence import DISCLAIMER, MISSES, Caveat
from diastole.files import write_whole
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import BalloonPump, Patient
from diastole.studies.alternatives.current_treatments import against
from tests.faces.synthetic import CASES, Pump, regurgitation
from tests.html_page import HtmlPage

LOADING = ("src", "href", "srcset", "action", "data", "poster", "xlink:href")


@pytest.fixture(scope="module", params=list(CASES))
def html(request):
    return page(CASES[request.param](), command="diastole compare test", when=date(2026, 1, 2))


def test_it_is_well_formed_and_its_ids_are_unique(html):
    ids = HtmlPage(html).values("id")
    assert len(ids) == len(set(ids)) > 10


def test_it_loads_nothing(html):
    whole = HtmlPage(html)
    loads, ids = whole.values(*LOADING), set(whole.values("id"))
    assert {load.partition("#")[2] for load in loads if not load.partition("#")[0]} <= ids
    assert all(load.startswith("#") for load in loads)
    assert not re.search(r"@import|https?://|<script[^>]*src=|<link|url\((?!#)", html)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= ids


def test_what_speaks_against_the_pump_stands_in_the_header():
    found = against(Patient.preset("acute_severe_ar").with_balloon_pump(BalloonPump()))
    header = page(regurgitation(), against=found).partition("</header>")[0]
    assert '<p class="against">✗ IABP is contraindicated in this patient.' in header
    assert 'class="against"' not in page(regurgitation())


def test_every_measure_stands_in_the_table(html):
    assert sorted(HtmlPage(html).values("data-measure")) == sorted(MEASURES)


def test_figures_are_inlined_once_with_a_label(html):
    figures = [values for tag, values in HtmlPage(html).tags if tag == "svg"]
    assert len(figures) == 2
    assert all(figure["role"] == "img" and len(figure["aria-label"]) > 40 for figure in figures)


def test_colours_are_variables_of_light_and_dark(html):
    assert not re.search(r"#fe00[0-9a-f]{2}", html, re.IGNORECASE)
    for role in SENTINEL.roles():
        assert html.count(f"{variable(role)}: #") == 2  # light, on paper too, and dark
    assert "@media screen and (prefers-color-scheme: dark)" in html
    assert f"var({variable('aorta')})" in html[html.index("<svg") :]


def test_nothing_is_left_undefined_or_unescaped(html):
    text = HtmlPage(html).text
    assert "None" not in text
    assert "nan" not in text.split()
    for words in (
        "Test <patient> & co",
        "diastole compare test",
        "land2017",
        "2026-01-02",
        "Limits of this comparison",
    ):
        assert words in text
    assert DISCLAIMER in text


def test_tables_have_scoped_headers_and_headings_are_in_order(html):
    tags = HtmlPage(html).tags
    assert all("scope" in values for tag, values in tags if tag == "th")
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("ratio", "columns"), [("1:1", 6), ("1:2", 7)])
def test_every_row_has_as_many_cells_as_the_head(ratio, columns):
    table = re.search(r'<table class="measures">.*?</table>', page(regurgitation(Pump(ratio=ratio))), re.DOTALL).group()
    rows = [row for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL) if "rowgroup" not in row]
    assert {len(re.findall(r"<t[hd][ >]", row)) for row in rows} == {columns}
    assert f'colspan="{columns}"' in table


def test_an_undefined_measure_is_a_dash_with_its_reason():
    html = page(regurgitation())
    row = re.search(r'data-measure="aortic_pressure_half_time".*?</tr>', html, re.DOTALL).group()
    assert 'title="defined only where the aortic valve leaks' in row
    assert ">180<" in row


def test_limits_are_passed_in():
    further = Caveat("A further limit.", "It matters."), Caveat("No leak.", "x", "mitral_regurgitant_volume")
    html = page(regurgitation(), misses=[*MISSES, *further])
    assert "A further limit." in html
    assert "No leak." not in html
    assert "prediction" in html
    assert "prediction" not in page(CASES["tight"]())


def test_it_is_written_whole_or_not_at_all(tmp_path):
    target = write_whole(tmp_path / "page.html", page(regurgitation()).encode())
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]
    assert HtmlPage(target.read_text("utf-8")).values("data-measure")
    for place in (tmp_path / "missing" / "page.html", tmp_path, target / "page.html"):
        with pytest.raises(InputError, match=r"^cannot write [^\n]*\.$"):
            write_whole(place, page(regurgitation()).encode())
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]


def test_a_failing_disk_leaves_the_old_page_and_no_draft(tmp_path, monkeypatch):
    target = tmp_path / "page.html"
    target.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="No space left on device"):
        write_whole(target, page(regurgitation()).encode())
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("page.html", "old")]
