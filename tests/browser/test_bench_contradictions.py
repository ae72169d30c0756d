"""Values that are possible one by one but not together: the page refuses them with the sentence of the package."""

import base64
from urllib.parse import urlencode

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.faces.browser.bench_payload import bench_payload
from diastole.faces.browser.engine import PREPARE
from diastole.model.bench_state import BenchState
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import Patient
from diastole.model.prepare_program import all_contradictions
from tests.browser.bench_on_a_screen import assert_same, opened, written

PRESET = "acute_severe_ar"
AR, MR = "lesions.aortic_regurgitation.orifice_area", "lesions.mitral_regurgitation.orifice_area"
AS, MS = "lesions.aortic_stenosis.orifice_area", "lesions.mitral_stenosis.orifice_area"
REPAIR, REPLACEMENT = "surgery.mitral_valve_repair", "surgery.mitral_valve_replacement"
TOGETHER = (  # each refuses, and with the others covers what may be wrong; the last are possible
    {AR: "4 cm²"}, {AR: "0.9 cm²", AS: "0.9 cm²"}, {AS: "4 cm²"}, {AR: "3 cm²", "valves.aortic.open_area": "2.5 cm²"},
    {MR: "6 cm²"}, {MR: "0.6 cm²", MS: "0.5 cm²"}, {MS: "7 cm²"},
    {"calcium.diastolic": "0.51 µM"}, {"calcium.diastolic": "0.54 µM", "left_ventricle.peak_calcium": "0.6 µM"},
    {"blood_volume": "2000 mL"}, {"vessels.systemic_veins.unstressed_volume": "5000 mL", "blood_volume": "5500 mL"},
    {"calcium.plateau_end": "40 ms"},
    {"calcium.plateau_end": "300 ms", "calcium.rise": "400 ms", "valves.pulmonary.closed_area": "9 cm²"},
    {"myofilament.calcium_length_slope": "-5 µM"},
    {"myofilament.stroke_rate": "100 /s", "myofilament.weak_share": "0.9"},
    {"valves.mitral.closed_area": "6 cm²"}, {"valves.aortic.closed_area": "4 cm²"},
    {"valves.tricuspid.closed_area": "7 cm²"},
    {"valves.pulmonary.closed_area": "2 cm²", "valves.pulmonary.open_area": "2 cm²"},
    {f"{REPAIR}.open_area": "2 cm²"}, {f"{REPLACEMENT}.closed_area": "0.1 cm²"},
    {"surgery.septal_defect_closure.residual_area": "0.1 cm²"},
    {AR: "0 cm²", "surgery.aortic_valve_replacement.open_area": "2 cm²"},
    {MR: "0.3 cm²", f"{REPAIR}.open_area": "2 cm²", f"{REPLACEMENT}.open_area": "2 cm²"},
    {"extracorporeal.flow": "3 L/min", "extracorporeal.speed": "3000 /min"}, {"extracorporeal.speed": "6000 /min"},
    {"extracorporeal.circuit": "lava_ecmo", "extracorporeal.speed": "5500 /min"},
    {"extracorporeal.circuit": "tandemheart", "extracorporeal.left_atrial_share": "0.3"},
    {"extracorporeal.circuit": "tandemheart", "extracorporeal.speed": "7000 /min"},
    {"axial_pump.model": "CP", "balloon_pump.volume": "30 mL"},
    {"axial_pump.level": "P-3", "balloon_pump.ratio": "1:2"},
    {"axial_pump.model": "CP", "extracorporeal.circuit": "lava_ecmo"},
    {"axial_pump.model": "5.5", "extracorporeal.circuit": "tandemheart"},
    {"axial_pump.model": "2.5", "axial_pump.level": "P-9"},
    {"balloon_pump.ratio": "1:2", "extracorporeal.circuit": "tandemheart", "axial_pump.model": "CP"},
    {"axial_pump.model": "CP", "axial_pump.level": "P-9", "extracorporeal.circuit": "va_ecmo"},
    {MR: "0.3 cm²", f"{REPAIR}.open_area": "2 cm²"}, {AS: "0.8 cm²"},
)  # fmt: skip
BODY = """
    const possibility = await bench.Possibility.load(Buffer.from(given.module, "base64"))
    const contradictions = new bench.Contradictions(given.payload, possibility)
    return given.cases.map(texts => {
      const state = bench.readTexts(given.payload, Object.entries(texts), false, "case")
      const found = possibility.contradictions(bench.numbersOf(given.payload, state))
      return [contradictions.in(state), found.map(({ holds }) => holds)]
    })
"""


