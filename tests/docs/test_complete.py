"""Nothing of the program is left out of the documentation."""

import pytest

import diastole
from diastole.circulation.network import CLOSED_LOOP
from diastole.evidence.sources import load_sources
from diastole.hemodynamics.vocabulary import LABELS, MEASURES, SIGNALS
from diastole.patient import PRESETS, Patient
from tests.laws import LAWS


def test_every_law_has_its_equation_unit_and_words_on_a_page(written):
    from _generate.formulas import formula
    from _generate.law_reader import all_laws

    documented = {law.name: law for law in all_laws()}
    assert {law.name for law in LAWS} <= set(documented)
    for name, law in documented.items():
        page = written[f"laws/{law.module.__name__.rpartition('.')[2]}.md"]
        assert f"$$\n{formula(law)}\n$$" in page, name
        assert f"`{law.docstring.splitlines()[0]}`" in page, name
        assert f"#law-{name.replace('_', '-')}" in written["parts/laws.md"], name


def test_every_field_and_every_named_number_of_the_laws_is_in_a_table(written):
    from _generate.law_reader import fields_of, law_modules, numbers_of, tuples_of

    for module in law_modules():
        page = written[f"laws/{module.__name__.rpartition('.')[2]}.md"]
        fields = [field for type_ in tuples_of(module) for field in fields_of(type_)]
        for field in [*fields, *numbers_of(module)]:
            assert f"| `{field.name}` |" in page
            assert field.unit, field.name


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_documented(written, name):
    page, measure = written["parts/measures.md"], MEASURES[name]
    assert f"### {measure.title}\n" in page
    assert measure.definition in page
    assert f"`{name}`" in written["parts/measures_index.md"]
    assert measure.title in written["parts/preset_measures.md"]


def test_every_label_and_every_waveform_is_documented(written):
    assert all(f"| `{label}` |" in written["parts/labels.md"] for label in LABELS)
    assert all(f"| `{name}` |" in written["parts/signals.md"] for name in SIGNALS)


def test_every_parameter_is_documented_with_its_value_in_every_preset(written):
    from _generate.patients import leaf_fields, value_at
    from _generate.patients import written as as_text

    page = written["parts/parameters.md"]
    blocks = dict(part.split("\n", 1) for part in page.split("## ")[1:])
    for key in leaf_fields():
        block, _, name = key.rpartition(".")
        if key == "description":
            continue
        rows = blocks[f"`{block}`" if block else "At the top"].splitlines()
        row = next(line for line in rows if line.startswith(f"| `{name}` |"))
        if block == "balloon_pump":
            continue
        for preset in PRESETS:
            value = value_at(Patient.preset(preset), key)
            same = value == value_at(Patient.preset("healthy"), key)
            assert as_text(key, value) in row, (key, preset)
            assert preset == "healthy" or same or f"**{as_text(key, value)}" in row, (key, preset)


def test_every_preset_is_documented(written):
    for name in PRESETS:
        assert f"| `{name}` | {Patient.preset(name).name} |" in written["parts/presets.md"]


@pytest.mark.parametrize("key", load_sources())
def test_every_source_is_documented_with_how_it_was_checked(written, key):
    page, source = written["parts/sources.md"], load_sources()[key]
    assert f"## {key}\n" in page
    assert source.citation in page
    assert source.type == "own" or f"checked: {source.checked}" in page


def test_every_option_of_every_command_is_documented(written):
    from _generate.reference import commands, options

    page = written["parts/command_line.md"]
    sections = {part.split("\n", 1)[0]: part for part in page.split("\n## ")[1:]}
    assert set(sections) == set(commands())
    for option in options():
        command, word = option.split()
        assert word in sections[command], option


def test_every_public_name_is_documented(written):
    assert all(f":: diastole.{name}" in written["parts/python.md"] for name in diastole.__all__)


def test_every_store_and_link_is_drawn_and_listed(written):
    from _generate.network import LINES, PLACES

    assert {store.name for store in CLOSED_LOOP.stores} == set(PLACES)
    assert {link.kind for link in CLOSED_LOOP.links} <= set(LINES)
    assert all(f"| `{link.name}` |" in written["parts/links.md"] for link in CLOSED_LOOP.links)
