"""A patient file: what it may say, and one clear sentence for what it may not."""

import pytest

from diastole.errors import InputError
from diastole.model.patient import PRESETS, Patient


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def _write(text, name="case.yaml"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return _write


def refusal(reference) -> str:
    with pytest.raises(InputError) as problem:
        Patient.load(reference)
    assert "\n" not in str(problem.value)
    return str(problem.value)


def test_a_file_changes_what_it_is_based_on(write):
    patient = Patient.load(
        write("based_on: healthy\nheart_rate: 110 /min\nvessels: {upper_body: {compliance: 0.1 mL/mmHg}}")
    )
    healthy = Patient.preset("healthy")
    assert patient.heart_rate == 110
    assert patient.vessels.upper_body.compliance == 0.1
    assert patient.vessels.upper_body.unstressed_volume == healthy.vessels.upper_body.unstressed_volume
    assert patient.body == healthy.body
    assert (patient.name, patient.description) == ("case", "")
    assert patient.sources["heart_rate"] == "given"
    assert patient.sources["blood_volume"] == healthy.sources["blood_volume"]


def test_an_overridden_value_loses_the_source_of_the_base(write):
    text = (
        "based_on: healthy\nblood_volume: {value: 4 L, source: mann1975}\n"
        "myofilament: {stroke_rate: 13 /s, troponin_rate: {value: 90 /s}}\n"
    )
    patient = Patient.load(write(text))
    assert patient.sources["blood_volume"] == "mann1975"
    assert patient.sources["myofilament.stroke_rate"] == "given"
    assert patient.sources["myofilament.troponin_rate"] == "given"
    assert Patient.preset("healthy").sources["myofilament.stroke_rate"] == "land2017"


def test_a_chain_of_files_in_another_folder(write, tmp_path):
    (tmp_path / "ward").mkdir()
    write("based_on: healthy\nheart_rate: 90 /min\nblood_volume: 4000 mL\n", "ward/base.yaml")
    write("based_on: base.yaml\nheart_rate: 100 /min\n", "ward/child.yaml")
    patient = Patient.load("ward/child.yaml")
    assert (patient.heart_rate, patient.blood_volume, patient.name) == (100, 4000, "child")


@pytest.mark.parametrize(("ratio", "beats"), [("1:1", 1), ("1:2", 2), ("1:3", 3)])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_ratio_needs_no_quotes(write, ratio, beats, quote):
    patient = Patient.load(write(f"based_on: healthy\nballoon_pump:\n  ratio: {quote}{ratio}{quote}\n  mode: on\n"))
    assert (patient.balloon_pump.ratio, patient.balloon_pump.beats) == (ratio, beats)
    assert patient.balloon_pump.mode == "on"
    assert patient.balloon_pump.volume == 40


def test_a_block_of_the_base_may_be_left_out(write):
    write("based_on: healthy\nballoon_pump: {volume: 30 mL}\n", "a.yaml")
    assert Patient.load("a.yaml").balloon_pump.volume == 30
    assert Patient.load(write("based_on: a.yaml\nballoon_pump: none\n")).balloon_pump is None


def test_a_byte_order_mark_and_windows_lines_are_no_trouble(write):
    patient = Patient.load(write(b"\xef\xbb\xbfbased_on: healthy\r\nheart_rate: 80 /min\r\n"))
    assert patient.heart_rate == 80


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_says_the_encoding(write, encoding):
    text = "name: Ärztin\nbased_on: healthy\nheart_rate: 80 /min\n"
    mark = "" if encoding in ("utf-8-sig", "utf-16") else "\ufeff"
    patient = Patient.load(write((mark + text).encode(encoding)))
    assert (patient.name, patient.heart_rate) == ("Ärztin", 80)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_every_end_of_a_line(write, end):
    text = f'name: "Ärztin"{end}based_on: healthy{end}heart_rate: 80 /min{end}'
    patient = Patient.load(write(text.encode()))
    assert (patient.name, patient.heart_rate) == ("Ärztin", 80)


@pytest.mark.parametrize("blank", ["\u00a0", "\u2007", "\u2009", "\u202f"])
def test_a_blank_that_does_not_break_parts_thousands(write, blank):
    assert Patient.load(write(f"based_on: healthy\nblood_volume: 3{blank}600 mL\n")).blood_volume == 3600


BASED = "based_on: healthy\n"


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("heart_rat: 80 /min", ["unknown key 'heart_rat'", "'heart_rate'"]),
        ("lesions: {aortic_regurg: {}}", ["'lesions.aortic_regurg'", "'lesions.aortic_regurgitation'"]),
        ("orifice_area: 0.3 cm²", ["unknown key 'orifice_area'", "'lesions.aortic_regurgitation.orifice_area'"]),
        ("left_ventricle: {wall: 3 mL}", ["'left_ventricle.wall'", "'left_ventricle.wall_volume'"]),
        ("body: {colour: x}", ["unknown key 'body.colour'", "sex, height, weight"]),
        ("<<: {heart_rate: 80 /min}", ["unknown key '<<'"]),
        ("heart_rate: 80", ["heart_rate", "'80'", "no unit", "/min"]),
        ("lesions:\n  aortic_regurgitation: {orifice_area: 0,35 cm², onset: acute}", ["line 3", "comma", "'0.35 "]),
        ("lesions:\n  aortic_regurgitation: {orifice_area: '0,35 cm²'}", ["orifice_area", "comma", "'0.35 cm²'"]),
        ("body: {height: 1,75 m, weight: 75 kg}", ["line 2", "'1,75 m' has a decimal comma", "'1.75 m'"]),
        ("blood_volume: {value: 3,6 L, source: x}", ["line 2", "'3,6 L' has a decimal comma"]),
        ("wall: {\n  x: 1.200,5 mL}", ["line 3", "'1200.5 mL'"]),
        ("blood_volume: 3.600,5 mL", ["blood_volume", "'3600.5 mL'"]),
        ("blood_volume: 3'600 mL", ["blood_volume", "thousands sign", "'3600 mL'"]),
        ("blood_volume: 3,600 mL", ["blood_volume", "'3.6 mL' or '3600 mL'"]),
        ("lesions:\n\taortic_regurgitation: {onset: acute}", ["line 3", "a tab", "put blanks"]),
        ("lesions:\n  \taortic_regurgitation:\n  \t  onset: acute", ["a tab", "put blanks"]),
        ("pericardium: {pressure: 1 mm[Hg]}", ["line 2", "in quotes"]),
        ("name: Bed 4: shock", ["line 2", "a text with a colon in quotes"]),
        ("heart_rate: 80 mL", ["heart_rate", "'80 mL'", "rate", "/min"]),
        ("heart_rate: 800 /min", ["heart_rate", "'800 /min'", "20 /min", "250 /min"]),
        ("heart_rate: -80 /min", ["heart_rate", "impossible"]),
        ("heart_rate: .nan", ["heart_rate", "'.nan'"]),
        ("heart_rate: true", ["heart_rate", "'true'"]),
        ("heart_rate:", ["heart_rate", "no value"]),
        ("heart_rate: {at: 80 /min}", ["heart_rate", "single value"]),
        ("heart_rate: [80 /min]", ["line 2", "list"]),
        ("heart_rate: {value: 80 /min, src: x}", ["'heart_rate.src'", "'source'"]),
        ("heart_rate: {value: 80 /min, source: A paper}", ["heart_rate", "'A paper'"]),
        ("heart_rate: 80 /min\nheart_rate: 90 /min", ["line 3", "'heart_rate' is given twice"]),
        ("body: {height: 1 m, height: 2 m}", ["line 2", "'height' is given twice"]),
        ("left_ventricle: 3 mL", ["left_ventricle", "'3 mL'", "block", "wall_volume"]),
        ("lesions:", ["lesions is empty"]),
        ("balloon_pump:", ["balloon_pump is empty", "'none'"]),
        ("balloon_pump: {ratio: 1:4}", ["balloon_pump.ratio", "'1:4'", "'1:3'"]),
        ("balloon_pump: {ratio: 62}", ["balloon_pump.ratio", "'62'", "'1:2'"]),
        ("balloon_pump: {volume: 60 mL}", ["balloon_pump.volume", "'60 mL'", "50 mL"]),
        ("balloon_pump: {vacuum: 150 mmHg}", ["balloon_pump.vacuum", "'150 mmHg'", "below 0 mmHg"]),
        ("body: {sex: x}", ["body.sex", "'x'", "female"]),
        ("lesions: {aortic_stenosis: {onset: acute}}", ["lesions.aortic_stenosis.orifice_area is missing", "cm²"]),
        ("name: ''", ["name"]),
        ("based_on: healthy", ["line 2", "is given twice"]),
        ("a: &x {b: c}\nd: *x", ["line 3", "reference"]),
        ("? [a]\n: b", ["line 2", "key"]),
        ("a: b: c", ["line 2", "mapping values"]),
        ("\theart_rate: 80 /min", ["line 2"]),
        ("---\nname: x", ["second document"]),
    ],
)  # fmt: skip
def test_refuses_with_file_key_value_and_what_is_allowed(write, text, needed):
    said = refusal(write(BASED + text))
    for words in ["case.yaml", *needed]:
        assert words in said