@pytest.fixture(scope="module")
def payload():
    return bench_payload(Patient.preset(PRESET), BenchState(PRESET))


@pytest.fixture(scope="module")
def asked(ask, payload):
    """Return a function that returns, of each case, the page's sentence and what holds."""
    module = base64.b64encode(PREPARE.file.read_bytes()).decode()
    return lambda cases: ask(BODY, {"payload": payload, "module": module, "cases": cases})


def refusal(changes):
    try:
        Patient.preset(PRESET).with_values(changes)
    except InputError as refused:
        return str(refused)
    return ""


def test_what_must_not_be_together_is_refused_as_by_the_package(asked):
    found = asked(TOGETHER)
    assert [said for said, _ in found] == [refusal(changes) for changes in TOGETHER]
    assert [said for said, _ in found][-3:] == ["", "", ""]
    ever = np.any([holds for _, holds in found], axis=0)
    assert [one.says for (_, one), seen in zip(all_contradictions(), ever, strict=True) if not seen] == [
        "speed is {speed}; allowed with tandemheart is at most 7500 /min"  # no more is possible at all
    ]


def test_values_drawn_at_random_are_refused_or_taken_alike(asked, payload):
    random, known = np.random.default_rng(4), quantities(Patient)
    keys = [control["key"] for control in payload["controls"] if control["key"] in known]
    cases = []
    for _ in range(400):
        chosen = random.choice(keys, size=4, replace=False)
        ends = [known[key].ends for key in chosen]
        spans = [(one.get("at_least", one.get("above")), one.get("at_most", one.get("below"))) for one in ends]
        values = [low + (high - low) * random.uniform(0.02, 0.98) for low, high in spans]
        cases.append({key: known[key].text(value) for key, value in zip(chosen, values, strict=True)})
    said, expected = [said for said, _ in asked(cases)], [refusal(changes) for changes in cases]
    assert said == expected
    assert 20 < sum(map(bool, expected)) < 380


def test_a_reader_reads_the_sentence_and_the_heart_stays(browser, tmp_path):
    """Of a field, of a choice, of a value that is taken back, and of a link."""
    path, leak = written(tmp_path, PRESET), "#control-lesions-aortic_regurgitation-orifice_area"
    with opened(browser, path) as bench:
        page = bench.page
        for key, value in (("valves.aortic.open_area", "2"), ("extracorporeal.speed", "5000")):
            bench.set(key, value)
        before, shown = bench.answers, bench.numbers()
        page.fill(leak, "2.5")
        page.keyboard.press("Enter")
        narrow = {"valves.aortic.open_area": "2 cm²"}
        assert page.inner_text(f"{leak}-error") == refusal(narrow | {AR: "2.5 cm²"})
        page.fill("#control-extracorporeal-speed", "6000")
        page.keyboard.press("Enter")
        said = page.inner_text("#control-extracorporeal-speed-error")
        assert said == refusal(narrow | {"extracorporeal.speed": "6000 /min"})
        page.locator(".control:has(#control-extracorporeal-flow) input[type=checkbox]").click()
        assert "flow and speed are both given" in page.inner_text("#control-extracorporeal-flow-error")
        assert not page.locator(".control:has(#control-extracorporeal-flow) input[type=checkbox]").is_checked()
        page.wait_for_timeout(200)
        assert (bench.answers, bench.numbers()) == (before, shown)
        assert bench.complaints == []
    fragment = urlencode({"patient": PRESET, AR: "0.9 cm²", AS: "0.9 cm²"})
    with opened(browser, path, f"#{fragment}") as bench:
        assert bench.page.inner_text("#refused") == f"Not opened. {refusal({AR: '0.9 cm²', AS: '0.9 cm²'})}"
        assert_same(bench.numbers(), PRESET, {})


def test_what_is_said_of_a_block_goes_with_it(browser, tmp_path):
    """A circuit that is switched off leaves no flow behind, which would open it again."""
    with opened(browser, written(tmp_path, PRESET)) as bench:
        bench.set("extracorporeal.flow", "3")
        assert bench.page.is_checked("#control-extracorporeal-circuit-va_ecmo")
        assert_same(bench.numbers(), PRESET, {"extracorporeal.flow": "3 L/min", "balloon_pump.volume": "40 mL"})
        bench.set("extracorporeal.circuit", "none")
        assert_same(bench.numbers(), PRESET, {})
        assert bench.page.inner_text("#command") == f"diastole compare {PRESET}"
