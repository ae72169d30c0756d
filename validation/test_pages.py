import pytest

from validation import flips, published, table
from validation.patients import ROOT


def test_every_row_of_the_tests_stands_on_the_page():
    page = table.page()
    assert all(row.published in page and row.model in page for row in table.DEMANDS)
    rows = [row for source in published.sources() for row in published.rows_of(source)]
    assert all(row.because.strip().split("\n")[0] in page for row in rows if row.known != "hit")


def test_every_publication_has_a_test():
    assert all((ROOT / "validation" / source / f"test_{source}.py").exists() for source in published.sources())


def test_a_row_that_misses_says_so():
    row = table.Row("", "", "", "", "", "mmHg", lambda: 5.0, 6.0, 7.0)
    assert row.verdict == "miss"
    assert table.line(row)[-1] == "**miss**"


@pytest.mark.slow
def test_where_it_flips_is_found():
    page = flips.page()
    assert "**" in page
    assert page.count("\n## ") == 6
