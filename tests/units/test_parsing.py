"""Text with a unit becomes a float in the unit of the inside."""

import pytest

from diastole.errors import InputError
from diastole.model.physiology.one_fibre import MMHG_PER_KPA
from diastole.units import allowed, convert, format_quantity, parse_quantity


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("0.4 cm²", "cm²", 0.4),
        ("0.4 cm^2", "cm²", 0.4),
        ("0.4cm2", "cm²", 0.4),
        ("40 mm²", "cm²", 0.4),
        ("110 /min", "1/min", 110),
        ("110 1/min", "1/min", 110),
        ("110 bpm", "1/min", 110),
        ("110 min⁻¹", "1/min", 110),
        ("110 beats/min", "1/min", 110),
        ("2 Hz", "1/min", 120),
        ("25 %", "1", 0.25),
        ("25%", "1", 0.25),
        ("0.25", "1", 0.25),
        (0.25, "1", 0.25),
        (3, "1", 3),
        ("8.72 1", "1", 8.72),
        ("120 ms", "s", 0.12),
        ("-120 ms", "s", -0.12),
        ("−120 ms", "s", -0.12),
        ("+120 ms", "s", 0.12),
        ("  120\u2009ms ", "s", 0.12),
        ("120\u00a0ms", "s", 0.12),
        ("1\u202f200 mL", "mL", 1200),
        (".5 mL", "mL", 0.5),
        ("5. mL", "mL", 5),
        ("1.5e3 mL", "L", 1.5),
        ("76 mmHg", "mmHg", 76),
        ("76 mm Hg", "mmHg", 76),
        ("6 L/min", "mL/s", 100),
        ("1 µmol", "µmol", 1),
        ("1 μmol", "µmol", 1),  # the Greek letter
        ("1 umol", "µmol", 1),
        ("0.18 µmol/mL", "µmol/mL", 0.18),
        ("1.2 mmHg s/mL", "mmHg s/mL", 1.2),
        ("1.2 mmHg·s/mL", "mmHg s/mL", 1.2),
        ("1.2 mmHg*s/mL", "mmHg s/mL", 1.2),
        ("1.2 mmHg.s/mL", "mmHg s/mL", 1.2),
        ("40 /mmHg/s", "1/(mmHg s)", 40),
        ("40 1/(mmHg s)", "1/(mmHg s)", 40),
        ("7.5 Fr", "mm", 2.5),
        ("3\u00a0600 mL", "mL", 3600),
        ("3\u2007600 mL", "mL", 3600),
        ("1 mm[Hg]", "mmHg", 1),
        ("1 mm[Hg]/mL", "mmHg/mL", 1),
        ("10 cm[H2O]", "Pa", 980.665),
        ("10 cmH₂O", "Pa", 980.665),
        ("760 Torr", "kPa", 101.325),
        ("12 hPa", "kPa", 1.2),
        ("12 mbar", "kPa", 1.2),
    ],
)
def test_reads(text, unit, value):
    assert parse_quantity(text, unit) == value


@pytest.mark.parametrize("unit", ["dyn s/cm5", "dyn s/cm^5", "dyn·s·cm⁻⁵", "dyn s cm-5", "dyn s cm^-5", "dyn s/cm**5"])
def test_reads_resistances_of_the_clinic(unit):
    # 1 mmHg s/mL = 1333.22 dyn s/cm⁵
    assert parse_quantity(f"1333.22387415 {unit}", "mmHg s/mL") == pytest.approx(1, rel=1e-12)


def test_wood_units_are_a_sixteenth_and_two_thirds():
    assert parse_quantity("1 WU", "dyn s/cm5") == pytest.approx(80, rel=1e-3)
    assert parse_quantity("1 WU", "mmHg s/mL") == pytest.approx(0.06, rel=1e-12)


def test_pressures_agree_with_the_constant_of_the_laws():
    assert parse_quantity("10 kPa", "mmHg") == pytest.approx(10 * MMHG_PER_KPA, rel=1e-6)


@pytest.mark.parametrize("text", ["0,35 cm²", "1.200,5 cm²", "3 600 cm²", "3'600 cm²", "1,200.5 cm²", "12,3e2 cm²"])
def test_what_a_refusal_advises_is_read(text):
    with pytest.raises(InputError) as problem:
        parse_quantity(text, "cm²")
    advised = str(problem.value).split("write '")[1].split("'")[0]
    assert parse_quantity(advised, "cm²") > 0


def test_a_slash_divides_by_one_unit_only():
    assert parse_quantity("1 mmHg/mL s", "mmHg s/mL") == 1
    with pytest.raises(InputError):
        parse_quantity("1 mmHg/mL/s", "mmHg s/mL")


def test_is_correctly_rounded():
    assert parse_quantity("354 ms", "s") == 0.354
    assert parse_quantity("0.1 L", "mL") == 100


