import pytest

from validation import flips


@pytest.mark.slow
def test_where_it_flips_is_found():
    page = flips.page()
    assert "**" in page
    assert page.count("\n## ") == 6
