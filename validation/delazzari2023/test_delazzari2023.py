import pytest

from validation.published import claims


@pytest.mark.parametrize(("row", "allowed"), claims("delazzari2023"))
def test_agrees_with_the_publication(row, allowed):
    assert row.verdict in allowed, f"{row.published} against {row.model}"