def test_names_every_problem(write):
    said = refusal(write(BASED + "heart_rate: 1\nblood_volume: 2\nfoo_bar_baz: 3\n"))
    assert "3 problems: (1) unknown key 'foo_bar_baz'" in said
    assert all(key in said for key in ("(2) ", "(3) ", "heart_rate", "blood_volume"))
    assert "more problem" not in said


def test_a_file_without_a_base_is_told_of_it(write):
    said = refusal(write("heart_rate: 80 /min\n"))
    assert "body, " in said
    assert "are missing; 'based_on: healthy'" in said
    assert "unknown key 'heart_rat'" in refusal(write("heart_rat: 80 /min\n"))
    assert "based_on: healthy" in said


@pytest.mark.parametrize(
    ("raw", "needed"),
    [
        (b"", "empty"),
        (b"# only a remark\n", "empty"),
        (b"---\n", "'' is no line"),
        (b"hello", "'hello' is no line"),
        (b"- a\n- b\n", "list"),
        ("name: José".encode("latin-1"), "UTF-8"),
        ("name: é".encode("utf-16-le"), "no text"),  # without the mark that would tell
        ("name: é".encode("utf-16")[:-1], "UTF-16"),
        (b"\x00\x01\x02", "no text"),
        (b"#" * 1_000_001, "larger than 1000 kB"),
        (b"[" * 100_000, "list"),
        (b"{a: " * 100_000, "nested"),
        (b"- " * 100_000, "list"),
        (b"? " * 100_000, "key"),
        (b"a: !!python/object/apply:os.system [echo]\n", "list"),
        (b"a: 'unclosed\n", "quoted scalar"),
    ],
)
def test_refuses_what_is_no_patient_file(write, raw, needed):
    said = refusal(write(raw))
    assert "case.yaml" in said
    assert needed in said


