"""What a bench says and reads, under Node, against the package: numbers, changes, sentences, states."""

import base64
import inspect
import re

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.faces.browser.bench_controls import all_controls
from diastole.faces.browser.bench_payload import GOES, STORY, bench_payload, is_shown
from diastole.faces.browser.engine import PREPARE
from diastole.faces.browser.engine_heart import heart_record
from diastole.faces.words.change import Change, changes
from diastole.faces.words.flow_causes import fed
from diastole.faces.words.reading_facts import Facts
from diastole.model.bench_state import BenchState
from diastole.model.circulation.generated import closed_loop
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import BalloonPump, Patient
from diastole.model.patient.patient_numbers import patient_numbers
from diastole.model.patient.vessels import Vessels
from diastole.model.run import compare
from diastole.model.simulation.search_memory import place_of
from diastole.number_records import numbers_of
from diastole.numbers import percent, plain, signed


@pytest.fixture(scope="module")
def payload():
    return bench_payload(Patient.preset("acute_severe_ar"), BenchState("acute_severe_ar"))


def test_numbers_are_written_as_in_the_package(ask):
    random = np.random.default_rng(17)
    values = [0.0, -0.0, 0.04, -0.04, 9.94, 0.0996, *(random.normal(0, 1, 300) * 10.0 ** random.integers(-4, 4, 300))]
    cases = [(float(value), int(random.integers(0, 4))) for value in values]
    found = ask(
        "return given.map(([x, n]) => [bench.plain(x, n), bench.signed(x, n), bench.percent(x)])", cases
    )  # fmt: skip
    assert found == [[plain(value, decimals), signed(value, decimals), percent(value)] for value, decimals in cases]
    assert ask("return [bench.plain(null, 1), bench.percent(null)]", 0) == ["–", "–"]


def measured(preset, given):
    patient = Patient.preset(preset)
    return compare(patient.with_balloon_pump(BalloonPump()).with_values(given))


@pytest.mark.parametrize(
    ("preset", "given"),
    [("acute_severe_ar", {}), ("shock", {}), ("healthy", {"balloon_pump.volume": "5 mL"}), ("shock_mr", {})],
)
def test_changes_are_told_as_in_the_package(ask, payload, preset, given):
    comparison = measured(preset, given)
    pair = [dict(run.measures) for run in (comparison.without, comparison.with_)]
    found = ask(
        "return [...bench.changes(given.payload, ...given.pair)].map(([name, c]) => "
        "[name, c.direction, c.absoluteText, c.percentText, c.clause, c.shown(c.before)])",
        {"payload": payload, "pair": pair},
    )
    facts, every = Facts(comparison), changes(comparison)
    assert [name for name, *_ in found] == [measure.name for measure in MEASURES.values() if is_shown(measure)]
    for name, direction, absolute, share, clause, before in found:
        change: Change = every[name]
        assert (direction, absolute, before) == (change.direction, change.absolute_text, change.shown(change.before))
        assert share == ("" if change.is_none else change.percent_text)
        assert clause == facts.moves(name)


def test_sentences_on_a_device_leave_out_what_does_not_change(ask, payload):
    comparison = measured("acute_severe_ar", {})
    arms = [
        {"outcome": "steady", "onsets": [0, 1], "values": dict(run.measures)}
        for run in (comparison.without, comparison.with_)
    ]
    body = (
        "const pair = { without: given.arms[0], with: given.arms[1] }\n"
        "const devices = { block: 'axial_pump', called: 'Impella CP', rotary: 'Impella CP' }\n"
        "return [bench.ofDevice(given.payload, pair, 'Impella CP'), bench.ofFlow(given.payload, pair, devices)]"
    )
    said = ask(body, {"payload": payload, "arms": arms})
    facts = Facts(comparison)

    def told(names):
        kept = [name for name in names if facts.direction(name) and (not MEASURES[name].leak or facts.leaky(name))]
        return "; ".join(facts.moves(name) for name in kept)

    goes = f"{told(GOES)}, {fed(comparison.without, comparison.with_)}"
    assert said == [f"With Impella CP, {told(STORY)}.", f"Where the flow goes: {goes}."]
    same = ask(body, {"payload": payload, "arms": [arms[0], arms[0]]})
    assert same == ["With Impella CP, neither leak nor pressure changes.", "Where the flow goes: as without."]
    body = "return bench.ofDevice(given.payload, { without: given.arm, with: given.arm }, 'the balloon')"
    assert ask(body, {"payload": payload, "arm": arms[0]}) == "The balloon is on standby: both hearts are the same."


