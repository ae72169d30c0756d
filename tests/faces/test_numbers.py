import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.numbers import NONE, listed, percent, plain, signed, with_unit


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1.25, 1, "1.2"), (-3.0, 0, "−3"), (-0.04, 1, "0.0"), (None, 2, NONE), (float("nan"), 1, NONE), (0.0, 0, "0")],
)
def test_a_number_has_a_true_minus_and_never_a_minus_zero(value, decimals, text):
    assert plain(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(0.04, "0.0"), (0.06, "+0.1"), (-0.06, "−0.1"), (None, NONE)])
def test_a_sign_is_given_only_to_what_is_seen_to_change(value, text):
    assert signed(value, 1) == text


@pytest.mark.parametrize(("value", "text"), [(0.0512, "+5.1 %"), (-0.123, "−12 %"), (0.0995, "+10 %"), (None, NONE)])
def test_percent(value, text):
    assert percent(value).replace("\u00a0", " ") == text


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_what_is_written_reads_back_as_the_rounded_number(value, decimals):
    read_back = float(signed(value, decimals).replace("−", "-"))
    assert read_back == pytest.approx(value, abs=0.501 * 10.0**-decimals)


def test_small_words():
    assert with_unit(2.0, 1, "1") == "2.0"
    assert with_unit(None, 1, "mL") == NONE
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
