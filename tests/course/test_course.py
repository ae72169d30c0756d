import numpy as np
import pytest

from diastole.errors import InputError
from diastole.faces.words.objections import against_course
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.studies.course.course_columns import COLUMNS, INDEX, MEASURED
from diastole.studies.course.course_dataset import course_dataset
from diastole.studies.course.outcome import measures_at_end, measures_at_start, sentences
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script
from diastole.studies.course.step_outcome import DONE, NEVER, NOT_REACHED, REACHED

TREATED = {
    "plain": {},
    "balloon": {"balloon_pump.ratio": "1:1"},
    "every second beat": {"balloon_pump.ratio": "1:2"},
    "ecmo": {"extracorporeal.flow": "3 L/min"},
    "drug": {"drugs.nitroprusside": "0.5 µg/kg/min"},
    "shunt": {"lesions.ventricular_septal_defect.orifice_area": "0.3 cm²"},
}
CYCLE = {name for name, measure in MEASURES.items() if measure.scope == "cycle"}


def run_course(text, preset="acute_severe_ar", values=None, **options):
    course = Course(Patient.preset(preset).with_values(values or {}), parse_script(text), **options)
    while course.advance():
        pass
    return course


def column(course, name):
    return course.rows[:, INDEX[name]]


@pytest.mark.parametrize("preset", ["healthy", "shock_mr", "acute_severe_ar"])
@pytest.mark.parametrize("treatment", TREATED)
def test_a_steady_patient_has_the_measures_of_simulate(preset, treatment):
    """Means agree within 1e-4; extrema are read at step ends and integrals by longer trapezoids, so within 1 %."""
    patient = Patient.preset(preset).with_values(TREATED[treatment])
    reflex = treatment != "every second beat"  # at 1:2 it answers to each beat, in a steady run to the mean of two
    course = run_course("wait 5 s", preset, TREATED[treatment], reflex=reflex, ischaemia=False)
    run = simulate(patient, reflex=reflex)
    found = measures_at_end(course, course.past_steps[0])
    for name in MEASURED:
        if name == "lung_water" or (treatment == "every second beat" and name not in CYCLE):
            continue
        expected, scale = run.measures[name], {"mL": 0.3, "mmHg": 0.3, "1": 0.005}.get(MEASURED[name].unit, 0.01)
        assert found[name] == pytest.approx(expected, rel=1e-2, abs=scale), name


def test_an_untreated_patient_stays_as_found():
    course = run_course("wait 2 min", "shock")
    for name in ("mean_aortic_pressure", "heart_rate", "lv_end_diastolic_volume", "weakened", "reflex_rate"):
        assert np.ptp(column(course, name)) < 1e-3, name


def test_what_a_course_knows_of_its_patient_as_found_is_what_a_run_measures(run_of):
    course = run_course("wait 1 s", "shock", {"drugs.dobutamine": "5 µg/kg/min"})
    measures = run_of("shock", "no pump").measures
    assert course.as_found == pytest.approx({name: measures[name] for name in course.as_found}, rel=1e-4)


@pytest.mark.parametrize(("preset", "found"), [("shock", ["ESMOLOL-SHOCK"]), ("healthy", [])])
def test_a_beta_blocker_in_shock_is_contraindicated_within_a_course_too(preset, found):
    course = run_course("wait 1 s\nesmolol 50 µg/kg/min for 1 s", preset)
    assert [(line, each.reason.rule.id) for line, each in against_course(course)] == [(2, id_) for id_ in found]


def test_time_and_steps():
    course = run_course("wait 10 s; set heart_rate to 120 /min\nwait 5 s")
    time, number = column(course, "time"), column(course, "step")
    periods = 60.0 / column(course, "heart_rate")
    assert time[0] == 0.0
    np.testing.assert_allclose(np.diff(time), periods[:-1], rtol=1e-9)
    assert course.time == pytest.approx(time[-1] + periods[-1])
    assert sorted(set(number)) == [0.0, 1.0, 3.0]
    assert [step.outcome for step in course.past_steps] == [DONE] * 3
    for step, seconds in zip((course.past_steps[0], course.past_steps[2]), (10.0, 5.0), strict=True):
        assert 0.0 <= step.ended - step.started - seconds < periods.max()
    assert course.past_steps[1].started == course.past_steps[1].ended == course.past_steps[2].started


def test_lung_water_is_the_sum_of_what_was_gained():
    course = run_course("wait 3 min")
    gained = (column(course, "lung_water_gain") / column(course, "heart_rate") / 60.0).sum()
    assert gained > 1.0
    assert column(course, "lung_water")[-1] == pytest.approx(gained, rel=1e-9)


def test_a_drug_follows_its_dose_with_its_onset():
    course = run_course("nitroprusside 1 µg/kg/min for 3 min\nstop nitroprusside for 3 min")
    level, time = column(course, "level_nitroprusside"), column(course, "time")
    first, second = course.past_steps
    assert level[first.first] == 0.0
    np.testing.assert_allclose(np.interp(first.started + 60.0, time, level), 1.0 - np.exp(-1.0), atol=0.01)
    assert level[-1] < level[second.first] * np.exp(-2.5)
    assert (
        measures_at_end(course, first)["mean_aortic_pressure"]
        < measures_at_start(course, first)["mean_aortic_pressure"]
    )