TEXTS = ("0.3 cm²", "99 cm²", "-1 cm²", "wide cm²", "nan cm²", "inf cm²", "1e-1 cm²")


def test_values_are_read_as_in_the_package(ask, payload):
    key = "lesions.aortic_regurgitation.orifice_area"
    given = {"payload": payload, "key": key, "texts": TEXTS}
    found = ask(
        "const control = given.payload.controls.find(({ key }) => key === given.key)\n"
        "return given.texts.map(text => bench.readText(control, text))",
        given,
    )
    assert found == [as_the_package_reads(key, text) for text in TEXTS]


def as_the_package_reads(key, text):
    try:
        patient = Patient.preset("acute_severe_ar").with_values({key: text})
    except InputError as refused:
        return {"refusal": str(refused)}
    return {"value": patient.lesions.aortic_regurgitation.orifice_area}


def test_a_state_comes_back_from_link_and_file(ask, payload):
    values = {
        "lesions.aortic_regurgitation.orifice_area": 0.3, "balloon_pump.inflation_offset": -80, "pacing.rate": 110,
        "balloon_pump.ratio": "1:3",
    }  # fmt: skip
    found = ask(
        """
        let state = { ...bench.startOf(given.payload), reflex: true }
        for (const control of given.payload.controls)
          if (control.key in given.values) state = bench.changed(state, control, given.values[control.key])
        const { payload } = given
        const linked = bench.fromHash(payload, bench.toHash(payload, state))
        const filed = bench.fromFile(payload, bench.toFile(payload, state, [])).state
        const again = [linked, filed].map(one => [Object.fromEntries(one.values), one.reflex])
        return [...again, bench.commandOf(payload, state), bench.toHash(payload, bench.startOf(payload))]
        """,
        {"payload": payload, "values": values},
    )
    assert found[:2] == [[values, True]] * 2
    assert found[2] == (
        "diastole compare acute_severe_ar --set 'lesions.aortic_regurgitation.orifice_area=0.3 cm²' "
        "--set balloon_pump.ratio=1:3 --set 'balloon_pump.inflation_offset=-80 ms' --set 'pacing.rate=110 /min' "
        "--reflex"
    )
    assert found[3] == ""


def another(control):
    """Return a value of a control that is not the patient's, as its field, its slider or a reader gives it."""
    if control["choices"]:
        return next(word for word in reversed(control["choices"]) if word != control["base"])
    if control["base"] is None:
        return control["usual"]
    near = float(f"{control['base'] + 2.0 * control['step']:.10g}")
    return near if near <= control["high"] else float(f"{control['base'] - 2.0 * control['step']:.10g}")


DISEASED = {  # so that each operation has something to operate on
    "lesions.mitral_regurgitation.orifice_area": "0.3 cm²", "lesions.ventricular_septal_defect.orifice_area": "0.5 cm²",
    "lesions.mitral_stenosis.orifice_area": "2 cm²",
}  # fmt: skip
ONLY_WITH_ANOTHER = {"extracorporeal.left_atrial_share"}