@pytest.mark.parametrize(
    ("text", "unit", "needed"),
    [
        ("0.4", "cm²", ["'0.4' has no unit", "cm²", "'0.4 cm²'"]),
        ("80", "1/min", ["no unit", "/min"]),
        (80, "1/min", ["'80' has no unit", "'80 /min'"]),
        ("120", "s", ["no unit", "'120 s'"]),
        ("10 mL", "mmHg", ["'10 mL'", "a pressure in mmHg or kPa", "a volume"]),
        ("10 mL", "1", ["'10 mL'", "a number without a unit", "a volume"]),
        ("25 %", "mL", ["'25 %'", "a volume"]),
        ("3 kg", "mmHg/mL²", ["'3 kg'", "mmHg/mL²", "a mass"]),
        ("10 mmgH", "mmHg", ["'mmgH'", "Did you mean 'mmHg'"]),
        ("0,4 cm²", "cm²", ["'0,4 cm²' has a decimal comma", "write '0.4 cm²'", "an area"]),
        ("-0,5 mmHg", "mmHg", ["decimal comma", "write '-0.5 mmHg'"]),
        ("0,350 L", "mL", ["decimal comma", "write '0.350 L'"]),
        ("3,600 mL", "mL", ["a decimal or a thousands sign", "'3.6 mL' or '3600 mL'"]),
        ("1.200,5 /min", "1/min", ["thousands signs and a decimal comma", "write '1200.5 /min'"]),
        ("1,200.5 mL", "mL", ["a thousands sign", "write '1200.5 mL'"]),
        ("1,200,300 mL", "mL", ["a thousands sign", "write '1200300 mL'"]),
        ("12.345.678 mL", "mL", ["a thousands sign", "write '12345678 mL'"]),
        ("3 600 mL", "mL", ["a thousands sign", "write '3600 mL'"]),
        ("3'600 mL", "mL", ["a thousands sign", "write '3600 mL'"]),
        ("3’600.5 mL", "mL", ["a thousands sign", "write '3600.5 mL'"]),
        ("88 / 58 mmHg", "mmHg", ["holds two numbers", "under its own key"]),
        ("120/80", "mmHg", ["holds two numbers"]),
        ("0.3 12", "1", ["not a unit", "a number without a unit"]),
        ("3 1.1", "1", ["not a unit", "a number without a unit"]),
        ("3 1 1", "1", ["not a unit", "a number without a unit"]),
        ("10 furlong", "m", ["'furlong' is not a known unit", "Give a length in cm or mm"]),
        ("80 Schläge/min", "1/min", ["'Schläge' is not a known unit", "Give a rate in /min or /s"]),
    ],
)
def test_says_what_was_given_and_what_is_allowed(text, unit, needed):
    with pytest.raises(InputError) as problem:
        parse_quantity(text, unit)
    for words in needed:
        assert words in str(problem.value)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "mL", "nan mL", "inf mL", "-inf mL", "1e400 mL", "1e9999999999 mL", "0,4 mL", "1 200 mL",
        "1,200.5 mL", "1-2 mL", "1:2 mL", "1..2 mL", "1_000 mL", "٣ mL", "10² mL", "½ mL", "- 3 mL", "--3 mL",
        "0x10 mL", "5 mL/", "5 (mL", "5 mL^99", "5 mL^0", "5 mL mL", "5 mL\n6 mL", "5 mL" * 100, "9" * 500 + " mL",
        "1e", "5 mL ²", "1e-9991 mL", True, False, None, [5], {"value": "5 mL"}, b"5 mL", 5, 5.0, float("nan"),
    ],
)  # fmt: skip
def test_refuses(text):
    with pytest.raises(InputError) as problem:
        parse_quantity(text, "mL")
    assert "\n" not in str(problem.value).strip()
    assert len(str(problem.value)) < 400


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "nan", "inf", "-Infinity", True])
def test_refuses_what_is_not_finite_without_a_unit_too(value):
    with pytest.raises(InputError):
        parse_quantity(value, "1")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_writes_and_converts_finite_numbers_only(value):
    with pytest.raises(InputError):
        format_quantity(value, "mL")
    with pytest.raises(InputError):
        convert(value, "mL", "L")


def test_converts_between_units_of_one_dimension_only():
    assert convert(5, "L/min", "mL/s") == pytest.approx(83.3333333333, rel=1e-9)
    assert convert(72, "1/min", "Hz") == 1.2
    with pytest.raises(InputError, match="not a volume"):
        convert(1, "mmHg", "mL")


@pytest.mark.parametrize(
    ("value", "unit", "written", "text"),
    [
        (0.4, "cm²", None, "0.4 cm²"),
        (40.0, "mL", None, "40 mL"),
        (110.0, "1/min", None, "110 /min"),
        (26.7, "1/(mmHg s)", None, "26.7 /(mmHg s)"),
        (0.25, "1", None, "0.25"),
        (-0.12, "s", "ms", "-120 ms"),
        (0.0688, "s", "ms", "68.8 ms"),
        (0.002, "m", "mm", "2 mm"),
        (-0.0, "s", "ms", "0 ms"),
    ],
)
def test_writes(value, unit, written, text):
    assert format_quantity(value, unit, written) == text


def test_names_what_is_allowed():
    assert allowed("cm²") == "an area in cm² or mm²"
    assert allowed("1") == "a number without a unit"
    assert allowed("mmHg/mL²") == "a value in mmHg/mL²"


@pytest.mark.parametrize(
    ("unit", "offered", "example"),
    [
        ("L/min", (), "'3.5 L/min'"), ("mL/s", (), "'3.5 mL/s'"), ("s", ("min", "s"), "'3.5 min'"),
        ("s", ("ms", "s"), "'3.5 ms'"), ("mmHg", (), "'3.5 mmHg'"), ("1/min", (), "'3.5 /min'"), ("m", (), "'3.5 m'"),
    ],
)  # fmt: skip
def test_the_example_has_the_unit_that_fits(unit, offered, example):
    with pytest.raises(InputError, match="has no unit") as problem:
        parse_quantity("3.5", unit, offered)
    assert str(problem.value).endswith(f"such as {example}")
    assert not offered or " or ".join(offered) in str(problem.value)
