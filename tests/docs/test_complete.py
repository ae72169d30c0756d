"""The documentation covers the whole program, and its formulas can be drawn."""

import re
from xml.etree import ElementTree

import pytest
from _generate.devices import PRINTED, PRINTED_AT, flow_at
from _generate.drugs import PARTS, TARGETS, assumed, source_of
from _generate.formulas import formula
from _generate.law_reader import all_laws, fields_of, law_modules, numbers_of, tuples_of
from _generate.network import LINES, PLACES
from _generate.pages import DOCS
from _generate.patients import is_treatment, leaf_fields
from _generate.patients import written as as_text
from _generate.reference import commands, options
from latex2mathml.converter import convert

import diastole
from diastole.knowledge.evidence.sources import load_sources
from diastole.model.circulation.network import CLOSED_LOOP
from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.devices.register import DEVICES, LINKS
from diastole.model.drugs.formulary import DRUGS
from diastole.model.measures.console_labels import LABELS
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.relative_value import value_at
from diastole.model.patient.treatment import Surgery
from tests.devices.pumps import axial_pump
from tests.laws import LAWS


@pytest.mark.slow
def test_every_law_has_its_equation_unit_and_words_on_a_page(written):
    documented = {law.name: law for law in all_laws()}
    assert {law.name for law in LAWS} <= set(documented)
    for name, law in documented.items():
        page = written[f"laws/{law.module.__name__.rpartition('.')[2]}.md"]
        assert f"$$\n{formula(law)}\n$$" in page, name
        assert f"`{law.docstring.splitlines()[0]}`" in page, name
        assert f"#law-{name.replace('_', '-')}" in written["parts/laws.md"], name


def test_every_field_and_every_named_number_of_the_laws_is_in_a_table(written):
    for module in law_modules():
        page = written[f"laws/{module.__name__.rpartition('.')[2]}.md"]
        units = {name: one.unit for type_ in tuples_of(module) for name, one in fields_of(type_).items()}
        units |= {number.name: number.unit for number in numbers_of(module)}
        for name, unit in units.items():
            assert f"| `{name}` |" in page
            assert unit, name


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_documented(written, name):
    page, measure = written["parts/measures.md"], MEASURES[name]
    assert f"### {measure.title}\n" in page
    assert measure.definition in page
    assert f"`{name}`" in written["parts/measures_index.md"]
    assert measure.title in written["parts/preset_measures.md"]


@pytest.mark.parametrize(
    ("part", "texts"),
    [
        ("labels", [f"| `{label}` |" for label in LABELS]),
        ("signals", [f"| `{name}` |" for name in SIGNALS]),
        ("presets", [f"| `{name}` | {Patient.preset(name).name} |" for name in PRESETS]),
        ("python", [f":: diastole.{name}" for name in diastole.__all__]),
        ("surgery", [f"`surgery.{name}." for name in Surgery.model_fields]),
        ("links", [f"| `{link.name}` |" for link in CLOSED_LOOP.links]),
        ("device_effects", [f"`{model.name}`" for device in DEVICES for model in device.models]),
    ],
)
def test_every_name_is_on_its_page(written, part, texts):
    assert [text for text in texts if text not in written[f"parts/{part}.md"]] == []


def test_every_parameter_is_documented_with_its_value_in_every_preset(written):
    page = written["parts/parameters.md"]
    blocks = dict(part.split("\n", 1) for part in page.split("## ")[1:])
    for key in leaf_fields():
        block, _, name = key.rpartition(".")
        if key == "description":
            continue
        rows = blocks[f"`{block}`" if block else "At the top"].splitlines()
        row = next(line for line in rows if line.startswith(f"| `{name}` |"))
        if is_treatment(key):
            assert all(value_at(Patient.preset(preset), key) in (None, 0.0) for preset in PRESETS), key
            continue
        for preset in PRESETS:
            value = value_at(Patient.preset(preset), key)
            same = value == value_at(Patient.preset("healthy"), key)
            assert as_text(key, value) in row, (key, preset)
            assert preset == "healthy" or same or f"**{as_text(key, value)}" in row, (key, preset)


