import pytest

from validation.published import claims


@pytest.mark.parametrize(("row", "allowed"), claims("kern1993"))
def test_agrees_with_the_publication(row, allowed):
    assert row.verdict in allowed, f"{row.published} against {row.model}"
