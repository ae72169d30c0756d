"""What was tried on the shapes that the model misses explains them, or not, as it says."""

import pytest

from validation.phenomena.waveforms.tried import TRIED


@pytest.mark.parametrize("tried", TRIED, ids=lambda tried: f"{tried.row}, {tried.changes}")
def test_what_was_tried_on_a_shape_explains_it_or_not_as_it_says(tried):
    assert tried.of.verdict == "miss"
    assert tried.helps == tried.explains, tried.value