def test_refuses_what_cannot_be_read(tmp_path):
    assert "folder" in refusal(tmp_path)
    assert "cannot be read" in refusal("a\0b")
    assert len(refusal("x" * 5000)) < 400


def test_a_name_that_is_neither_preset_nor_file_lists_the_presets(write):
    said = refusal("helthy")
    assert "'helthy'" in said
    assert "Did you mean 'healthy'" in said
    assert all(name in said for name in PRESETS)
    assert "neither a preset nor an existing file" in refusal("nowhere/at_all.yaml")


def test_a_preset_is_not_shadowed_by_a_file(write):
    write(BASED + "heart_rate: 111 /min\n", "healthy")
    assert Patient.load("healthy").heart_rate == Patient.preset("healthy").heart_rate
    assert Patient.load("./healthy").heart_rate == 111


def test_a_base_that_does_not_exist_names_the_file(write):
    said = refusal(write("based_on: helthy\n"))
    assert said.startswith("case.yaml: based_on: 'helthy'")
    assert "Did you mean 'healthy'" in said


@pytest.mark.parametrize(
    ("files", "circle"),
    [
        ({"a.yaml": "based_on: a.yaml"}, "a.yaml → a.yaml"),
        ({"a.yaml": "based_on: b.yaml", "b.yaml": "based_on: ./a.yaml"}, "a.yaml → b.yaml → a.yaml"),
    ],
)
def test_a_circle_of_bases_is_seen(write, files, circle, tmp_path):
    for name, text in files.items():
        write(text + "\n", name)
    assert circle in refusal("a.yaml")
    write(f"based_on: ../{tmp_path.name}/a.yaml\n", "a.yaml")  # the same file by another way
    assert "goes round in a circle" in refusal("a.yaml")


@pytest.mark.parametrize("base", ["[a]", "{a: b}", ""])
def test_a_base_is_a_name(write, base):
    assert "case.yaml" in refusal(write(f"based_on: {base}\n"))
