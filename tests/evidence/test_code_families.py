"""Families of ICD-10 and the spellings of systems: what a code means hangs on how it begins, in whose form and year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.evidence.code_families import FILE, ICD, load_families, parse_families
from diastole.knowledge.evidence.codes import SYSTEMS, load_codes, system_of
from diastole.knowledge.fhir import coding as fhir_codes

CM = SYSTEMS["icd10cm"]
EMPTY = "open: []\nharmless: []\neditions: []\nharmless_codes: {}\n"


# Codes of any year and country by their concept, each after its system.
OF_FAMILIES = {
    "aortic_aneurysm": "icd10cm I71.43 I71.21 I71.2 I7143 i71.43 icd10gm I71.4†",  # I71.2 of 2022
    "aortic_dissection": "icd10cm I71.01 I71.012 icd10gm I71.01 icd10 I71.0",  # icd10cm I71.01 of 2022; a parent since
    "sepsis": "icd10cm A41.9 A41.54 R65.21 T81.12XA icd10gm R65.1! R57.2 B44.70 G94.32*",
    "peripheral_artery_disease": "icd10cm I70.222 E11.51 icd10gm E11.50",
    "aortic_wall_disease": "icd10cm Q87.410 icd10gm I77.80",
    "thrombocytopenia": "icd10cm D69.59 D69.53 icd10gm D69.52 icd10 D69.5",  # D69.52: type I, heparin may stay
    "heparin_induced_thrombocytopenia": "icd10cm D75.829 icd10gm D69.53",
    "bleeding": "icd10gm G95.10",
    "coagulopathy": "icd10cm D65",
    "terminal_disease": "icd10cm Z51.5",
}


@pytest.mark.parametrize("concept", OF_FAMILIES)
def test_a_code_of_any_year_is_of_its_family(concept):
    system = ""
    for word in OF_FAMILIES[concept].split():
        if word in ICD:
            system = word
        else:
            assert load_codes().concept(SYSTEMS[system], word) == concept, word


@pytest.mark.parametrize(
    ("system", "code", "severity"),
    [
        ("icd10cm", "I70.211", None), ("icd10cm", "I70.222", "severe"), ("icd10cm", "I70.249", "severe"),
        ("icd10cm", "E11.51", None), ("icd10cm", "E11.52", "severe"),
        ("icd10gm", "I70.22", None), ("icd10gm", "I70.25", None), ("icd10gm", "I70.24", "severe"),
        ("icd10", "I70.20", None), ("icd10", "I70.21", "severe"),
    ],
)  # fmt: skip
def test_the_severity_that_a_code_says_depends_on_the_country(system, code, severity):
    assert load_codes().meaning(system, code) == ("peripheral_artery_disease", severity, False)


@pytest.mark.parametrize(
    ("system", "code"),
    [("icd10gm", "R65.2"), ("icd10cm", "E11.59"), ("icd10cm", "I35.9"), ("icd10cm", "I71"), ("icd10cm", "ZZZ"),
     ("icd10", "Z92.1"), ("icd10gm", "Z92.1"), ("icd10cm", "A24.1"), ("icd10", "B00.7"), ("icd10cm", "A31.2"),
     ("icd10cm", "B44.7"), ("icd10gm", "B44.78"), ("icd10cm", "Z14.02"), ("icd10gm", "N18.0"), ("icd10cm", "Z79.01"),
     ("icd10cm", "I33.0"), ("icd10cm", "I74.3"), ("sct", "233988005"), ("loinc", "77912-4"), ("icd10cm", "")],
)  # fmt: skip
def test_what_is_of_no_family_is_neither_read_nor_harmless(system, code):
    """ICD-10-GM R65.2 is an inflammation without an infection, which in ICD-10-CM is severe sepsis."""
    assert load_codes().meaning(system, code) is None
    assert not load_families().is_harmless(system, code)


@pytest.mark.parametrize("code", ["E11.9", "I10", "I25.10", "J44.1", "N18.30", "F32.A", "Z95.5"])
def test_what_no_rule_asks_is_harmless(code):
    assert load_families().is_harmless("icd10cm", code)


@given(code=st.from_regex(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", fullmatch=True), system=st.sampled_from(ICD))
def test_a_code_is_never_read_and_harmless(code, system):
    families = load_families()
    assert not (families.family(system, code) and families.is_harmless(system, code))


def test_families_agree_with_the_table():
    """A billable code whose name holds a word of the rules has its concept, or at least is not taken for harmless."""
    table = pytest.importorskip("simple_icd_10_cm")
    families = load_families()
    named = {
        "dissection of aorta": "aortic_dissection", "aortic aneurysm": "aortic_aneurysm", "severe sepsis": "sepsis",
    }  # fmt: skip
    telling = (
        "aortic", "aorta", "aneurysm", "sepsis", "septic shock", "thrombocytopeni", "coagulation defect", "palliative",
        "gastrointestinal hemorrhage", "with bleeding", "arteries of the lower", "atherosclerosis of native art",
    )  # fmt: skip
    innocent = ("history", "stenosis", "personal", "without bleeding", "cerebral", "carotid", "family", "coronary",
                "aortic body", "bone cyst", "micro-aneurysm", "pulmonary artery", "sepsis aftercare")  # fmt: skip
    for code in filter(table.is_leaf, table.get_all_codes()):
        name, family = table.get_description(code).lower(), families.family("icd10cm", code)
        if any(word in name for word in telling) and not any(word in name for word in innocent):
            assert not families.is_harmless("icd10cm", code), (code, name)
        for word, concept in named.items():
            if word in name and code.startswith(("I71", "R65")):
                assert getattr(family, "concept", "") == concept, (code, name)


@pytest.mark.parametrize(
    ("address", "system"),
    [
        ("http://snomed.info/sct", "sct"), ("https://snomed.info/sct", "sct"), ("http://snomed.info/sct/", "sct"),
        ("http://snomed.info/sct/900000000000207008/version/20260301", "sct"),
        ("http://snomed.info/sct|http://snomed.info/sct/731000124108", "sct"),
        ("urn:oid:2.16.840.1.113883.6.96", "sct"), ("2.16.840.1.113883.6.1", "loinc"), ("HTTP://LOINC.ORG", "loinc"),
        ("https://www.hl7.org/fhir/sid/icd-10-cm", "icd10cm"), ("urn:oid:2.16.840.1.113883.6.3", "icd10"),
        ("http://fhir.de/CodeSystem/dimdi/icd-10-gm", "icd10gm"),
        ("http://hl7.org/fhir/sid/icd-10-pcs", "icd10pcs"),
        ("http://snomed.info", ""), ("http://snomed.info/sctx", ""), ("", ""), ("urn:own", ""),
    ],
)  # fmt: skip
def test_a_system_is_known_however_it_is_spelt(address, system):
    assert system_of(address) == system


def test_a_code_without_a_system_is_read_and_never_whole():
    codes = load_codes()
    expected = {"60234000": "aortic_regurgitation", "I71.43": "aortic_aneurysm", "33967": "balloon_pump_insertion"}
    for code, concept in expected.items():
        meaning = codes.meaning(None, code)
        assert (meaning.concept, meaning.whole) == (concept, False)


def test_every_fact_that_a_family_means_has_a_way_in():
    """A family of a concept that nothing reads would be taken for understood, and be lost."""
    read = {*fhir_codes.GRADED, *fhir_codes.FOUND, *fhir_codes.MEASURED, "cardiogenic_shock"}
    known = {"aortic_stenosis", "bicuspid_aortic_valve", "tamponade", "postcardiotomy_syndrome"}  # asked by no rule
    every = [found for starts in load_families().starts.values() for found in starts.values()]
    assert {found.concept for found in every if not isinstance(found, str)} <= read | known


FAMILY = "{concept: a_b, begins: [I71]}"
OTHER = "editions: [{system: icd10, year: 2020, concept: c_d, codes: [I71.0]}]"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"families: [{FAMILY}, {FAMILY}]\n{EMPTY}", "I71 is given twice for icd10"),
        (f"families: [{FAMILY}]\n{EMPTY.replace('harmless: []', 'harmless: [I71]')}", "I71 is given twice"),
        (f"families: [{FAMILY}]\n{EMPTY.replace('editions: []', OTHER)}", "I71.0 of icd10 2020 is not of 'c_d'"),
        (f"families: [{FAMILY}]\n{EMPTY.replace('{}', '{sct: {38341004: x}}')}", "check digit|38341004|text"),
        (f"families: [{{concept: a_b, begins: [71]}}]\n{EMPTY}", "begins"),
        (f"families: [{{concept: a_b, begins: []}}]\n{EMPTY}", "begins"),
        (f"families: [{{concept: a_b, begins: [I71], only: [icd9]}}]\n{EMPTY}", "only"),
        ("families: []\n", "open"),
    ],
)  # fmt: skip
def test_wrong_families_are_refused(text, reason):
    with pytest.raises(InputError, match=reason) as refusal:
        parse_families(text)
    assert FILE in str(refusal.value)
    assert parse_families(f"families: [{FAMILY}]\n{EMPTY}").family("icd10", "I71.0")
