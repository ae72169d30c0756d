"""A cause follows from the numbers of two hearts: its parts add up; where no rule holds, nothing is said."""

import re

import pytest

from diastole.faces.words.causes import (
    FILLED,
    HELD,
    NEED,
    OUTPUT,
    PLACES,
    RATIO,
    SUPPLY,
    TERMS,
    CausePart,
    by_balloon,
    causes,
    leak_cause,
    leak_parts,
    named,
    supply_cause,
)
from diastole.faces.words.change import Change
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
        MEASURES[FILLED].phrase: check_filling,
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
    parts = [amount(found) for found in re.findall(rf"which accounts for ({SIGNED})", sentence)]
    assert sorted(parts, key=abs, reverse=True) == parts
    assert sum(parts) + rest_of(sentence) == pytest.approx(amount(re.search(SIGNED, sentence)[0]), abs=1e-9)
    assert ("the balloon" in sentence) <= (
        after.signals["balloon_volume"].max() > before.signals["balloon_volume"].max()
    )
    if " above the " in sentence:
        now, was = (float(number) for number in re.search(r"is ([\d.]+)\D+above.*?of ([\d.]+)", sentence).groups())
        made = amount(re.search(rf"mmHg\), which accounts for ({SIGNED})", sentence)[1])
        assert (now > was) == (made > 0.0)
        rises = [
            amount(number) for number in re.search(rf"\(\w+ ({SIGNED}|0.0), \w+ ({SIGNED}|0.0) mmHg", sentence).groups()
        ]
        assert rises[0] - rises[1] == pytest.approx(now - was, abs=0.21)


def rest_of(sentence):
    """Return what a sentence says of all parts that it does not name."""
    found = re.search(rf"smaller parts make ({SIGNED})", sentence)
    return amount(found[1]) if found else 0.0


def check_output(sentence, before, after):
    change = after.measures[OUTPUT] - before.measures[OUTPUT]
    assert (" rises " in sentence) == (change > 0.0)
    difference = {
        name: (after.measures[name] or 0.0) - (before.measures[name] or 0.0) for term in TERMS for name in term[0]
    }
    assert sum(sign * sum(map(difference.get, names)) for names, sign, _ in TERMS) == pytest.approx(change, abs=1e-9)
    assert sentence.count("more") + sentence.count("less") >= 2
    gains = {words.partition("{size} {more}")[::2]: sign for _, sign, words in TERMS}
    parts = [
        sign * float(found[1]) * (1 if found[2] == "more" else -1)
        for (start, end), sign in gains.items()
        if (found := re.search(rf"{start}([\d.]+)\u00a0L/min (more|less){end}", sentence))
    ]
    assert sum(parts) + rest_of(sentence) == pytest.approx(amount(re.search(SIGNED, sentence)[0]), abs=1e-9)


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
    assert sentence.count("which accounts for") == 1  # time and orifice make next to nothing
    assert "the balloon fills in diastole and holds the aorta up; while it leaks, the aorta is" in sentence


def test_the_balloon_in_mitral_regurgitation_lowers_the_aorta_before_ejection(hearts):
    (sentence, *_) = causes(hearts("shock_mr"), hearts("shock_mr", "balloon"))
    assert sentence.startswith("Why less leaks back through the mitral valve")
    assert "the balloon empties before ejection and so lowers the aorta" in sentence


def test_a_late_balloon_is_not_said_to_help_a_mitral_leak(hearts):
    before = hearts("shock_mr")
    assert by_balloon(MITRAL, -3.0, before, hearts("shock_mr", "balloon")) != ""
    assert by_balloon(MITRAL, 3.0, before, hearts("shock_mr", "balloon")) == ""
    assert by_balloon(MITRAL, -3.0, hearts("shock_mr", "balloon"), before) == ""
    assert by_balloon(MITRAL, -3.0, before, hearts("shock_mr", "late deflation")) == ""


def test_a_larger_orifice_is_named_as_such(hearts):
    sentence = leak_cause(
        AORTIC, hearts("chronic_severe_ar"), simulate(Patient.preset("chronic_severe_ar").with_values({AR: "0.5 cm²"}))
    )
    assert "; " in sentence
    assert sentence.partition(": ")[2].startswith("the opening is 0.50")


def test_parts_of_a_leak_add_up_and_turn_round():
    one, other = LeakDrive(0.4, 60.0, 20.0, 6.2), LeakDrive(0.3, 80.0, 15.0, 8.0)
    forth = leak_parts(Change(AORTIC, 40.0, 55.0), one, other, above="aorta", below="ventricle")
    back = leak_parts(Change(AORTIC, 55.0, 40.0), other, one, above="aorta", below="ventricle")
    assert sum(part.amount for part in forth) == pytest.approx(15.0)
    assert [part.amount for part in back] == pytest.approx([-part.amount for part in forth])
    pressure, time, _ = forth
    assert pressure.amount > 0.0 > time.amount


def test_small_parts_are_not_named():
    assert named([CausePart(0.1, "a"), CausePart(-3.0, "b"), CausePart(1.0, "c")]) == [
        CausePart(-3.0, "b"),
        CausePart(1.0, "c"),
    ]


def test_a_tight_valve_and_a_heart_that_did_not_change_have_no_cause(hearts):
    healthy = hearts("healthy")
    assert causes(healthy, healthy) == []
    assert not leak_cause(AORTIC, healthy, hearts("healthy", "balloon"))
    assert not leak_cause(AORTIC, healthy, hearts("healthy", "aortic leak"))  # a tight valve leaks by another way
    assert not supply_cause(healthy, healthy)
