"""A cause follows from the numbers of two hearts: its parts add up; where no rule holds, nothing is said."""

import re
from dataclasses import replace

import pytest

from diastole.faces.words.cause_words import (
    BEFORE_EJECTION,
    FILLED,
    FRACTION,
    HELD,
    MEAN,
    NEED,
    OUTPUT,
    PEAK,
    PLACES,
    PUMPED,
    RATIO,
    SHARE,
    SUPPLY,
    TERMS,
)
from diastole.faces.words.causes import (
    CausePart,
    by_device,
    causes,
    leak_cause,
    leak_parts,
    named,
    supply_cause,
    told,
)
from diastole.faces.words.change import Change
from diastole.faces.words.flow_causes import apart, fed, mean_below
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.run import simulate
from diastole.model.simulation.leak_scan import LeakDrive

AORTIC, MITRAL = PLACES
AR, MR = "lesions.aortic_regurgitation.orifice_area", "lesions.mitral_regurgitation.orifice_area"
CHANGES = {  # treatments, lesions and values, in both directions
    "balloon": {"balloon_pump": BalloonPump()},
    "balloon at 1:2": {"balloon_pump.ratio": "1:2"},
    "late deflation": {"balloon_pump.deflation_offset": "120 ms"},
    "late inflation": {"balloon_pump.inflation_offset": "120 ms"},
    "nitroprusside": {"drugs.nitroprusside": "1 µg/kg/min"},
    "noradrenaline": {"drugs.noradrenaline": "0.2 µg/kg/min"},
    "pacing": {"pacing.rate": "120 /min"},
    "ECMO": {"extracorporeal.flow": "3 L/min"},
    "Impella": {"axial_pump.model": "CP"},
    "softer": {"left_ventricle.passive_stiffness": "-30 %"},
    "stiffer": {"left_ventricle.passive_stiffness": "+50 %"},
    "aortic leak": {AR: "0.4 cm²"},
    "mitral leak": {MR: "0.4 cm²"},
}
SIGNED = r"[+−]\d+\.\d+"


def amount(text):
    return float(text.replace("−", "-"))


@pytest.fixture(scope="module")
def hearts():
    """Return a function that runs a preset, changed or not, once."""
    known = {}

    def run(preset, name=""):
        if (preset, name) not in known:
            patient = Patient.preset(preset)
            known[preset, name] = simulate(patient.with_values(CHANGES[name]) if name else patient)
        return known[preset, name]

    return run


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_sentence_follows_from_the_numbers(hearts, preset, name):
    for before, after in ((hearts(preset), hearts(preset, name)), (hearts(preset, name), hearts(preset))):
        for sentence in causes(before, after):
            check(sentence, before, after)


def check(sentence, before, after):
    rules = {
        "leaks back through": check_leak, MEASURES[OUTPUT].phrase: check_output, MEASURES[RATIO].phrase: check_supply,
        MEASURES[FILLED].phrase: check_filling, MEASURES[MEAN].phrase: check_pressure,
        MEASURES[FRACTION].phrase: check_fraction,
    }  # fmt: skip
    (rule,) = (rule for words, rule in rules.items() if words in sentence.partition(":")[0])
    assert re.fullmatch(r"Why .*[^.]\.", sentence)
    assert "nan" not in sentence
    rule(sentence, before, after)


def check_leak(sentence, before, after):
    leak = next(leak for leak, (valve, *_) in PLACES.items() if valve in sentence)
    change = after.measures[leak] - before.measures[leak]
    assert ("Why more" in sentence) == (change > 0.0)
    assert amount(re.search(SIGNED, sentence)[0]) == pytest.approx(change, abs=0.06)
    check_sum(
        *(
            [amount(found) for found in re.findall(rf"{makes} ({SIGNED})", sentence)]
            for makes in ("makes", "parts make")
        ),
        change,
    )
    for device, name in (("the balloon", "balloon_volume"), ("Impella", "axial_pump_flow")):
        assert (device in sentence) <= (after.signals[name].max() > before.signals[name].max())
    if found := re.search(r"\(([\d.]+) instead of ([\d.]+) mmHg: \w+ (\S+), \w+ ([^;)]+)", sentence):
        now, was = float(found[1]), float(found[2])
        assert ("further" in sentence) == (now > was)
        assert amount(found[3]) - amount(found[4]) == pytest.approx(now - was, abs=0.21)


