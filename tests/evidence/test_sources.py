"""The bibliography is complete: every key named in the code resolves, and every record is used or quoted."""

import re
from pathlib import Path

import pytest

import diastole
from diastole.knowledge.evidence import sources
from diastole.knowledge.evidence.sources import Source, load_sources, parse_sources
from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import PRESETS, Patient

PACKAGE = Path(diastole.__file__).parent
KEY = re.compile(r"\b[a-z]+(?:18|19|20)\d\d[a-z]?\b")
DATA = ("studies/claims", "knowledge/evidence/statements")
CLINICAL = re.compile(r"^source: (\S+)$", re.MULTILINE)  # of a publication that validation compares with
PUBLICATIONS = Path(__file__).parents[2] / "validation/publications"
RECORDS = PUBLICATIONS.parent / "presets"
PAGES = PUBLICATIONS.parents[1] / "docs"
QUOTED = re.compile(r"<source-([\w-]+)>")  # in a page that is written by hand
MECHANICS = {"land2015", "guccione1991"}  # and so does the verification of the wall in space


def keys_in_code() -> set[str]:
    paths = (path for folder in ("model", "studies/fit") for path in (PACKAGE / folder).rglob("*.py"))
    return {key for path in paths for key in KEY.findall(path.read_text("utf-8"))}


def test_every_key_in_a_law_resolves():
    keys = keys_in_code()
    assert {"land2017", "arts1991", "mynard2012", "bruinsma1988", "lumens2009"} <= keys
    assert keys <= set(load_sources())


def sources_of_treatments() -> set[str]:
    """Return what the data of drugs and devices names, but for `assumed`."""
    curves = [curve for drug in DRUGS.values() for curve in drug.curves]
    named = {curve.source for curve in curves} | {curve.half_dose_source for curve in curves}
    named |= {drug.range_source for drug in DRUGS.values()}
    named |= {model.source for model in AXIAL_PUMPS.values()} | {circuit.source for circuit in CIRCUITS.values()}
    return named - {"assumed"}


def words_of_data() -> set[str]:
    """Return every word of the data of claims and statements; a name of a source is one of them."""
    texts = (path.read_text("utf-8") for folder in DATA for path in (PACKAGE / folder).glob("*.yaml"))
    return {word for text in texts for word in re.findall(r"[\w-]+", text)}


def test_every_source_of_a_drug_or_a_device_resolves():
    assert {"impella_manual", "guiha1974"} <= sources_of_treatments() <= set(load_sources())


def sources_of_validation() -> set[str]:
    """Return what publications name, and the rows of phenomena."""
    found = (path for ending in ("py", "yaml") for path in PUBLICATIONS.parent.glob(f"phenomena/*/*.{ending}"))
    phenomena = [path.read_text("utf-8") for path in found]
    folders = (PUBLICATIONS, PUBLICATIONS.with_name("held_back"))
    publications = [path.read_text("utf-8") for folder in folders for path in folder.glob("*.yaml")]
    named = {key for text in publications for key in CLINICAL.findall(text)}
    return named | {key for text in (*phenomena, *publications) for key in KEY.findall(text)}


def sources_of_records() -> set[str]:
    """Return what the records of the presets name: as a source, and in their words."""
    texts = [path.read_text("utf-8") for path in RECORDS.glob("*.yaml")]
    return {key for text in texts for key in KEY.findall(text)}


def sources_of_pages() -> set[str]:
    pages = (path.read_text("utf-8") for path in PAGES.rglob("*.md") if "generated" not in path.parts)
    return {key for text in pages for key in QUOTED.findall(text)}


def sources_of_limits() -> set[str]:
    limits = load_thresholds()
    return {ref for table in (*limits.measured.values(), *limits.signs.values()) for ref in table.sources}


def test_every_record_is_used():
    of_presets = {source for name in PRESETS for source in Patient.preset(name).sources.values()}
    quoted = sources_of_records() | sources_of_pages()
    of_data = words_of_data() | sources_of_limits() | sources_of_treatments() | sources_of_validation()
    assert set(load_sources()) <= keys_in_code() | of_presets | of_data | quoted | MECHANICS


def lacks(source: Source, *, computes: bool) -> list[str]:
    """Return what a record does not say; it has to say more where the model computes with it."""
    holds = {
        "citation": source.citation,
        "title or authors": source.title or source.authors,
        "DOI": not source.doi or re.fullmatch(r"10\.\d{4,}/\S+", source.doi),
    }
    if computes:
        holds |= {
            "authors": source.authors,
            "year, as in its key": source.year is not None and str(source.year) in source.id,
            "journal": source.journal,
        }
    return [part for part, is_there in holds.items() if not is_there]


def test_a_record_says_enough_to_be_found():
    sources, computed_with = load_sources(), keys_in_code() | sources_of_treatments()
    assert [key for key, source in sources.items() if source.id != key] == []
    missing = {
        key: lacks(source, computes=source.type == "research" and key in computed_with)
        for key, source in sources.items()
    }
    assert {key: parts for key, parts in missing.items() if parts} == {}


NOWHERE = {  # looked for, and neither identifier nor address was found
    "fick1870", "mitrovic1993", "joachim2024", "miller1976", "dekker2003", "rao2020", "impella-ai-146",
    "getinge-iab-ifu", "seekhealthz-iabp", "barnea1990", "bav-as30",
}  # fmt: skip


def test_every_source_can_be_looked_up():
    without = {source.id for source in load_sources().values() if source.type != "own" and not source.address}
    assert without <= NOWHERE


def test_an_identifier_is_printed_once_and_leads_to_an_address():
    source = load_sources()["mynard2012"]
    assert source.identifier == source.short_identifier == "doi:10.1002/cnm.1466"
    assert source.address == "https://doi.org/10.1002/cnm.1466"
    page = load_sources()["teleflex-ac3"]
    assert page.address == page.identifier
    assert "/" not in page.short_identifier


def test_citation_is_one_line_of_what_is_known():
    line = load_sources()["mynard2012"].citation
    assert re.fullmatch(r"Mynard JP.* 2012 28:626-641", line)  # and on one line
    assert ".." not in line


def test_what_is_read_one_by_one_is_the_file_read_as_a_whole():
    text = (PACKAGE / "knowledge/evidence/sources.yaml").read_text("utf-8")
    assert dict(load_sources()) == parse_sources(text)
    assert list(load_sources()) == list(parse_sources(text))


def test_a_source_is_known_before_it_is_read():
    known = load_sources()
    assert "mynard2012" in known
    assert "mynard" not in known
    with pytest.raises(KeyError):
        known["mynard"]


def test_a_file_that_has_changed_is_read_as_a_whole(monkeypatch):
    monkeypatch.setattr(sources, "outdated", lambda: "the evidence has changed")
    monkeypatch.setattr(sources, "parse_sources", lambda text: {"all": text})
    load_sources.cache_clear()
    assert list(load_sources()) == ["all"]
    load_sources.cache_clear()


RECORD = "- {id: a2000, type: research, checked: unverified}\n"


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        (RECORD + RECORD, "'a2000' is given twice"),
        (RECORD.replace("unverified", "surely"), "'surely'"),
        (RECORD.replace("research", "rumour"), "'rumour'"),
        (RECORD.replace("}", ", editor: x}"), "editor"),
        ("- {id: a2000, type: research}\n", "checked"),
    ],
)
def test_a_wrong_record_is_refused(text, needed):
    with pytest.raises(ValueError, match=needed):
        parse_sources(text)
    assert set(parse_sources(RECORD)) == {"a2000"}
