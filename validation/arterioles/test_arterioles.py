import pytest

from validation.arterioles.rows import ROWS
from validation.rows import parameters


@pytest.mark.parametrize("row", parameters(ROWS))
def test_shows(row):
    assert row.verdict == "hit", f"{row.published}, but the model shows {row.model}"