def test_the_reflex_answers_and_can_be_switched_off():
    text = "nitroprusside 1 µg/kg/min for 3 min"
    with_, without = run_course(text), run_course(text, reflex=False)
    assert column(with_, "heart_rate")[-1] > column(with_, "heart_rate")[0] + 1.0
    assert np.ptp(column(without, "heart_rate")) == 0.0
    assert column(without, "mean_aortic_pressure")[-1] < column(with_, "mean_aortic_pressure")[-1]


def test_a_lasting_lack_of_oxygen_weakens_the_wall_only_where_it_may():
    text, worse = "set coronary.subendocardium.arterioles to 20 mmHg s/mL for 4 min", {}
    on, off = (run_course(text, "shock", worse, reflex=False, ischaemia=ischaemia) for ischaemia in (True, False))
    assert column(on, "weakened")[-1] > 0.01
    assert np.all(column(off, "weakened") == 0.0)
    assert column(on, "lv_peak_pressure")[-1] < column(off, "lv_peak_pressure")[-1]


def test_a_balloon_comes_and_goes():
    course = run_course(
        "wait 10 s\nIABP 1:1 at 40 mL for 2 min\nremove IABP for 5 min", "shock", reflex=False, ischaemia=False
    )
    before, with_, after = (measures_at_end(course, step) for step in course.past_steps)
    assert with_["aortic_end_diastolic_pressure"] < before["aortic_end_diastolic_pressure"] - 3.0
    assert with_["cardiac_output"] > before["cardiac_output"]
    assert after["cardiac_output"] == pytest.approx(before["cardiac_output"], rel=1e-3)


def test_a_target_is_reached_from_above_and_from_below():
    text = "nitroprusside 1 µg/kg/min until MAP 70 mmHg\nstop nitroprusside until MAP 72 mmHg"
    course = run_course(text, reflex=False)
    down, up = course.past_steps
    assert [step.outcome for step in course.past_steps] == [REACHED, REACHED]
    pressure = column(course, "mean_aortic_pressure")
    assert pressure[down.after - 1] <= 70.0 < pressure[down.after - 2]
    assert pressure[up.after - 1] >= 72.0 > pressure[up.after - 2]
    assert down.value == pressure[down.after - 1]
    assert "got to 70 mmHg" in sentences(course)[0]


def test_a_step_ends_at_once_on_the_side_that_is_named_already():
    course = run_course("wait until MAP > 65 mmHg\nnitroprusside 1 µg/kg/min until MAP < 70 mmHg", reflex=False)
    there, down = course.past_steps
    pressure = column(course, "mean_aortic_pressure")
    assert there.after - there.first == 1
    assert there.value == pressure[there.after - 1] > 65.0
    assert pressure[down.after - 1] <= 70.0 < pressure[down.after - 2]


def test_a_target_that_is_not_reached_in_time_is_an_outcome():
    course = run_course("nitroprusside 1 µg/kg/min until MAP 40 mmHg within 2 min\nwait 5 s")
    step = course.past_steps[0]
    assert step.outcome == NOT_REACHED
    assert step.value == column(course, "mean_aortic_pressure")[step.first : step.after].min()
    assert 0.0 <= step.ended - step.started - 120.0 < 1.0
    assert course.is_complete
    assert "the closest was" in sentences(course)[0]


def test_a_target_that_can_never_be_met_is_refused_and_what_was_done_is_kept():
    script = parse_script("wait 5 s\n\nIABP 1:1 until MAP 60 mmHg\nwait 5 s")
    course = Course(Patient.preset("acute_severe_ar"), script)
    with pytest.raises(InputError, match=r"line 3 .*does not get to 60 mmHg: it settled at 73\.\d mmHg"):
        all(iter(course.advance, False))
    assert [step.outcome for step in course.past_steps] == [DONE, NEVER]
    assert course.time > 60.0
    assert not course.advance()
    assert not course.is_complete
    assert course_dataset(course).attrs["complete"] == 0


def test_a_target_that_moves_on_is_waited_for():
    course = run_course("wait until lung water 5 mL")
    assert course.past_steps[0].outcome == REACHED
    assert column(course, "lung_water")[-1] == pytest.approx(5.0, abs=0.1)


@pytest.mark.parametrize("preset", ["healthy", "acute_severe_ar"])
def test_a_valve_that_never_shuts_within_a_beat_leaves_its_measures_absent_and_the_others_as_they_are(preset):
    """Calcium that outlasts the beat keeps the ventricle ejecting beyond the next QRS."""
    course = run_course(
        "wait 2 s\nset heart_rate to 250 /min; set calcium.plateau_end to 900 ms\nwait 5 s", preset, reflex=False
    )
    absent = np.isnan(course.rows).any(axis=0)
    assert absent[[INDEX[name] for name in ("systolic_aortic_pressure", "aortic_regurgitant_volume")]].all()
    present = {name for name in MEASURED if name in CYCLE or name == "lung_water"}
    assert not absent[[INDEX[name] for name in present]].any()
    assert not np.isnan(course.rows[:2]).any()
    assert np.isfinite(measures_at_end(course, course.past_steps[-1])["cardiac_output"])
    assert course.is_complete


def test_the_dataset_says_what_was_run():
    course = run_course("wait 5 s; IABP for 5 s", reflex=False)
    dataset = course_dataset(course)
    assert dataset.attrs["reflex"] == "off"
    assert dataset.attrs["ischaemia"] == "on"
    assert dataset.attrs["script"] == course.script.text
    assert "based_on" not in dataset.attrs["patient"]
    assert list(dataset.step_line.values) == [1, 1]
    for name, kept in COLUMNS.items():
        assert dataset[name].attrs["units"] == kept.unit
        assert dataset[name].attrs["long_name"] == kept.title
