"""Why a number changes: the page says what the package says, of every preset, balloon, drug and lesion."""

import base64

import pytest

from diastole.faces.browser.bench_payload import bench_payload
from diastole.faces.browser.engine import HEART, MEASURES, PREPARE
from diastole.faces.words.causes import causes
from diastole.faces.words.flow_causes import apart, fed
from diastole.model.bench_state import BenchState
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import compare

CASES = (
    {}, {"balloon_pump.ratio": "1:2"}, {"balloon_pump.deflation_offset": "120 ms"},
    {"drugs.nitroprusside": "1 µg/kg/min"}, {"lesions.aortic_regurgitation.orifice_area": "0.4 cm²"},
    {"lesions.mitral_regurgitation.orifice_area": "0.4 cm²"}, {"axial_pump.model": "CP"},
    {"extracorporeal.circuit": "va_ecmo"}, {"extracorporeal.circuit": "va_ecmo", "balloon_pump.ratio": "1:1"},
    {"balloon_pump.mode": "standby"},
)  # fmt: skip
BODY = """
    const module = name => Buffer.from(given[name], "base64")
    const measures = await bench.Measures.load(module("measures"))
    const preparation = await bench.Preparation.load(module("prepare"))
    const engines = { heart: undefined, measures, preparation }
    engines.heart = await bench.Heart.load(module("heart"), preparation.record(given.payload.given.numbers))
    return given.cases.map(texts => {
      const state = bench.readTexts(given.payload, Object.entries(texts), false, "case")
      const pair = bench.runPair(engines, given.payload.given, bench.settingsOf(given.payload, state))
      const devices = bench.toldOf(given.payload, state)
      const told = [given.payload, pair.without, pair.with, devices]
      return [...bench.causes(...told), bench.fed(...told), bench.apart(...told)]
    })
"""


@pytest.mark.parametrize("preset", PRESETS)
def test_the_page_names_the_causes_of_the_package(ask, preset):
    modules = {part: base64.b64encode(one.file.read_bytes()).decode() for part, one in
               (("heart", HEART), ("measures", MEASURES), ("prepare", PREPARE))}  # fmt: skip
    found = ask(BODY, {"payload": bench_payload(Patient.preset(preset), BenchState(preset)), "cases": CASES, **modules})
    runs = [compare(Patient.preset(preset).with_values(case)) for case in CASES]
    rules = (fed, apart)
    assert found == [
        [*causes(run.without, run.with_), *(rule(run.without, run.with_) for rule in rules)] for run in runs
    ]
    assert found[0][0]
    assert found[-1] == ["", ""]