def test_every_source_is_documented_with_how_it_was_checked(written):
    page = written["parts/sources.md"]
    for key, source in load_sources().items():
        assert f"## {key}\n" in page, key
        assert source.citation in page, key
        assert source.type == "own" or f"checked: {source.checked}" in page, key


def test_every_option_of_every_command_is_documented(written):
    page = written["parts/command_line.md"]
    sections = {part.split("\n", 1)[0]: part for part in page.split("\n## ")[1:]}
    assert set(sections) == set(commands())
    for option in options():
        command, word = option.split()
        assert word in sections[command], option


def test_every_store_and_link_is_drawn():
    assert {store.name for store in CLOSED_LOOP.stores} == set(PLACES)
    assert {link.kind for link in CLOSED_LOOP.links if link not in LINKS} <= set(LINES)


def test_every_drug_is_documented_with_each_of_its_values_and_where_it_comes_from(written):
    doses = rows(written["parts/drugs.md"], 0)
    assert set(doses) == {f"`{name}`" for name in DRUGS}
    documented = iter(written["parts/drug_curves.md"].splitlines()[2:])
    for name, drug in DRUGS.items():
        assert f"{drug.usual_dose:g} | {drug.largest_dose:g}" in doses[f"`{name}`"]
        assert drug.range_source in doses[f"`{name}`"]
        for curve in drug.curves:
            line = next(documented)
            size = curve.greatest if curve.on == "veins" else 100 * curve.greatest
            assert line.startswith(f"| `{name}` |")
            assert f" {size:+g} ".replace("-", "−") in line
            assert f"{curve.half_dose:g} (" in line
            assert line.count("**assumed**") == [curve.source, curve.half_dose_source].count("assumed")
    assert not list(documented)


def test_every_assumed_value_of_a_drug_is_varied():
    assert {curve.on for drug in DRUGS.values() for curve in drug.curves} <= set(TARGETS)
    expected = sum(source_of(c, part) == "assumed" for drug in DRUGS.values() for c in drug.curves for part in PARTS)
    assert len(list(assumed())) == expected > 0


def test_every_device_is_documented_with_its_levels_and_what_its_maker_prints(written):
    levels = written["parts/axial_levels.md"]
    for model, data in AXIAL_PUMPS.items():
        assert f"| `{model}` |" in written["parts/axial_laws.md"]
        for level, speed in data.speeds.items():
            assert f"| `{model}` | {level} | {speed:.0f} |" in levels
    assert set(rows(written["parts/circuits.md"], 0)) == {f"`{name}`" for name in CIRCUITS}


def test_the_pumps_stay_near_what_their_makers_print():
    """From P-2 on: slower pumps do not hold 60 mmHg, and what runs back through them is our own."""
    for model, printed in PRINTED.items():
        for level, ends in list(zip(AXIAL_PUMPS[model].speeds, printed, strict=True))[2:]:
            ours = [flow_at(axial_pump(model, level), difference) for difference in PRINTED_AT]
            assert ours == pytest.approx(ends, abs=0.5), (model, level)


def rows(text, column):
    """Return the lines of a table by the text of one of its columns."""
    return {line.split(" | ")[column].removeprefix("| "): line for line in text.splitlines()[2:]}


def test_each_formula_becomes_mathml_without_a_command_that_is_left_over(written):
    """What the converter does not know it prints as it stands: a backslash, an ampersand, a gap in brackets."""
    pages = [*written.values(), *(path.read_text(encoding="utf-8") for path in DOCS.glob("*/*.md"))]
    blocks = [found for page in pages for found in re.findall(r"^\$\$\n(.*?)\n\$\$$", page, re.MULTILINE | re.DOTALL)]
    inline = [found for page in pages for found in re.findall(r"(?<![\$\w])\$([^$\n`]+)\$(?![\$\w])", page)]
    assert len(blocks) > 40
    assert len(inline) > 40
    for tex in (*blocks, *inline):
        drawn = ElementTree.fromstring(convert(tex))
        text = "".join(drawn.itertext())
        assert not set(text) & set("\\&$"), tex
        assert "ex]" not in text, tex
