import pytest

from validation.rows import parameters
from validation.surgery.rows import ROWS


@pytest.mark.parametrize("row", parameters(ROWS))
def test_shows(row):
    assert row.verdict == "hit", f"{row.published}, but the model shows {row.model}"
