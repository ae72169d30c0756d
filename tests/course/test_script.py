import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.course.course_columns import MEASURED, TARGETS, possible
from diastole.studies.course.endings import ABOVE, BELOW, For, Until
from diastole.studies.course.script import parse_script, plan, read_script

COURSES = Path(__file__).parents[2] / "examples" / "courses"
AR = Patient.preset("acute_severe_ar")
WAIT = "\nwait 1 min"
SAME = {  # spellings of one step
    "IABP 1:1 at 40 mL for 20 min": (
        "iabp 1:1 AT 40 ML for 1200 seconds",
        "balloon pump 1:1 40 mL for 0.333333333333 h",
        "IABP 1:1 at 40cc for 20 min",
    ),
    "noradrenaline 0.1 µg/kg/min for 5 min": (
        "Norepinephrine at 0.1 mcg/kg/min for 5 minutes",
        "give noradrenaline 0.1 ug/kg/min for 300 s",
    ),
    "VA-ECMO at 3.5 L/min for 5 min": ("va ecmo 3500 mL/min for 5 min", "start ECMO at 3.5 l/min FOR 5 MIN"),
    "Impella CP at P-6 for 5 min": ("impella cp P6 for 5 min", "insert Impella at P-6 for 5 min"),
    "LAVA-ECMO at 4 L/min for 5 min": ("lava_ecmo 4 L/min for 5 min", "left-atrial VA-ECMO at 4 L/min for 5 min"),
    "replace aortic valve" + WAIT: ("Replace the aortic valve; wait for 60 s", "AVR\nrest 1 min"),
    "aortic valve replacement" + WAIT: ("AVR for 60 s",),
    "IABP for 1 min\nremove IABP for 1 min": ("IABP for 1 min\nIABP off for 1 min",),
    "dobutamine 5 µg/kg/min for 1 min\nstop dobutamine for 1 min": (
        "dobutamine 5 µg/kg/min for 1 min\nDobutamine OFF for 1 min",
    ),
    "pace at 110 /min for 5 min": ("pacing 110 bpm for 5 min", "set pacing.rate to 110 /min\nwait 5 min"),
}
REFUSED = {
    "nitropruside 1 µg/kg/min for 5 min": "Did you mean 'nitroprusside'?",
    "nitroprusside for 5 min": "no value follows",
    "nitroprusside 0.5 for 5 min": "'0.5' has no unit",
    "nitroprusside 50 µg/kg/min for 5 min": "at most 10 µg/kg/min",
    "IABP 1:4 for 5 min": "'1:1', '1:2' or '1:3'",
    "IABP 1:1 at 90 mL for 5 min": "at most 50 mL",
    "remove IABP" + WAIT: "there is no balloon pump",
    "stop dobutamine" + WAIT: "there is no dobutamine",
    "remove" + WAIT: "names nothing",
    "IABP off" + WAIT: "there is no balloon pump",
    "adrenaline 0.1 µg/kg/min for 5 min": "'adrenaline' is a drug that the model does not know",
    "Epinephrine 0.1 µg/kg/min for 5 min": "'Epinephrine' is a drug that the model does not know",
    "AVR; wait 1 min; replace the aortic valve" + WAIT: "aortic valve replacement is done already",
    "wait five minutes": "expected is such as '45 s', '20 min' or '2 h'",
    "IABP for 30 beats": "'30 beats' is not a time",
    "IABP for 5 mmHg": "'5 mmHg' is not a time",
    "IABP until MAP <> 60 mmHg": "'<>' is no sign that is known",
    "IABP until MAP => 60 mmHg": "expected >, ≥, < or ≤",
    "IABP until > 60 mmHg": "names no measure",
    "until MAPP > 65 mmHg": "is no measure",  # before a step is advised that is wrong itself
    "until MAP > 65": "has no unit",
    "wait 1,5 min": "write '1.5 min'",
    "nitroprusside 0,5 µg/kg/min for 30 s": "write '0.5 µg/kg/min'",
    "Impella XL for 5 min": "'XL' is no setting of Impella 2.5, Impella CP, Impella 5.5",
    "Impella CP at P-12 for 5 min": "P-9",
    "IABP for 5 min; Impella CP for 5 min": "exclude each other",
    "repair mitral valve for 5 min": "nothing to operate on",
    "close septal defect" + WAIT: "nothing to operate on",
    "wait": "no time is given",
    "wait 99 h": "at most 48 h",
    "wait -5 min": "above 0 s",
    "wait 1e999 s": "too large",
    "wait 30 h\nwait 30 h": "60.0 h",
    "wait for 5 min until MAP 60 mmHg": "both end the step",
    "IABP until MAP 500 mmHg": "never gets to '500 mmHg'",
    "IABP until MAP -3 mmHg": "never gets to '-3 mmHg'",
    "IABP until MAP 60": "has no unit",
    "IABP until MAP 60 mL": "is not a pressure",
    "IABP until mean aortc pressure 60 mmHg": "Did you mean 'mean aortic pressure'?",
    "IABP until 60 mmHg": "names no measure",
    "IABP until MAP": "has no value",
    "IABP within 5 min": "without 'until'",
    "set heart_rat to 80 /min" + WAIT: "Did you mean 'heart_rate'?",
    "set blood_volume to 5 L" + WAIT: "cannot be set during a course",
    "set misfit to nothing" + WAIT: "cannot be set during a course",
    "set" + WAIT: "needs a key and a value",
    "for 5 min": "nothing stands before 'for'",
    "pace at 100 /min": "has no time",
    "": "has no steps",
    "# nothing\n;;": "has no steps",
    "wait 1 min\n" * 501: "at most 500",
    "x" * 1000: "1000 characters",
    "wait 1 min\x00": "is not text",
}  # fmt: skip


