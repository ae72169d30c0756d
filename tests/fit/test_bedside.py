"""A sheet takes what a bedside has: the model uses what it can, rules hear the rest, and what nobody uses is said."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import diastole
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.studies.alternatives.current_treatments import options_in_use
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.bedside_values import BEDSIDE_VALUES
from diastole.studies.fit.drugs_given import read_drugs
from diastole.studies.fit.fitting import fit

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
BODY = "body: {sex: female, height: 165 cm, weight: 62 kg}\n"
MEASURED = "measured: {HR: 104 /min, BP: 88/58 mmHg, CO: 3.1 L/min, PCWP: 24 mmHg"
WARD = f"""\
name: Ward
{BODY}{MEASURED}, SvO2: 55 %, Hb: 98 g/L, SaO2: 96 %, lactate: 4.1 mmol/L}}
drugs: {{norepinephrine: 0.1 mcg/kg/min, vasopressin: 0.03 U/min}}
lesions: {{mitral_regurgitation: {{orifice_area: 0.35 cm², onset: acute}}}}
ventilation: {{mode: BIPAP, peep: 8 cmH2O}}
other: {{GCS: 7T}}
"""
UNUSED = (
    "lactate 4.1 mmol/L",
    "vasopressin 0.03 U/min",
    "ventilation.mode BIPAP",
    "ventilation.peep 8 cmH2O",
    "GCS 7T",
)
ECHO = f"""\
nearest: acute_severe_ar
{MEASURED}}}
"""


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    path = tmp_path_factory.mktemp("ward") / "ward.yaml"
    path.write_text(WARD, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def fitted(ward):
    return fit(BedsideSheet.load(ward))


def test_drugs_are_in_force_in_the_fitted_patient_and_can_be_weaned(fitted, tmp_path):
    assert fitted.patient.drugs.noradrenaline == pytest.approx(0.1)
    assert "Noradrenaline" in options_in_use(fitted.patient)
    under = simulate(fitted.patient).measures
    for row in fitted.rows:
        assert under[row.measure] == pytest.approx(row.fitted)
    assert under["heart_rate"] == pytest.approx(104.0, abs=0.01)
    assert fitted.patient.heart_rate < 104.0  # the drug drives it
    (tmp_path / "f.yaml").write_text(fitted.patient.to_yaml(), encoding="utf-8")
    weaned = Patient.load(tmp_path / "f.yaml").with_values({"drugs.noradrenaline": "0 µg/kg/min"})
    assert simulate(weaned).measures["mean_aortic_pressure"] < under["mean_aortic_pressure"] - 10.0


def test_blood_values_are_those_of_the_patient_and_give_the_oxygen_consumption(fitted):
    oxygen = fitted.patient.oxygen
    assert oxygen.haemoglobin == pytest.approx(9.8)
    assert oxygen.arterial_saturation == pytest.approx(0.96)
    index = 3.1 / fitted.patient.body.body_surface_area
    assert oxygen.consumption == pytest.approx(index * 10 * 1.34 * 9.8 * (0.96 - 0.55), rel=1e-3)  # Fick
    assert not [row.measure for row in fitted.rows if row.large]


def test_what_is_not_used_is_in_every_result(ward, fitted, tmp_path, monkeypatch, called):
    monkeypatch.chdir(tmp_path)
    [sentence] = [note for note in fitted.notes if note.startswith("Read, not used by the model: ")]
    assert all(words in sentence for words in UNUSED)
    assert sentence == fitted.patient.not_used
    made = called("fit", ward, "--json", "--quiet", "--output", "fitted.yaml")
    assert [text.split(" (")[0] for text in json.loads(made.stdout)["not_used"]] == list(UNUSED)
    terminal = " ".join(called("fit", ward).stdout.split())
    assert all(words in terminal for words in UNUSED)
    assert sentence in json.loads(called("simulate", "fitted.yaml", "--json").stdout)["cautions"]
    called("compare", "fitted.yaml", "--html", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert all(words in page for words in UNUSED)
    screened = called("screen", ward, "--json")
    assert sentence in json.loads(screened.stdout)["notes"]
    assert all(words in " ".join(called("screen", ward).stdout.split()) for words in UNUSED)
    assert sentence in diastole.screen(ward, progress=False).notes


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("0.1 µg/kg/min", 0.1), ("0.1 mcg/kg/min", 0.1), ("0.1 ug/kg/min", 0.1), ("0.1 μg/kg/min", 0.1),
        ("6 µg/kg/h", 0.1), ("6.2 µg/min", 0.1), ("0.372 mg/h", 0.1), ("372 mcg/h", 0.1), ("off", 0.0), ("0", 0.0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["noradrenaline", "Norepinephrine", "norad", "NORADRENALIN"])
def test_a_dose_in_the_units_of_a_ward(read, name, text, dose):
    sheet = read(f"{BODY}measured: {{HR: 90 /min}}\ndrugs: {{{name}: {text}}}\n")
    assert sheet.drugs.noradrenaline == pytest.approx(dose)


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("drugs: {noradrenaline: 0.1}", "drugs.noradrenaline: '0.1' has no unit; give a dose in µg/kg/min"),
        ("drugs: {noradrenaline: 6 µg/min}", "is not per kg; give 'body' with the weight"),
        ("drugs: {noradrenaline: 5 mL/h}", "is the rate of a syringe pump; give the dose"),
        ("drugs: {noradrenaline: 0.1 /min}", "is no dose in µg/kg/min"),
        ("drugs: {noradrenaline: 12 mmHg}", "is no dose in µg/kg/min"),
        ("drugs: {noradrenaline: lots}", "drugs.noradrenaline: 'lots' does not start with a finite number"),
        ("drugs: {noradrenaline: '0,1 µg/kg/min'}", "has a decimal comma"),
        ("drugs: {noradrenaline: -0.1 µg/kg/min}", "drugs.noradrenaline: '-0.1 µg/kg/min' is impossible"),
        ("drugs: {noradrenaline: 100 mg/kg/min}", "at most 1 µg/kg/min"),
        ("drugs: {noradrenalin e: 0.1 µg/kg/min}", "Did you mean 'noradrenaline'?"),
        ("drugs: {norad: 0.1 µg/kg/min, norepinephrine: 0.2 µg/kg/min}", "is noradrenaline, which has a line already"),
        ("drugs: noradrenaline", "drugs: 'noradrenaline' is no block"),
        ("drugs: {noradrenaline: {dose: 0.1 µg/kg/min}}", "drugs.noradrenaline: "),
        ("pacing: {rate: 60 /min}", "measured.heart_rate (90 /min) is not pacing.rate (60 /min)"),
        ("axial_pump: {shape: cp}", "unknown key 'axial_pump.shape'"),
        ("echo: severe", "echo: 'severe' is no block"),
        ("echo: {aortic_regurgitation: quite bad}", "'quite bad' is no grade; give none, trace, mild"),
        ("echo: {aortic_regurgitation: {grade: severe, vena_contracta: 7 cm}}", "plausible is 0.1 to 2 cm"),
        ("echo: {aortic_regurgitation: {vena_contracta: '0,7 cm'}}", "is not a number with a unit"),
        ("echo: {aortic_regurgitation: {vena_contracta: 7 mmHg}}", "accepted are cm, mm"),
        ("echo: {aortic_regurgitation: {vena_contrata: 7 mm}}", "Did you mean 'vena contracta'?"),
        ("echo: {aortic_regurgitaton: severe}", "Did you mean 'aortic regurgitation'?"),
        ("echo: {aortic_regurgitation: {onset: yesterday}}", "is none of acute, chronic"),
        ("echo: {time: lately, MR: mild}", "echo.time: 'lately' is not a time"),
        ("echo: {lv_thrombus: big}", "is none of absent, suspected, present"),
        ("echo: {VSD: perhaps}", "'perhaps' is not understood; give absent, suspected or present"),
        ("echo: {EF: 250 %}", "echo.EF: '250 %' is not plausible; plausible is 3 % to 95 %"),
        ("facts: {sepsi: absent}", "'sepsi' is not a fact. Did you mean 'sepsis'?"),
        ("facts: {ar.severity: mild}", "ar.severity follows from other facts"),
        ("facts: present", "facts: 'present' is no block"),
        ("not_used: nothing", "unknown key 'not_used'"),
        ("of_patient: {oxygen.haemoglobin: 9}", "unknown key 'of_patient"),
        ("_read: 1", "unknown key '_read'"),
        ("ventilaton: BIPAP", "Did you mean 'ventilation'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_key_and_what_to_do(refusal, block, words):
    assert words in refusal(f"measured: {{HR: 90 /min}}\n{block}\n")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Hb: 98 g/dL", "measured.Hb: '98 g/dL' is not plausible; plausible is 2 g/dL to 25 g/dL"),
        ("Hb: 60 mmol/L", "plausible is 1.2 mmol/L to 15.5 mmol/L"),
        ("Hb: low", "'low' is no number"),
        ("SaO2: 96", "plausible is 40 % to 100 %"),
        ("lactate: 4.1 mmHg", "is not a value in mmol/L or mg/dL"),
        ("lactate: 400 mmol/L", "0.1 mmol/L to 40 mmol/L"),
        ("SaO2: 50 %, SvO2: 60 %", "is not below the arterial saturation (50%)"),
        ("Hb: 9 g/dL, haemoglobin: 10 g/dL", "has a line already"),
        ("BP: 88 mmHg", "is read as two numbers with a unit; write it like '88/58 mmHg'"),
        ("BP: 58/88 mmHg", "diastolic_aortic_pressure (88 mmHg) is not below"),
        (
            "CI: 0.8 L/min/m2, Hb: 3 g/dL, SaO2: 97 %, SvO2: 94 %",
            "oxygen consumption of 1 mL/min/m² (Fick); plausible",
        ),
        ("shoe_size: 43", "under 'other' a sheet keeps whatever the model does not use"),
    ],
)
def test_a_number_that_cannot_be_is_refused_though_the_model_does_not_use_it(refusal, line, words):
    assert words in refusal(f"measured: {{HR: 90 /min, {line}}}\n")


def test_all_problems_of_all_blocks_are_listed(refusal):
    said = refusal(
        "measured: {HR: 900 /min, Hb: 98 g/dL}\ndrugs: {noradrenaline: 5 mL/h}\n"
        "echo: {MR: dreadful, time: lately}\nfacts: {sepsis: maybe}\ncolour: red\n"
    )
    assert said.partition(": ")[2].startswith("7 problems: ")
    needed = ("colour", "measured.HR", "measured.Hb", "drugs.noradrenaline", "echo.MR", "echo.time", "sepsis")
    assert all(key in said for key in needed)


def test_nothing_measured_that_the_model_uses_is_no_sheet(refusal):
    assert "measured has nothing that a patient can be fitted to" in refusal("measured: {lactate: 2 mmol/L}\n")


@pytest.mark.parametrize("called_so", BEDSIDE_VALUES)
def test_every_bedside_value_can_be_written(read, called_so):
    value = BEDSIDE_VALUES[called_so]
    for scale in value.scales:
        middle = 0.5 * (scale.low + scale.high)
        sheet = read(f"measured: {{HR: 90 /min, {called_so}: '{middle} {scale.unit}'}}\n".replace(" 1'", "'"))
        if value.key:
            assert sheet.of_patient == {value.key: pytest.approx(middle * scale.times)}
        else:
            assert value.title in sheet.not_used[0]


@pytest.mark.parametrize(
    ("rhythm", "fact", "value", "modelled"),
    [
        ("sinus rhythm", "tachyarrhythmia", "absent", True),
        ("AF", "tachyarrhythmia", "suspected", False),
        ("Atrial fibrillation", "tachyarrhythmia", "suspected", False),
        ("VT", "tachyarrhythmia", "present", False),
        ("complete heart block", "heart_block", "present", False),
        ("jazz", "tachyarrhythmia", None, False),
    ],
)
def test_a_rhythm_is_heard_by_rules(read, facts, rhythm, fact, value, modelled):
    text = f"measured: {{HR: 90 /min}}\nrhythm: {rhythm}\n"
    assert facts(text)[fact].value == value
    assert bool(read(text).not_used) != modelled


def test_a_paced_rhythm_is_a_pacemaker(read, refusal):
    assert read("measured: {HR: 80 /min}\nrhythm: paced\n").pacing.rate == 80.0
    assert read("measured: {HR: 80 /min}\nrhythm: paced\npacing: {rate: 80 /min}\n").pacing.rate == 80.0
    assert "rhythm is paced" in refusal("measured: {MAP: 70 mmHg}\nrhythm: paced\n")


def test_a_pump_of_the_sheet_runs_in_the_fit(read, refusal):
    pumped = "measured: {HR: 100 /min, MAP: 68 mmHg, pump_flow: 3.2 L/min, CO: 4.4 L/min}\n"
    assert "a sheet, whose numbers are without a pump" in refusal(f"nearest: shock\n{pumped}")
    found = fit(read(f"nearest: shock\n{pumped}axial_pump: {{model: CP, level: P-6}}\n"))
    assert found.patient.axial_pump.level == "P-6"
    assert "axial_pump" in " ".join(found.notes)
    assert {row.measure for row in found.rows if row.large} <= {"pump_flow"}


def test_a_balloon_of_the_sheet_is_added_after_the_fit(read):
    found = fit(read("nearest: shock\nmeasured: {HR: 100 /min, MAP: 60 mmHg}\nballoon_pump: {}\n"))
    assert found.patient.balloon_pump is not None
    assert simulate(found.patient.with_balloon_pump(None)).measures["mean_aortic_pressure"] == pytest.approx(60, abs=3)


def test_doses_without_a_body_need_their_kg():
    assert read_drugs({"dobutamine": "5 µg/kg/min"}, None).doses == {"dobutamine": "5 µg/kg/min"}
    assert read_drugs(None, None).doses == {}
