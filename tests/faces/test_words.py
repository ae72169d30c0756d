import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.faces.words.reading import reading, reading_by_topic
from diastole.model.measures.definitions import MEASURES
from tests.faces.synthetic import BASE, CASES, Comparison, Pump, mitral, regurgitation, run, swapped, tight, unpumped


def read(comparison):
    return " ".join(reading(comparison)).replace("\u00a0", " ")


def test_regurgitation_is_told_with_its_numbers_and_its_cause():
    text = read(regurgitation())
    assert (
        "6.9 mL (17 %) more leaks back in each beat, 46.9 mL in all, or 54.0 % of the stroke volume instead of 50.0 %"
        in text
    )
    assert "The balloon raises the pressure above the open gap" in text
    assert "end-diastolic pressure of the left ventricle rises by 3.0 mmHg (10 %) to 33.0 mmHg" in text
    assert "not visible in cardiac output here" in text
    assert "90 ms ahead of the R wave without and 90 ms with support" in text
    assert "the lung is more congested" in text


@pytest.mark.parametrize("valve", ["aortic", "mitral"])
def test_a_fraction_that_nobody_could_tell_apart_is_told_once(valve):
    name = f"{valve}_regurgitant_fraction"
    before = 0.6
    same, more = before + 0.5 * MEASURES[name].least, before + 5.0 * MEASURES[name].least
    leaking = {f"{valve}_regurgitant_volume": 40.0, name: before}
    for after, told in ((same, False), (more, True)):
        text = read(Comparison(run(**leaking), run(Pump(), **{**leaking, name: after})))
        assert f"Through the {valve} valve" in text
        assert ("of the stroke volume instead of" in text) == told


def test_a_leak_above_what_the_ventricle_ejects_is_told_without_a_fraction_above_one():
    text = read(regurgitation(aortic_regurgitant_fraction=1.25))
    assert "more than the ventricle itself ejects" in text
    assert "125" not in text


def test_the_lung_is_not_called_congested_against_its_capillaries():
    higher = BASE["left_atrial_pressure"] + 4.0
    for capillaries, told in ((2.0, True), (-2.0, False)):
        change = {"pulmonary_capillary_pressure": BASE["pulmonary_capillary_pressure"] + capillaries}
        text = read(Comparison(run(), run(Pump(), left_atrial_pressure=higher, **change)))
        assert ("the lung is more congested" in text) == told


def test_in_short_says_what_gets_worse_and_what_does_not():
    worse, better, still = reading_by_topic(regurgitation())["In short"]
    assert worse.startswith("Gets worse: the leak of the aortic valve (+17")
    assert "supply over demand of the inner wall (+13" in better
    assert still == "No change: net cardiac output."


def test_exchanging_the_measures_turns_the_sentences_round():
    there, back = read(regurgitation()), read(swapped(regurgitation()))
    assert "Mean aortic pressure rises by 5.0 mmHg" in there
    assert "Mean aortic pressure falls by 5.0 mmHg" in back
    assert "more leaks back" in there
    assert "less leaks back" in back
    assert "end-diastolic pressure of the left ventricle falls by 3.0 mmHg" in back
    assert "Gets better: the leak of the aortic valve (−15" in back
    assert "raises the pressure above the open gap" not in back


@given(
    st.sampled_from(["mean_aortic_pressure", "cardiac_output", "coronary_flow"]), st.floats(0.03, 0.5), st.booleans()
)
def test_the_verb_follows_the_sign(name, share, rising):
    value = BASE[name] * (1 + share if rising else 1 - share)
    text = read(Comparison(run(), run(Pump(), **{name: value})))
    title = {"cardiac_output": "Net cardiac output"}.get(name, MEASURES[name].title)
    assert f"{title} {'rises' if rising else 'falls'}" in text
    assert f"{title} {'falls' if rising else 'rises'}" not in text


def test_a_lost_output_is_said_plainly():
    text = read(regurgitation(cardiac_output=2.9))
    assert "less blood reaches it" in text
    assert "not visible" not in text


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (3.4, "What output gains goes to the lower body, below the balloon."),
        (3.2, "Blood is taken from head and arms and goes to the lower body, below the balloon."),
    ],
)
def test_output_is_followed_to_where_it_goes(output, words):
    text = read(regurgitation(cardiac_output=output, head_and_arm_flow=0.8, lower_body_flow=2.5))
    assert "Flow to head and arms falls by 0.10 L/min (11 %) to 0.80 L/min" in text
    assert words in text
    gained = read(regurgitation(cardiac_output=output, head_and_arm_flow=1.0, lower_body_flow=2.5))
    assert "lower body, below" not in gained


def test_a_change_that_nobody_could_tell_is_called_none():
    text = read(Comparison(run(), run(Pump(), left_atrial_pressure=BASE["left_atrial_pressure"] + 0.4)))
    assert "Left atrial pressure does not change (22.4 mmHg)" in text
    assert "congested" not in text


def test_a_tight_valve_gets_no_percent_and_no_place_in_short():
    text = read(tight())
    assert "Neither the aortic nor the mitral valve leaks as much as 5 mL a beat" in text
    assert "the leak of the" not in text


def test_mitral_regurgitation_falls_with_the_load():
    text = read(mitral())
    assert "Through the mitral valve, 3.0 mL (7.3 %) less leaks back" in text
    assert "The way into the aorta has become easier" in text
    assert "Through the aortic valve" not in text


def test_two_equal_runs_without_a_balloon():
    text = read(unpumped())
    assert "Nothing of what matters most changes by as much as anybody could tell." in text
    assert "balloon" not in text
    assert "deflation" not in text


def test_late_deflation_is_seen_as_load():
    text = read(regurgitation(aortic_end_diastolic_pressure=60.0, systolic_aortic_pressure=97.0))
    assert "deflation does not unload it here" in text


def test_the_beats_between_are_told():
    text = read(regurgitation(Pump(ratio="1:2")))
    assert "in the beats between, aortic end-diastolic pressure is 47.0 mmHg" in text


@pytest.mark.parametrize("case", CASES)
def test_sentences_are_sentences(case):
    for sentence in reading(CASES[case]()):
        assert re.fullmatch(r"[A-Z].*\.", sentence), sentence
        assert "None" not in sentence
        assert "  " not in sentence
        assert ".." not in sentence
        assert not re.search(r"\b(should give|recommend|contraindicat|dangerous|safe)\b", sentence)


VALUES = st.one_of(st.none(), st.floats(-10, 300), st.just(float("nan")))


@given(st.fixed_dictionaries(dict.fromkeys(MEASURES, VALUES)), st.fixed_dictionaries(dict.fromkeys(MEASURES, VALUES)))
def test_no_set_of_measures_makes_it_fail(before, after):
    without, with_ = run(), run(Pump(ratio="1:2"))
    comparison = Comparison(replace(without, measures=before), replace(with_, measures=after, unassisted=before))
    for sentence in reading(comparison):
        assert "nan" not in sentence.replace("finan", "")
        assert sentence.endswith(".")
