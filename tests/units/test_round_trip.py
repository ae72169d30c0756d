"""What is written reads back as the very same value; what is random never crashes."""

from hypothesis import example, given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import Patient
from diastole.units import format_quantity, parse_quantity, read_unit

UNITS = sorted({known.unit for known in quantities(Patient).values()} | {"L/min", "dyn s/cm⁵", "J", "W"})
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite, st.sampled_from(UNITS))
@example(5e-324, "mL")
@example(1.7976931348623157e308, "1")
@example(0.1 + 0.2, "1/min")
def test_reads_what_it_wrote(value, unit):
    assert parse_quantity(format_quantity(value, unit), unit) == value


@given(
    st.floats(min_value=-1e6, max_value=1e6).filter(lambda value: value == 0 or abs(value) > 1e-200),
    st.sampled_from([("s", "ms"), ("m", "mm"), ("mL", "L"), ("1", "%"), ("mmHg", "kPa"), ("m", "Fr")]),
)
@example(0.36085650406634723, ("s", "ms"))
def test_reads_what_it_wrote_in_another_unit(value, units):
    unit, written = units
    assert parse_quantity(format_quantity(value, unit, written), unit) == value


@given(st.integers(min_value=-1000, max_value=1000), st.sampled_from([("s", "ms"), ("m", "mm")]))
def test_a_decimal_stays_short_in_another_unit_of_ten(number, units):
    unit, written = units
    assert format_quantity(number / 1000, unit, written) == f"{number} {written}"


@given(st.text(max_size=100), st.sampled_from(UNITS))
def test_text_is_read_or_refused(text, unit):
    try:
        value = parse_quantity(text, unit)
    except InputError:
        return
    assert -float("inf") < value < float("inf")


@given(st.text(alphabet="1/*·^²- ()mLsHgµu%.", max_size=30))
def test_unit_text_is_read_or_refused(text):
    try:
        unit = read_unit(text)
    except InputError:
        return
    assert unit.size > 0


@given(st.floats(min_value=1e-6, max_value=1e6), st.permutations(["kPa", "s", "/mL"]))
def test_the_order_of_factors_does_not_matter(value, factors):
    text = f"{value!r} {' '.join(factors)}"
    assert parse_quantity(text, "kPa s/mL") == value
