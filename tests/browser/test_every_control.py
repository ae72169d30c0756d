"""Every control of the page, the deepest too: it acts as on the command line, and refuses with its sentence."""

from urllib.parse import urlencode

import pytest

from diastole.errors import InputError, SimulationError
from diastole.faces.browser.bench_payload import bench_payload
from diastole.model.bench_state import BenchState
from diastole.model.input_blocks.problems import ABSENT
from diastole.model.patient import Patient
from tests.browser.bench_on_a_screen import ROWS, WAIT, assert_same, measured, read_numbers, without_map, written

PRESET = "acute_severe_ar"
PATIENT = Patient.preset(PRESET)
PAYLOAD = bench_payload(PATIENT, BenchState(PRESET))
CONTROLS = {control["key"]: control for control in PAYLOAD["controls"]}
SHARES = (1.05, 0.95, 1.01, 0.99, 1.0, 0.1)  # of the usual value, of which the first that is possible is set
BESIDE = {  # what has to be so for a control to act, by how its key begins
    "surgery.mitral": {"lesions.mitral_regurgitation.orifice_area": "0.3 cm²"},
    "surgery.septal": {"lesions.ventricular_septal_defect.orifice_area": "0.4 cm²"},
    "extracorporeal.left_atrial_share": {"extracorporeal.circuit": "lava_ecmo"},
    "axial_pump.level": {"axial_pump.model": "CP"},
}
GENTLE = {  # more needs a shorter step than the page has
    "vessels.systemic_veins.stiffening": "0.0001 mmHg/mL²", "vessels.great_veins.stiffening": "0.001 mmHg/mL²",
}  # fmt: skip
IMPLIED = {"extracorporeal": {"balloon_pump.volume": "40 mL"}, "axial_pump": {"balloon_pump": ABSENT}}  # by the page
SILENT = (  # that change no number which the page shows of this patient: how their keys begin, and why
    "baroreflex.", "chronotropic_response",  # the reflex is off, and no drug works
    "balloon_pump.drive_pressure", "balloon_pump.vacuum", "balloon_pump.catheter_",  # of a pneumatic drive
    "body.weight", "oxygen.consumption", "coronary.reaction_time", "coronary.ischaemia_time",  # of no steady number
    "lung.",  # over hours
    "calcium.force_frequency",  # at the rate of the patient
    "valves.aortic.closed_area",  # where the valve leaks
)  # fmt: skip
TOGETHER = 6  # controls that are set one after the other
TYPED = ("1e9", "-1e9", "1e999")
WHOLE = ("wide", "NaN", "<b>1</b>", "0x10", "1_000", "1,5", "٣", "infinity", "")  # no numbers, so that no unit is added
NOT_IN_A_FILE = ("NaN", "constructor", "__proto__", "<img src=x onerror=alert(1)>", "1e999")
# All that is typed goes to the page together: to ask it takes longer than its answer.
GIVE = """given => given.map(([key, typed]) => {
  const field = document.getElementById(`control-${key.replaceAll('.', '-')}`)
  field.value = typed
  field.dispatchEvent(new Event('change'))
  return document.getElementById(`${field.id}-error`).textContent
})"""
# As `Bench.set`, but without pointer and scrolling, which for 190 controls cost more than their hearts.
ACT = """async ([selector, typed, longest]) => {
  const one = document.querySelector(selector)
  const answered = new Promise((done, fail) => {
    const seen = new MutationObserver(() => done(seen.disconnect()))
    seen.observe(document.documentElement, { attributeFilter: ['data-answers'] })
    setTimeout(() => fail(new Error(`nothing answers to ${selector}`)), longest)
  })
  if (typed === null) one.click()
  else {
    one.value = typed
    one.dispatchEvent(new Event('change'))
  }
  await answered
}"""
IS_THERE = "selector => document.querySelector(selector) !== null"
# Does one thing after the other and returns after each what the page refuses and shows; what is not there is passed
# over. To ask the page for each of a thousand things takes longer than their hearts.
ACT_ON_ALL = f"""async ([steps, longest]) => {{
  const act = {ACT}
  const seen = []
  for (const [selector, typed] of steps) {{
    if (document.querySelector(selector)) await act([selector, typed, longest])
    seen.push([document.getElementById('refused').textContent, {ROWS}])
  }}
  return seen
}}"""
FORGET = "document.getElementById('refused').textContent = ''"
READ = """return given.links.map(link => {
  try { bench.fromHash(given.payload, link); return 'opened' }
  catch (error) { return error instanceof bench.StateError ? 'refused' : `thrown: ${error}` }
})"""


# What is not laid out is not drawn, which for so many answers costs more than their hearts.
UNSEEN = "document.documentElement.hidden = true"


@pytest.fixture(scope="module")
def one_bench(browser, tmp_path_factory):
    with without_map(browser, written(tmp_path_factory.mktemp("every"), PRESET)) as bench:
        bench.page.evaluate(UNSEEN)
        yield bench


@pytest.fixture
def bench(one_bench):
    """Return the bench of the patient, which stays open from test to test, and is not drawn."""
    if one_bench.page.evaluate(IS_THERE, "#reset:enabled"):
        act(one_bench, "#reset")
    one_bench.complaints.clear()
    return one_bench


def act(bench, selector, typed=None):
    """Type into a field, or click where nothing is typed, and wait for the answer."""
    bench.page.evaluate(ACT, [selector, typed, WAIT])


