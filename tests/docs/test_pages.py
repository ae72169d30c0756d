"""Hand-written pages: their blocks run, their values exist, and what they claim of runs is so."""

import re

import pytest
from _generate.drugs import with_drug
from _generate.execute import blocks_of
from _generate.pages import DOCS, ROOT
from _generate.pump import ERRORS, pumped
from _generate.values import substitutions
from sphinx.cmd.build import build_main

from diastole.model.patient import PRESETS, Patient
from diastole.model.run import simulate
from validation.presets.record import records

PAGES = [path for path in sorted(DOCS.rglob("*.md")) if "generated" not in path.relative_to(DOCS).parts]
PARTS = ("law", "measure", "device", "rule")
VALUE = re.compile(r"\{\{ ([\w.]+) \}\}")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
EXTENSIONS = 'extensions = ["myst_parser", "sphinx.ext.autodoc", "_generate.directives"]'
FAILING = {
    "a command": "```{run-shell}\ndiastole simulate helthy\n```",
    "a command that should have failed": "```{run-shell}\n:exit: 2\ndiastole --version\n```",
    "a command of the shell": "```{run-shell}\ntrue | false\n```",
    "Python": "```{run-python}\nassert not list(range(3))\n```",
}


def test_the_blocks_of_guides_are_tried_where_their_pages_are_built(tmp_path, capsys):
    """`make docs` runs each once, to show what it prints: a block that fails fails the build, which names it."""
    (tmp_path / "conf.py").write_text(EXTENSIONS, encoding="utf-8")
    right = "```{run-file} a.txt\nseen\n```\n\n```{run-shell}\ncat a.txt\n```\n\n```{run-python}\nprint(1 + 1)\n```\n"
    for name, failing in {"nothing": "", **FAILING}.items():
        (tmp_path / "index.md").write_text(f"# A guide\n\n{right}\n{failing}\n", encoding="utf-8")
        code = build_main(["-W", "--keep-going", "-q", "-E", "-b", "text", str(tmp_path), str(tmp_path / "built")])
        said = capsys.readouterr().err
        assert (code, "failed" in said) == ((1, True) if failing else (0, False)), (name, said)
    assert "seen" in (tmp_path / "built" / "index.txt").read_text(encoding="utf-8")


def test_guides_with_blocks_were_found():
    guides = {"first_steps", "patient_file", "bedside_sheet", "python", *(f"add_a_{part}" for part in PARTS)}
    assert guides <= {page.stem for page in PAGES if blocks_of(page.read_text(encoding="utf-8"))}


def test_every_value_that_a_page_puts_in_exists():
    values = substitutions()
    for page in PAGES:
        for key in VALUE.findall(page.read_text(encoding="utf-8")):
            node = values
            for name in key.split("."):
                assert isinstance(node, dict), f"{page.name}: {key}"
                assert name in node, f"{page.name}: {key}"
                node = node[name]
            assert isinstance(node, str | int), f"{page.name}: {key}"
            assert node != "–", f"{page.name}: {key} is absent"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_outside_the_build_lead_somewhere(name):
    for target in LINK.findall((ROOT / name).read_text(encoding="utf-8")):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_the_four_sentences_on_timing_errors_hold():
    usual, plain = pumped("1:1").measures, simulate(Patient.preset("shock")).measures
    early_in, late_in, early_out, late_out = (pumped("1:1", error).measures for error in ERRORS)
    assert early_in["lv_ejection_time"] < usual["lv_ejection_time"] - 20.0
    assert late_in["augmented_diastolic_pressure"] < usual["augmented_diastolic_pressure"]
    assert usual["systolic_aortic_pressure"] < early_out["systolic_aortic_pressure"] < plain["systolic_aortic_pressure"]
    assert early_out["aortic_end_diastolic_pressure"] > usual["aortic_end_diastolic_pressure"]
    assert late_out["aortic_end_diastolic_pressure"] > plain["aortic_end_diastolic_pressure"]
    assert late_out["lv_peak_pressure"] > plain["lv_peak_pressure"] > usual["lv_peak_pressure"]
    assert late_out["forward_stroke_volume"] > usual["forward_stroke_volume"]
    assert late_out["coronary_flow"] > usual["coronary_flow"]


def test_what_the_page_of_drugs_says_of_two_drugs_in_acute_regurgitation_holds():
    plain = simulate(Patient.preset("acute_severe_ar")).measures
    for reflex in (False, True):
        pressed = with_drug("acute_severe_ar", "noradrenaline", reflex=reflex).measures
        slowed = with_drug("acute_severe_ar", "esmolol", reflex=reflex).measures
        assert pressed["mean_aortic_pressure"] > plain["mean_aortic_pressure"] + 5.0
        assert pressed["lv_end_diastolic_pressure"] > plain["lv_end_diastolic_pressure"] + 5.0
        assert slowed["diastolic_time"] > plain["diastolic_time"]


def test_what_the_page_of_regulation_says_of_an_untreated_patient_holds():
    for name in PRESETS:
        off, on = (simulate(Patient.preset(name), reflex=reflex).measures for reflex in (False, True))
        for measure in ("heart_rate", "mean_aortic_pressure", "cardiac_output", "lv_end_diastolic_pressure"):
            assert on[measure] == pytest.approx(off[measure], rel=1e-3), (name, measure)


def test_what_the_page_of_rotary_pumps_says_of_the_left_atrial_share_holds():
    def filling(preset, share=None):
        given = {"extracorporeal.circuit": "lava_ecmo", "extracorporeal.left_atrial_share": str(share)}
        patient = Patient.preset(preset).with_values(given if share else {})
        return simulate(patient).measures["lv_end_diastolic_pressure"]

    acute, shock = "acute_severe_ar", "shock"
    assert filling(acute, 0.1) > filling(acute) + 0.5
    assert filling(acute, 0.9) < filling(acute) - 1.0
    assert filling(shock, 0.9) < filling(shock, 0.1) - 1.0 < filling(shock) - 1.0


def test_what_presets_were_fitted_to_is_said_for_each_that_has_fitted_values():
    said = {record.preset: record.fitted_keys for record in records()}
    assert set(said) == set(PRESETS)
    for name, keys in said.items():
        fitted = {key for key, source in Patient.preset(name).sources.items() if source == "fitted"}
        assert keys <= fitted, name
        assert bool(keys) == (name != "shock_mr")


def test_generated_files_are_no_part_of_the_repository():
    assert "generated/" in (DOCS / ".gitignore").read_text(encoding="utf-8").split()


def test_the_glossary_is_short_sorted_and_linked():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    (body,) = re.findall(r"```\{glossary\}\n(.*?)\n```", text, re.DOTALL)
    entries = dict(entry.split("\n", 1) for entry in body.split("\n\n"))
    assert list(entries) == sorted(entries)
    assert len(entries) <= 30
    assert {"arm", "article", "bedside sheet", "claim", "course", "face", "preset", "room", "statement"} <= set(entries)
    for term, meaning in entries.items():
        assert re.fullmatch(r"(  \S[^\n]*\n?)+", meaning), term
        assert meaning.rstrip().endswith("."), term
    assert "(glossary.md)" in (DOCS / "index.md").read_text(encoding="utf-8")
    assert "(docs/glossary.md)" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
