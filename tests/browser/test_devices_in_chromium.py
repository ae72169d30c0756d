"""Any device as that of the second heart: chosen, saved, opened again, and run by the command line."""

import json
import re

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.browser.bench_payload import bench_payload
from diastole.model.bench_state import BenchState
from diastole.model.devices.register import DEVICES
from diastole.model.patient import Patient
from diastole.model.run import compare
from tests.browser.bench_on_a_screen import SAME, assert_same, opened, written

PRESET = "shock"
MODELS = [(device.key, model) for device in DEVICES for model in device.models]
IMPELLA = {"balloon_pump": "none", "axial_pump.model": "CP"}


def chosen(bench, title):
    """Choose the device of the second heart."""
    before = bench.answers
    bench.page.select_option("#device", label=title)
    bench.wait(before)


def test_the_page_offers_every_device_that_there_is():
    offered = bench_payload(Patient.preset(PRESET), BenchState(PRESET))["devices"]
    assert [one["block"] for one in offered] == [key for key, _ in MODELS]
    assert all(model.title in one["title"] for one, (_, model) in zip(offered, MODELS, strict=True))


@pytest.mark.parametrize(("key", "model"), MODELS, ids=[model.name for _, model in MODELS])
def test_a_device_of_the_second_heart_gives_the_numbers_of_the_command_line(bench, key, model):
    is_pump = key == "balloon_pump"
    changes = (
        {} if is_pump else {"balloon_pump": "none"} | {f"{key}.{name}": word for name, word in model.is_one.items()}
    )
    chosen(bench, "VA-ECMO" if model.name != "va_ecmo" else "Impella CP")
    chosen(bench, f"Balloon pump ({model.title})" if is_pump else model.title)
    assert_same(bench.numbers(), PRESET, changes)
    assert bench.page.inner_text("#of-device").startswith(f"With {'the balloon' if is_pump else model.title}, ")
    assert bench.page.is_visible(".panel") == is_pump
    assert bench.page.is_visible("#strips-with [data-title='Volume of the balloon']") == is_pump
    assert bench.complaints == []


def clauses_of(text):
    """Return the signs of the changes that a sentence tells."""
    return [1 if word == "rises" else -1 for word in re.findall(r"\b(rises|falls)\b", text)]


def test_another_device_and_the_reflex_are_answered_as_a_slider_is(bench):
    """By the second heart, before and after: what changes most of it is told."""
    page = bench.page
    before = bench.numbers()
    chosen(bench, "Impella CP")
    said = page.inner_text("#of-change")
    assert said.startswith("The second heart has Impella CP in place of the balloon: ")
    assert 1 <= len(clauses_of(said)) <= 3
    assert ("mean aortic pressure rises" in said) <= (
        bench.numbers()["mean_aortic_pressure"][1] > before["mean_aortic_pressure"][1]
    )
    page.focus("#reflex")
    answered = bench.answers
    page.keyboard.press("Space")
    bench.wait(answered)
    assert page.inner_text("#of-change").startswith("Baroreflex on: with Impella CP, ")
    answered = bench.answers
    page.click("#reset")
    bench.wait(answered)
    assert page.inner_text("#of-change") == ""


def test_the_list_of_devices_and_the_errors_of_timing_need_no_mouse(bench):
    page = bench.page
    for place, key in (("#device", "ArrowDown"), ("#device", "ArrowUp"), (".errors button", "Enter")):
        page.locator(place).first.focus()
        answered = bench.answers
        page.keyboard.press(key)
        bench.wait(answered)
    assert page.locator(".errors button").first.get_attribute("aria-pressed") == "true"
    assert page.inner_text("#of-change").startswith("Inflation 0 → −120 ms: with the balloon, ")


def test_what_the_page_saves_with_another_device_is_what_the_command_line_runs(browser, bench, path, tmp_path):
    chosen(bench, "Impella CP")
    bench.set("axial_pump.level", "P-6")
    shown = bench.numbers()
    assert_same(shown, PRESET, IMPELLA | {"axial_pump.level": "P-6"})
    with bench.page.expect_download() as download:
        bench.page.click("#save")
    state = tmp_path / "state.json"
    download.value.save_as(state)
    link = bench.page.evaluate("location.hash")
    found = json.loads(CliRunner().invoke(app, ["compare", str(state), "--json"], catch_exceptions=False).stdout)
    for name, pair in shown.items():
        for number, arm in zip(pair, ("without", "with"), strict=True):
            assert number == pytest.approx(found[arm][name], rel=SAME, abs=1e-12), name
    with opened(browser, path, link) as again:
        assert_same(again.numbers(), PRESET, IMPELLA | {"axial_pump.level": "P-6"})
        assert again.page.inner_text("#screen-with-title").casefold() == "with impella cp"


def test_a_circuit_beside_the_balloon_is_in_both_hearts_there_and_on_the_command_line(browser, bench, path):
    both = {"extracorporeal.circuit": "va_ecmo", "balloon_pump.volume": "40 mL"}
    bench.set("extracorporeal.circuit", "va_ecmo")
    assert_same(bench.numbers(), PRESET, both)
    assert bench.page.inner_text("#screen-with-title").casefold() == "with the balloon"
    command = bench.page.inner_text("#command")
    assert "balloon_pump.volume=40 mL" in command
    link = bench.page.evaluate("location.hash")
    with opened(browser, path, link) as again:
        assert_same(again.numbers(), PRESET, both)
        before = again.answers
        again.follow(f"patient={PRESET}&extracorporeal.circuit=va_ecmo")
        again.wait(before)
        assert_same(again.numbers(), PRESET, {"extracorporeal.circuit": "va_ecmo"})


def test_a_device_that_excludes_the_balloon_is_refused_with_the_sentence_of_the_command_line(bench):
    with pytest.raises(InputError) as refused:
        Patient.preset(PRESET).with_values({"axial_pump.model": "CP", "balloon_pump.volume": "40 mL"})
    bench.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    before = bench.numbers()
    bench.page.click("#control-axial_pump-model-CP", force=True)
    assert bench.page.inner_text("#control-axial_pump-model-error") == str(refused.value)
    assert bench.numbers() == before


def test_a_heart_without_any_device_has_the_balloon_again(bench):
    chosen(bench, "TandemHeart")
    bench.set("extracorporeal.circuit", "none")
    assert_same(bench.numbers(), PRESET, {})
    assert bench.page.inner_text("#command") == f"diastole compare {PRESET}"


def test_a_page_of_a_patient_with_a_device_compares_it(browser, tmp_path):
    given = {"axial_pump.model": "5.5"}
    with opened(browser, written(tmp_path, PRESET, given)) as bench:
        assert_same(bench.numbers(), PRESET, given)
        chosen(bench, "Balloon pump (IABP)")
        assert_same(bench.numbers(), PRESET, {"balloon_pump.volume": "40 mL"})


def test_a_comparison_is_of_the_balloon_else_of_the_devices_that_are_there():
    found = compare(Patient.preset(PRESET).with_values(IMPELLA))
    assert found.without.patient.axial_pump is None
    assert found.patient.balloon_pump is None
    assert found.with_.measures["pump_flow"] > found.without.measures["pump_flow"] == 0.0