def test_each_number_of_a_patient_is_set_as_the_command_line_sets_it(ask):
    """Patient numbers alike, and all that a heart begins with."""
    state = BenchState("acute_severe_ar", DISEASED)
    patient = state.of(Patient.preset("acute_severe_ar"))
    payload = bench_payload(patient, state)
    controls = [each for each in payload["controls"] if each["key"] not in ONLY_WITH_ANOTHER]
    assert len(controls) > 190
    cases = [(each["key"], another(each)) for each in controls]
    found = ask(
        """
        const { payload, cases } = given
        const bytes = Buffer.from(given.module, "base64")
        const preparation = await bench.Preparation.load(bytes)
        return cases.map(([key, value]) => {
          const control = payload.controls.find(each => each.key === key)
          const excludesBalloon = ({ block }) => block === "axial_pump" && key.startsWith(block)
          const pump = payload.devices.findLast(excludesBalloon)
          const start = pump ? bench.withDevice(payload, bench.startOf(payload), pump) : bench.startOf(payload)
          const state = bench.changed(start, control, value)
          const numbers = [...payload.given.numbers]
          for (const [place, number] of bench.settingsOf(payload, state).values) numbers[place] = number
          const file = JSON.parse(bench.toFile(payload, state, [])).values
          return [file, numbers, preparation.record(numbers)]
        })
        """,
        {"payload": payload, "cases": cases, "module": base64.b64encode(PREPARE.file.read_bytes()).decode()},
    )
    pumped = patient.with_balloon_pump(BalloonPump())
    for (key, _), (texts, numbers, record) in zip(cases, found, strict=True):
        changed = pumped.with_values(texts)
        assert numbers == pytest.approx(list(numbers_of(patient_numbers(changed))), rel=1e-15), key
        expected = heart_record(changed)
        expected["numbers"][place_of("console", "seen_at")] = 0.0  # a console that has seen nothing
        assert record["numbers"] == pytest.approx(expected["numbers"], rel=1e-12, abs=1e-9), key
        assert record["patient"] == pytest.approx(expected["patient"], rel=1e-14), key
        assert record["resetting"] == expected["resetting"]
        assert record["aortic_leak"] == expected["aortic_leak"]


def test_no_control_acts_nowhere():
    """A store without a flow that has inertia has no viscosity in the network, and its control is left out."""
    source = inspect.getsource(closed_loop)
    still = set(re.findall(r"_pressure\(v_(\w+), 0\.0, ", source))
    assert still
    keys = {control.key for control in all_controls()}
    offered = {key.split(".")[1] for key in keys if key.startswith("vessels.") and key.endswith(".wall_viscosity")}
    assert offered == set(Vessels.model_fields) - still


def test_what_the_patient_has_is_no_change(ask, payload):
    body = """
        const control = given.payload.controls[0]
        const state = bench.changed(bench.changed(bench.startOf(given.payload), control, 0.3), control, control.base)
        return state.values.size"""
    assert ask(body, {"payload": payload}) == 0


def test_an_operated_valve_has_no_control_of_its_leak():
    patient = Patient.preset("shock_mr").with_values({"surgery.mitral_valve_replacement": {}})
    keys = {control["key"] for control in bench_payload(patient, BenchState("shock_mr"))["controls"]}
    assert "lesions.mitral_regurgitation.orifice_area" not in keys
    assert "lesions.aortic_regurgitation.orifice_area" in keys


def test_a_slider_that_moves_by_ratio_has_the_value_of_the_patient_in_its_middle(ask, payload):
    found = ask(
        """
        return given.payload.controls.filter(({ isScaled, base }) => isScaled && base !== null).map(control => {
          const [low, high] = [control.low, control.high].map(end => bench.alongSlider(control, end))
          const at = bench.alongSlider(control, control.base)
          const next = bench.fromSlider(control, at + (high - low) / 100)
          const share = (at - low) / (high - low)
          return [control.key, share, next > control.base, bench.fromSlider(control, low), control.low]
        })""",
        {"payload": payload},
    )
    keys = {key for key, *_ in found}
    assert {
        "left_ventricle.passive_stiffness",
        "resistances.lower_body_bed",
        "vessels.ascending_aorta.compliance",
    } < keys
    for key, share, is_more, least, low in found:
        assert share == pytest.approx(0.5, abs=0.1), key
        assert is_more, key
        assert least == pytest.approx(low, rel=5e-3), key