def check_sum(parts, rest, change):
    """The parts, the largest first, and what is left add up to the change as they are shown; none of one alone."""
    assert sorted(parts, key=abs, reverse=True) == parts
    assert len(parts) != 1
    assert len(rest) <= min(len(parts), 1)
    assert sum(map(abs, rest)) <= SHARE * abs(change) + 0.05
    if parts:
        assert sum(parts + rest) == pytest.approx(change, abs=0.05 * (len(parts) + 2))


def check_output(sentence, before, after):
    change = after.measures[OUTPUT] - before.measures[OUTPUT]
    assert (" rises " in sentence) == (change > 0.0)
    difference = {
        name: (after.measures[name] or 0.0) - (before.measures[name] or 0.0) for term in TERMS for name in term[0]
    }
    assert sum(sign * sum(map(difference.get, names)) for names, sign, _ in TERMS) == pytest.approx(change, abs=1e-9)
    signs = {words.partition("{more}")[2] or words.partition("{size}")[0]: sign for _, sign, words in TERMS}
    parts = []
    named, _, rest = sentence.partition(": ")[2].rstrip(".").partition("; smaller parts make ")
    for text in named.split("; "):
        size, more = re.search(r"([\d.]+)\u00a0L/min (more|less)", text).groups()
        (sign,) = (sign for words, sign in signs.items() if words.replace("{rotary}", "") in text)
        parts.append(sign * float(size) * (1 if more == "more" else -1))
    assert len(parts) >= 2
    left = amount(rest.partition("\u00a0")[0]) if rest else 0.0
    assert abs(left) <= SHARE * abs(change) + 0.005
    assert sum(parts) + left == pytest.approx(change, abs=0.005 * (len(parts) + 2))


def check_pressure(sentence, before, after):
    assert all(after.measures[name] < before.measures[name] for name in (MEAN, BEFORE_EJECTION, PEAK))
    assert after.signals["balloon_volume"].max() > 0.0


def check_fraction(sentence, before, after):
    assert all(after.measures[name] > before.measures[name] for name in (FRACTION, PUMPED))
    assert after.measures["native_cardiac_output"] < before.measures["native_cardiac_output"]


def check_supply(sentence, before, after):
    ratio, flow, need = (after.measures[name] - before.measures[name] for name in (RATIO, SUPPLY, NEED))
    assert ratio * flow < 0.0 < flow * need


def check_filling(sentence, before, after):
    assert all(
        (after.measures[name] - before.measures[name] > 0.0) == (" rises " in sentence) for name in (FILLED, HELD)
    )


def test_the_balloon_in_aortic_regurgitation_works_by_pressure(hearts):
    (sentence, *_) = causes(hearts("acute_severe_ar"), hearts("acute_severe_ar", "balloon"))
    assert sentence.startswith("Why more leaks back through the aortic valve")
    assert "makes" not in sentence  # time and orifice make next to nothing
    assert "the balloon fills in diastole and holds the aorta up, so that the aorta stands further above" in sentence


def test_the_balloon_in_mitral_regurgitation_lowers_the_aorta_before_ejection(hearts):
    (sentence, *_) = causes(hearts("shock_mr"), hearts("shock_mr", "balloon"))
    assert sentence.startswith("Why less leaks back through the mitral valve")
    assert "the balloon empties before ejection and so lowers the aorta" in sentence


def test_a_device_that_moves_the_leak_the_other_way_is_not_its_cause(hearts):
    before, after = hearts("shock_mr"), hearts("shock_mr", "balloon")
    high, low = LeakDrive(0.4, 60.0, 20.0, 6.2), LeakDrive(0.4, 50.0, 20.0, 5.4)
    assert by_device(MITRAL, high, low, before, after) != ""
    assert by_device(MITRAL, low, high, before, after) == ""
    assert by_device(MITRAL, high, low._replace(root=7.0), before, after) == ""
    assert by_device(MITRAL, high, low, after, before) == ""
    assert by_device(MITRAL, high, low, before, hearts("shock_mr", "late deflation")) == ""


def test_each_device_has_its_own_mechanism_and_name(hearts):
    before = hearts("acute_severe_ar")
    for name, words in (
        ("Impella", "Impella CP pumps blood from the ventricle into the aorta"),
        ("ECMO", "VA-ECMO pumps blood into the arteries"),
    ):
        sentences = causes(before, hearts("acute_severe_ar", name))
        assert words in sentences[0]
        assert any("past the valve" in each for each in sentences)


