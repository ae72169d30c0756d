"""Any value of a patient in the bench: the numbers are those of the command line, also of what a page has saved."""

import json
from urllib.parse import urlencode

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.faces.browser.bench_controls import FIRST_SCREEN
from tests.browser.bench_on_a_screen import NOTHING, SAME, assert_same, opened, written

PRESET = "acute_severe_ar"
SET = {  # of each control of the first screen, and of some others, a value that is not the patient's
    "lesions.aortic_regurgitation.orifice_area": "0.3 cm²",
    "lesions.mitral_regurgitation.orifice_area": "0.25 cm²",
    "left_ventricle.passive_stiffness": "0.8 kPa",
    "heart_rate": "110 /min",
    "balloon_pump.mode": "standby",
    "balloon_pump.ratio": "1:2",
    "balloon_pump.volume": "30 mL",
    "balloon_pump.inflation_offset": "-80 ms",
    "balloon_pump.deflation_offset": "60 ms",
    "drugs.nitroprusside": "1.5 µg/kg/min",
    "drugs.dobutamine": "4 µg/kg/min",
    "drugs.dopamine": "5 µg/kg/min",
    "drugs.noradrenaline": "0.2 µg/kg/min",
    "drugs.esmolol": "50 µg/kg/min",
    "pacing.rate": "110 /min",
    "blood_volume": "5000 mL",
    "lesions.aortic_stenosis.orifice_area": "1.2 cm²",
    "lesions.mitral_stenosis.orifice_area": "1.5 cm²",
    "lesions.ventricular_septal_defect.orifice_area": "0.4 cm²",
    "surgery.aortic_valve_replacement.open_area": "1.6 cm²",
    "surgery.aortic_valve_replacement.closed_area": "0.04 cm²",
    "extracorporeal.circuit": "lava_ecmo",
    "extracorporeal.flow": "3 L/min",
    "balloon_pump.trigger": "pressure",
    "balloon_pump.drive": "pneumatic",
    "left_ventricle.peak_calcium": "0.6 µM",
    "resistances.lower_body_bed": "0.9 mmHg s/mL",
    "vessels.ascending_aorta.compliance": "0.2 mL/mmHg",
    "body.weight": "90 kg",
}
SAME_NUMBERS = ("body.weight",)  # by which only drugs and reflex go, and what is told per body surface


def test_every_control_of_the_first_screen_has_a_value_here():
    assert set(SET) >= {control.key for control in FIRST_SCREEN}


@pytest.mark.parametrize("key", SET)
def test_a_control_changes_the_numbers_as_the_package_does(bench, key):
    number = SET[key].partition(" ")[0]
    before = bench.numbers()
    bench.set(key, number)
    after = bench.numbers()
    assert before != after or key in SAME_NUMBERS
    given = {"balloon_pump.volume": "40 mL"} if key.startswith("extracorporeal") else {}  # which stays
    assert_same(after, PRESET, given | {key: SET[key]})
    assert bench.page.inner_text("#command").endswith(f"--set '{key}={SET[key]}'") or " " not in SET[key]
    assert bench.complaints == []


def test_the_reflex_answers_to_what_is_done(browser, path):
    changes = {"lesions.aortic_regurgitation.orifice_area": "0.4 cm²", "drugs.nitroprusside": "1 µg/kg/min"}
    with opened(browser, path, "#" + urlencode({"patient": PRESET, **changes, "reflex": "on"})) as bench:
        assert bench.page.is_checked("#reflex")
        assert_same(bench.numbers(), PRESET, changes, reflex=True)
        before = bench.answers
        bench.page.uncheck("#reflex")
        bench.wait(before)
        assert_same(bench.numbers(), PRESET, changes)


def test_operations_devices_and_a_reflex_that_answers_to_them(browser, path, tmp_path):
    """From a patient who was operated on and has a circuit, and back: the reflex defends the patient as found."""
    given = {"surgery.mitral_valve_repair.open_area": "2.2 cm²", "extracorporeal.flow": "3 L/min"}
    where = written(tmp_path, "shock_mr", given)
    with opened(browser, where) as bench:
        for changes in ({}, {"drugs.dobutamine": "4 µg/kg/min"}, {"blood_volume": "5000 mL"}):
            for key, value in changes.items():
                bench.set(key, value.partition(" ")[0])
        before = bench.answers
        bench.page.check("#reflex")
        bench.wait(before)
        done = given | {"drugs.dobutamine": "4 µg/kg/min", "blood_volume": "5000 mL"}
        assert_same(bench.numbers(), "shock_mr", done, reflex=True)
        before = bench.answers
        bench.page.check("#control-extracorporeal-circuit-none", force=True)
        bench.wait(before)
        assert_same(bench.numbers(), "shock_mr", done | {"extracorporeal": "none"}, reflex=True)
        assert "--set extracorporeal=none" in bench.page.inner_text("#command")


@pytest.mark.parametrize("preset", ["shock", "chronic_severe_ar"])
def test_many_values_of_other_patients(browser, tmp_path, preset):
    given = {"balloon_pump.ratio": "1:3", "left_ventricle.passive_stiffness": "x1.2"}
    changes = {"pacing.rate": "90 /min", "balloon_pump.volume": "34 mL", "drugs.dobutamine": "3 µg/kg/min"}
    where = written(tmp_path, preset, given)
    name = " ".join([preset, *(word for key, value in given.items() for word in ("--set", f"{key}={value}"))])
    with opened(browser, where, "#" + urlencode({"patient": name, **changes})) as bench:
        assert_same(bench.numbers(), preset, given | changes)


def numbers_of(*words):
    """Return what the command line prints of each measure, without and with the balloon."""
    done = CliRunner().invoke(app, [*map(str, words), "--json"])
    assert done.exit_code == 0, done.output
    without, pumped = (json.loads(done.stdout)[arm] for arm in ("without", "with"))
    return {name: (without[name], pumped[name]) for name in without}


def assert_alike(shown, known):
    """Each of the measures is the same, without and with the balloon."""
    for name, pair in shown.items():
        assert pair == pytest.approx(known[name], rel=SAME, abs=NOTHING, nan_ok=True), name
    assert len(shown) >= 10


@pytest.mark.parametrize("reflex", [False, True])
def test_set_by_hand_saved_run_by_the_command_line_and_opened_again(browser, path, tmp_path, reflex):
    kept, again = tmp_path / "state.json", tmp_path / "again.html"
    with opened(browser, path) as bench:
        for key in ("lesions.aortic_regurgitation.orifice_area", "balloon_pump.ratio", "drugs.dobutamine"):
            bench.set(key, SET[key].partition(" ")[0])
        if reflex:
            before = bench.answers
            bench.page.check("#reflex")
            bench.wait(before)
        shown = bench.numbers()
        with bench.page.expect_download() as download:
            bench.page.click("#save")
        download.value.save_as(kept)
    assert_alike(shown, numbers_of("compare", kept))
    assert CliRunner().invoke(app, ["bench", str(kept), "--output", str(again)]).exit_code == 0
    with opened(browser, again) as bench:
        assert_alike(bench.numbers(), shown)
        assert bench.page.is_checked("#reflex") == reflex
        assert bench.page.is_checked("#control-balloon_pump-ratio-1-2")
        assert bench.page.is_disabled("#reset")