def patients(text):
    return plan(AR, parse_script(text))


@pytest.mark.parametrize("step", SAME)
def test_spellings_of_one_step(step):
    expected, script = patients(step), parse_script(step)
    for other in SAME[step]:
        assert patients(other)[-1].model_dump() == expected[-1].model_dump()
        assert parse_script(other).steps[-1].ending.seconds == pytest.approx(script.steps[-1].ending.seconds)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused(text):
    with pytest.raises(InputError) as caught:
        patients(text)
    assert REFUSED[text] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_step_names_its_line():
    with pytest.raises(InputError, match=r"steps\.txt, line 4: 'foo'"):
        parse_script("# first\n\nwait 1 min # then\nfoo 3 for 5 min", "steps.txt")


def test_what_a_step_does_lasts_until_another_one_ends_it():
    during = patients(
        "IABP 1:2 at 34 mL for 1 min\ndopamine 3 µg/kg/min for 1 min\nremove IABP for 1 min\nstop dopamine for 1 min"
    )
    assert [patient.balloon_pump is not None for patient in during] == [True, True, False, False]
    assert [patient.drugs.dopamine for patient in during] == [0.0, 3.0, 3.0, 0.0]
    assert during[0].balloon_pump.ratio == "1:2"
    assert during[0].balloon_pump.volume == 34.0


def test_another_circuit_keeps_nothing_of_the_one_before():
    script = parse_script("LAVA-ECMO at 4 L/min for 1 min\nVA-ECMO at 3000 rpm for 1 min")
    for _ in range(2):  # a script may be planned twice
        last = plan(AR, script)[-1].extracorporeal
        assert (last.circuit, last.flow, last.speed) == ("va_ecmo", None, 3000.0)


def test_a_level_alone_keeps_the_model():
    assert patients("Impella 5.5 for 1 min\nImpella at P-3 for 1 min")[-1].axial_pump.model == "5.5"


