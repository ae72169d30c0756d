import pytest

from validation import sign_changes


@pytest.mark.slow
def test_where_it_flips_is_found():
    page = sign_changes.page()
    assert "**" in page
    assert page.count("\n## ") == 6
