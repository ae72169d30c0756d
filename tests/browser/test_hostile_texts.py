"""Any text that is typed, or stands in a link or a file: page and command line take it, or refuse it alike."""

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.faces.browser.bench_payload import bench_payload
from diastole.faces.browser.build_engine import TABLES_FILE
from diastole.faces.browser.quantity_tables import tables_source
from diastole.model.bench_state import BenchState
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import read_value
from diastole.units import parse_quantity
from tests.browser.soak_refusals import as_typed

PRESET = "acute_severe_ar"
PATIENT = Patient.preset(PRESET)
PAYLOAD = bench_payload(PATIENT, BenchState(PRESET))
CONTROLS = {control["key"]: control for control in PAYLOAD["controls"]}
TYPED = (
    "1e999", "1e9999", "0x10", "1_000", " 5 ", "٣", "5٣", "1e-400", "+5", "--5", "infinity", "NaN", "-inf", "", "  ",
    "1,5", "0,5", "1.000,5", "1,000.5", "1,000", "1 000", "5\u00a0000", "1\u2009000 mL", "1'000", "120/80", "120|80",
    "5.", ".5", ".", "−1", "–1", "-0", "1e5", "1e+2", "5e", "1:2", "x2", "×2", "x0.5", "x", "+10 %", "-10%", "− 5 %",
    "25 %", "5 mL", "5mL", "0.3 L", "30 mm²", "30 mm^2", "30 mm**2", "0.3 cm2", "5 mmhg", "5 mm Hg", "80 bpm",
    "80 Hz", "5 1/s", "5 s-1", "5 s⁻¹", "5 /(min)", "2 mg/h", "10 µg/min", "10 ug/kg/min", "10 μg/kg/min",
    "5 mL/h", "0.1 kg", "5 m/(s s)", "5 m//s", "5 *m", "5 m*", "5 mL s/mmHg", "5 dyn·s·cm⁻⁵", "5 dyn s/cm^5", "5 1 1",
    "none", "wide", "<b>1</b>", "'1'", "{text}", "{}", "$&", "1 $1", "constructor", "5 constructor", "__proto__",
    "q" * 80, "5" * 80, "5" * 81, "😀" * 79, "5 😀", "\ufeff5", "\x1c5", "\x855", "5\n", "5 \t mL", "5 Schläge/min",
    "0.1 + 0.2", "1e3e3", "1..5", "1.5.2", "5^2", "5²", "5 %%", "1/3", "5 1/", "99999999999999999999999",
    "0.1000000000000000055511151231257827", "4.9e-324",
)  # fmt: skip
PIECES = [
    *"0123456789..,,--+eExX×/ %'_ \u00a0²µ:^*()",
    "mL",
    "cm²",
    " mmHg",
    " /min",
    "1 ",
    "kPa",
    "s",
    "1e",
    "µg/kg/min",
]
ASK = """
  const controls = new Map(given.payload.controls.map(each => [each.key, each]))
  const readers = [bench.readTyped, bench.readText]
  return given.cases.map(([key, text]) => readers.map(read => read(controls.get(key), text)))"""


def read(key, text):
    """Return the value inside as the command line reads it, or the sentence that refuses it."""
    try:
        return read_value(PATIENT, key, text)
    except InputError as refused:
        return str(refused)


def assert_alike(ask, cases):
    found = ask(ASK, {"payload": PAYLOAD, "cases": cases})
    refused = 0
    for (key, text), readings in zip(cases, found, strict=True):
        control = CONTROLS[key]
        for given, reading in zip((as_typed(control["unit"], text), text), readings, strict=True):
            expected = read(key, given)
            if isinstance(expected, str):
                assert reading == {"refusal": expected}, (key, text)
                refused += 1
            elif expected is None:
                assert reading == {"value": None}, (key, text)
            else:
                assert "value" in reading, (key, text, reading)
                inside = reading["value"] * control["factor"]
                assert inside == pytest.approx(expected, rel=1e-14, abs=0.0), (key, text)
    return refused


QUANTITIES = [key for key, control in CONTROLS.items() if "factor" in control]
TRAITS = ("inside", "unit", "isOwn", "mayBeOff", "isWritten", "weight")
UNLIKE = list({tuple(CONTROLS[key].get(trait) for trait in TRAITS): key for key in QUANTITIES}.values())


def test_every_field_reads_a_text_as_the_command_line_does(ask):
    """One field of each kind reads all of them; the random texts go to all fields."""
    assert 20 < len(UNLIKE) < len(QUANTITIES)
    assert assert_alike(ask, [(key, text) for text in TYPED for key in UNLIKE]) > 5_000


def test_texts_drawn_at_random_are_read_alike(ask):
    random = np.random.default_rng(17)
    draw = lambda: "".join(random.choice(PIECES, random.integers(1, 9)))  # noqa: E731
    cases = [(str(random.choice(QUANTITIES)), draw()) for _ in range(4000)]
    assert 1000 < assert_alike(ask, cases) < 8000


def test_the_limits_of_every_field_are_those_of_the_command_line(ask):
    """The last value that is possible, and the first that is not: to the last digit, in each unit."""
    cases = []
    for key in QUANTITIES:
        control = CONTROLS[key]
        for end in control["ends"].values():
            for share in (1.0, 1.0 + 1e-15, 1.0 - 1e-15):
                cases.append((key, f"{share * end / control['factor']:.17g}"))
    assert assert_alike(ask, cases) > len(QUANTITIES)


def test_choices_refuse_words_as_the_command_line_does(ask):
    cases = [(key, text) for key in CONTROLS if key not in QUANTITIES for text in ("perhaps", "1:9", "Constructor")]
    for (key, text), (reading, _) in zip(cases, ask(ASK, {"payload": PAYLOAD, "cases": cases}), strict=True):
        with pytest.raises(InputError) as refused:
            PATIENT.with_values({key: text})
        assert reading == {"refusal": str(refused.value)}


def test_the_tables_of_the_page_are_those_of_the_package():
    assert TABLES_FILE.read_text(encoding="utf-8") == tables_source(), "run `make engine` and commit what it writes"


def test_numbers_are_rounded_as_in_the_package(ask):
    random = np.random.default_rng(18)
    texts = [f"{random.normal():.{random.integers(1, 30)}f}e{random.integers(-330, 300)}" for _ in range(500)]
    found = ask("return given.map(text => bench.nearest(bench.ofDecimal(text)))", texts)
    assert found == pytest.approx([parse_quantity(text, "1") for text in texts], rel=0.0, abs=5e-324)