def test_endings():
    wait, until = (step.ending for step in parse_script("wait 90 s\nIABP until RF is 40 % within 9 min").steps)
    assert wait == For(90.0)
    assert until == Until("aortic_regurgitant_fraction", 0.4, 540.0)


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("MAP > 65 mmHg", ABOVE), ("MAP>65 mmHg", ABOVE), ("MAP >=65 mmHg", ABOVE), ("MAP ≥ 65 mmHg", ABOVE),
        ("MAP is above 65 mmHg", ABOVE), ("MAP exceeds 65 mmHg", ABOVE), ("MAP is at least 65 mmHg", ABOVE),
        ("MAP greater than 65 mmHg", ABOVE), ("MAP < 65 mmHg", BELOW), ("MAP<=65 mmHg", BELOW),
        ("MAP falls below 65 mmHg", None), ("MAP below 65 mmHg", BELOW), ("MAP is less than 65 mmHg", BELOW),
        ("MAP at most 65 mmHg", BELOW), ("MAP 65 mmHg", 0), ("MAP = 65 mmHg", 0), ("MAP reaches 65 mmHg", 0),
    ],
)  # fmt: skip
def test_a_sign_says_the_side(words, side):
    if side is None:
        with pytest.raises(InputError, match="'MAP falls' is no measure"):
            parse_script(f"wait until {words}")
    else:
        ending = parse_script(f"wait until {words} within 1 min").steps[0].ending
        assert ending == Until("mean_aortic_pressure", 65.0, 60.0, side)


def test_what_is_advised_is_a_step():
    for text in ("until MAP > 65 mmHg", "until LVEDP 20 mmHg within 9 min", "for 5 min"):
        with pytest.raises(InputError) as problem:
            parse_script(text)
        assert parse_script(str(problem.value).split("such as '")[1].removesuffix("'")).steps


@pytest.mark.parametrize("text", REFUSED)
def test_examples_in_refusals_are_steps(text):
    with pytest.raises(InputError) as problem:
        plan(AR, parse_script(text))
    for example in re.findall(r"(?:as in|such as|a line) '([A-Za-z][^']*)'", str(problem.value)):
        parse_script((f"IABP {example}" if example.startswith("for ") else example) + WAIT)


@given(value=st.floats(-10.0, 10.0), start=st.floats(-10.0, 10.0), target=st.floats(-10.0, 10.0))
def test_a_side_is_a_side_and_a_crossing_a_crossing(value, start, target):
    above, below, either = (Until("mean_aortic_pressure", target, None, side) for side in (ABOVE, BELOW, 0))
    assert above.is_met(value, start) == (value >= target)
    assert below.is_met(value, start) == (value <= target)
    assert either.is_met(value, start) == (min(value, start) <= target <= max(value, start))


@pytest.mark.parametrize("name", MEASURED)
def test_each_measure_may_be_a_target_by_name_and_title(name):
    low, high = possible(name)
    unit = MEASURED[name].unit
    for words in (name, MEASURED[name].title, MEASURED[name].title.upper()):
        ending = parse_script(f"wait until {words} {(low + high) / 2} {unit}").steps[0].ending
        assert ending.measure == name
        assert ending.value == pytest.approx((low + high) / 2)


def test_titles_and_units_are_those_of_the_vocabulary():
    assert all(MEASURED[name].unit == MEASURES[name].unit for name in MEASURED if name != "lung_water")
    assert set(TARGETS.values()) == set(MEASURED)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes(range(128, 256)), "is not UTF-8"),
        (b"\x00" * 50, "is not text"),
        (b"\xff\xfew", "is not UTF-16"),
        (b"# " + b"x" * 1_000_000, "is larger than"),
        (b"", "has no steps"),
    ],
)
def test_files_that_are_no_script(tmp_path, content, reason):
    (tmp_path / "steps.txt").write_bytes(content)
    with pytest.raises(InputError, match=reason):
        read_script(tmp_path / "steps.txt")


@pytest.mark.parametrize("path", sorted(COURSES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_examples_are_scripts(path):
    assert len(plan(AR, read_script(path))) >= 3


def test_no_file(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_script(tmp_path / "steps.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read_script(tmp_path)