def test_mean_pressure_falls_since_the_balloon_empties_before_ejection(hearts):
    balloon = causes(hearts("acute_severe_ar"), hearts("acute_severe_ar", "balloon"))
    assert sum("the balloon empties before ejection, which takes" in each for each in balloon) == 1
    assert not any(
        "balloon" in each for each in causes(hearts("acute_severe_ar"), hearts("acute_severe_ar", "nitroprusside"))
    )


def test_flow_goes_below_the_balloon_where_it_moves_the_pressures_apart(hearts):
    before, after = hearts("acute_severe_ar"), hearts("acute_severe_ar", "balloon")
    assert "raises the mean pressure below it (+1.9 mmHg) but not above it (−1.7 mmHg)" in apart(before, after)
    assert mean_below(after) - mean_below(before) == pytest.approx(1.9, abs=0.05)
    assert apart(after, before) == ""
    assert apart(hearts("shock_mr"), hearts("shock_mr", "balloon")) == ""  # both pressures rise


@pytest.mark.parametrize(("device", "words"), [("balloon", "less"), ("ECMO", "more")])
def test_coronary_flow_follows_what_the_ventricle_needs(hearts, device, words):
    before, after = hearts("acute_severe_ar"), hearts("acute_severe_ar", device)
    assert re.fullmatch(rf"as the left ventricle needs [0-9.]+\u00a0mL/min {words} oxygen", fed(before, after))
    assert fed(before, before) == ""


def test_coronary_flow_of_a_wall_that_gets_less_than_it_needs_has_no_such_cause(hearts):
    before, after = hearts("acute_severe_ar"), hearts("acute_severe_ar", "balloon")
    assert fed(before, replace(after, measures={**after.measures, RATIO: 0.9})) == ""


def test_what_parts_that_are_not_named_make_is_told():
    change = Change(AORTIC, 40.0, 50.0)
    parts = [CausePart(12.0, "one{part}"), CausePart(-1.5, "two{part}")]
    assert told(parts, change) == "one; makes +12.0\u00a0mL; two; makes −1.5\u00a0mL; smaller parts make −0.5\u00a0mL"
    assert told([*parts, CausePart(-0.46, "three{part}")], change).endswith("three; makes −0.5\u00a0mL")
    assert told(parts[:1], change) == "one"


def test_at_1_to_2_a_number_says_of_which_beats_it_is(hearts):
    leak, *others = causes(hearts("acute_severe_ar"), hearts("acute_severe_ar", "balloon at 1:2"))
    assert "mL in an assisted beat)" in leak
    assert any("L/min on average)" in each for each in others)
    assert not any(
        "on average" in each for each in causes(hearts("acute_severe_ar"), hearts("acute_severe_ar", "balloon"))
    )


def test_a_larger_orifice_is_named_as_such(hearts):
    sentence = leak_cause(
        AORTIC, hearts("chronic_severe_ar"), simulate(Patient.preset("chronic_severe_ar").with_values({AR: "0.5 cm²"}))
    )
    assert "; " in sentence
    assert sentence.partition(": ")[2].startswith("the opening is wider (0.50")


def test_parts_of_a_leak_add_up_and_turn_round():
    one, other = LeakDrive(0.4, 60.0, 20.0, 6.2), LeakDrive(0.3, 80.0, 15.0, 8.0)
    forth = leak_parts(Change(AORTIC, 40.0, 55.0), one, other, above="aorta", below="ventricle")
    back = leak_parts(Change(AORTIC, 55.0, 40.0), other, one, above="aorta", below="ventricle")
    assert sum(part.amount for part in forth) == pytest.approx(15.0)
    assert [part.amount for part in back] == pytest.approx([-part.amount for part in forth])
    pressure, time, _ = forth
    assert pressure.amount > 0.0 > time.amount


def test_parts_are_named_until_next_to_nothing_is_left():
    large, middle, small = CausePart(-30.0, "b"), CausePart(10.0, "c"), CausePart(0.5, "a")
    assert named([small, large, middle], Change(AORTIC, 50.0, 30.5)) == [large, middle]
    assert named([CausePart(6.0, "a"), CausePart(-0.4, "b")], Change(AORTIC, 45.2, 50.8)) == [CausePart(6.0, "a")]


def test_a_tight_valve_and_a_heart_that_did_not_change_have_no_cause(hearts):
    healthy = hearts("healthy")
    assert causes(healthy, healthy) == []
    assert not leak_cause(AORTIC, healthy, hearts("healthy", "balloon"))
    assert not leak_cause(AORTIC, healthy, hearts("healthy", "aortic leak"))  # a tight valve leaks by another way
    assert not supply_cause(healthy, healthy)
