"""No verdict of the product is quieter than the oracle permits; ``python -m tests.screening.oracle`` runs many more."""

import pytest

from tests.screening.oracle.compare import is_too_quiet, judge_block

SEED, CASES = 20261129, 3000


@pytest.mark.slow
def test_no_verdict_is_quieter_than_the_record_permits():
    judged = judge_block(SEED, 0, CASES)
    assert [one for one in judged if is_too_quiet(one.product, one.oracle.floor)] == []
    assert [one.number for one in judged if one.product == "broken"] == []
    assert sum(one.product == "none_found" for one in judged) > 0.1 * CASES