def steps_to(key, value):
    """Yield what sets a control: where to click or type, and what is typed; a box that is checked is not there."""
    place = f"control-{key.replace('.', '-')}"
    if "factor" not in CONTROLS[key]:
        yield f"[id='{place}-{value.replace(':', '-')}']", None
        return
    yield f".control:has(#{place}) input[type=checkbox]:not(:checked)", None
    yield f"#{place}", value


def texts_of(control):
    """Yield what may be set in place of the patient's value, first what is nearest."""
    if "factor" not in control:
        yield from (word for word in control["choices"] if word not in (control["base"], ABSENT))
        return
    usual = control["base"] or control["usual"] or control["step"]
    yield from (f"{share * usual:.4g} {control['unit']}".rstrip() for share in SHARES)


def beside(table, key):
    return next((given for begin, given in table.items() if key.startswith(begin)), {})


def whole(key, text):
    return beside(IMPLIED, key) | beside(BESIDE, key) | {key: text}


def possible(key, done):
    """Return the first text that a patient takes and that has a steady beat; nothing where none has.

    done: what was changed before.
    """
    for text in [GENTLE[key]] if key in GENTLE else texts_of(CONTROLS[key]):
        try:
            measured(PRESET, done | whole(key, text))
        except (InputError, SimulationError):
            continue
        return text
    return None


def refusal(key, text):
    with pytest.raises(InputError) as refused:
        PATIENT.with_values({key: text})
    return str(refused.value)


def stands_alone(key):
    """Return whether a control is set on the patient as given: a choice, and what needs or implies something."""
    return "factor" not in CONTROLS[key] or bool(beside(IMPLIED, key) or beside(BESIDE, key))


def steps_before(key, text):
    """Yield what brings about what has to be so for a control to act."""
    if key.startswith("axial_pump"):
        yield "#device", "Impella 5.5" if text == "CP" else "Impella CP"
        return
    for one, value in beside(BESIDE, key).items():
        yield from steps_to(one, value.partition(" ")[0])


def use_of_all_controls():
    """Return the steps that use every control, and of each control its key, its first step, the one after its last, and
    what is changed then.

    Some are set one after the other before the page goes back to the patient: each way back runs hearts, too.
    """
    reset = ("#reset:enabled", None)
    steps, uses, done = [reset], [], {}
    for key in CONTROLS:
        if done and (stands_alone(key) or len(done) == TOGETHER or possible(key, done) is None):
            steps.append(reset)
            done = {}
        text = possible(key, done)
        assert text is not None, key
        steps += steps_before(key, text)
        first = len(steps)
        steps += steps_to(key, text.partition(" ")[0])
        done |= whole(key, text)
        uses.append((key, first, len(steps), done.copy()))
        if stands_alone(key):
            steps.append(reset)
            done = {}
    return [*steps, reset], uses


@pytest.mark.slow
def test_it_changes_the_numbers_as_on_the_command_line(bench):
    steps, uses = use_of_all_controls()
    bench.page.evaluate(FORGET)  # what another test was told, which stands until something is changed
    seen = bench.page.evaluate(ACT_ON_ALL, [steps, WAIT])
    assert [said for said, _ in seen if said] == []
    shown = [read_numbers(rows) for _, rows in seen]
    for _, _, end, done in uses:
        assert_same(shown[end - 1], PRESET, done)
    assert shown[-1] == shown[0]
    assert len(uses) == len(CONTROLS) > 180
    moved = {key for key, first, end, _ in uses if shown[end - 1] != shown[first - 1]}
    assert {key for key in CONTROLS if not key.startswith(SILENT)} <= moved
    assert bench.complaints == []


def test_it_refuses_what_is_impossible_with_the_sentence_of_the_command_line(bench):
    before = bench.answers
    units = {key: control["unit"] for key, control in CONTROLS.items() if "factor" in control}
    given = [(key, typed) for key in units for typed in (*TYPED, *WHOLE)]
    for (key, typed), said in zip(given, bench.page.evaluate(GIVE, given), strict=True):
        whole = typed if typed in WHOLE else f"{typed} {units[key]}".rstrip()
        assert said == refusal(key, whole), (key, typed)
    bench.page.wait_for_timeout(200)
    assert bench.answers == before
    assert bench.complaints == []


def hostile_links(key):
    unit = CONTROLS[key]["unit"]
    values = (*NOT_IN_A_FILE, f"1e9 {unit}", f"NaN {unit}", "-1e9")
    return [urlencode({"patient": PRESET, key: text}) for text in values]


def test_no_link_with_a_hostile_value_of_it_is_read(ask):
    links = [link for key in CONTROLS for link in hostile_links(key)]
    said = ask(READ, {"payload": PAYLOAD, "links": links})
    assert {link: one for link, one in zip(links, said, strict=True) if one != "refused"} == {}


@pytest.mark.parametrize("key", ["heart_rate", "balloon_pump.ratio"])
def test_no_link_with_a_hostile_value_is_run(bench, key):
    """A number and a choice; what is read of all others is read by the same function."""
    before, shown = bench.answers, bench.numbers()
    for link in hostile_links(key):
        bench.follow(link)
        assert bench.page.inner_text("#refused").startswith("Not opened. "), link
    assert bench.page.locator("img").count() == 0
    assert (bench.answers, bench.numbers()) == (before, shown)
    assert bench.complaints == []
