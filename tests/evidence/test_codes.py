"""Clinical codes: check digits catch every slip of one digit, wrong codes that circulate are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.evidence.check_digits import flaw, mod10_holds, verhoeff_holds
from diastole.knowledge.evidence.codes import SYSTEMS, Code, load_codes, parse_codes

SNOMED = [one.code for one in load_codes().codes if one.system == "sct"]
LOINC = [one.code for one in load_codes().codes if one.system == "loinc" and not one.code.startswith("LA")]


def test_check_digits_of_the_textbook():
    assert verhoeff_holds("2363")  # 236 has the check digit 3
    assert not verhoeff_holds("2364")
    assert mod10_holds("79927398713")
    assert not mod10_holds("79927398710")


@given(code=st.sampled_from(SNOMED + LOINC), place=st.integers(0, 17), digit=st.integers(0, 9))
def test_check_digits_catch_each_wrong_digit(code: str, place: int, digit: int):
    holds, digits = (mod10_holds, code.replace("-", "")) if code in LOINC else (verhoeff_holds, code)
    place %= len(digits)
    wrong = digits[:place] + str(digit) + digits[place + 1 :]
    assert holds(wrong) == (wrong == digits)


@given(code=st.sampled_from(SNOMED), place=st.integers(0, 16))
def test_verhoeff_catches_each_swap_of_neighbours(code: str, place: int):
    place %= len(code) - 1
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert verhoeff_holds(wrong) == (wrong == code)


@pytest.mark.parametrize(
    ("system", "code", "why"),
    [
        ("sct", "233573006", "check digit"), ("sct", "60234001", "check digit"), ("loinc", "79948-5", "check digit"),
        ("icd10pcs", "5A0221D", "impeller"), ("icd10pcs", "02HA0RJ", "not mean"), ("icd10pcs", "02HA34Z", "not mean"),
        ("cpt", "33989", "not mean"), ("sct", "602340019", "no concept"),  # the last is the id of a description
        ("icd10pcs", "5A0221O", "shape"), ("cpt", "3396", "shape"), ("sct", "60234000 ", "shape"),
        ("sct", "٦٠٢٣٤٠٠٠", "shape"), ("loinc", "", "shape"),
    ],
)  # fmt: skip
def test_a_wrong_code_is_refused_and_names_no_concept(system: str, code: str, why: str):
    codes = load_codes()
    assert why in (codes.reason_to_refuse(SYSTEMS[system], code) or "")
    assert codes.concept(SYSTEMS[system], code) is None


def test_a_code_counts_in_its_own_system_only():
    codes = load_codes()
    for code in ("60234000", "194983005"):
        assert codes.concept("http://snomed.info/sct", code) == "aortic_regurgitation"
        assert codes.concept("http://loinc.org", code) is codes.concept("urn:own", code) is None
    assert codes.concept("http://hl7.org/fhir/sid/icd-9-cm", "I71.01") is None
    assert codes.reason_to_refuse("urn:own", "60234000") is None


def test_the_emitted_code_comes_first_and_none_is_second_hand():
    codes = load_codes()
    assert [one.code for one in codes.accepted("aortic_regurgitation")][:2] == ["60234000", "I35.1"]
    assert codes.emitted("ar_vena_contracta", "loinc").code == "79948-6"
    assert all(one.verified != "secondary" for one in codes.codes if one.use == "emit")
    for system in ("cpt", "sct"):
        with pytest.raises(InputError, match=f"no verified code of {system}"):
            codes.emitted("balloon_pump_insertion", system)


def test_every_shipped_code_can_be_one():
    for one in load_codes().codes:
        assert flaw(one.system, one.code) is None
        assert one.system in SYSTEMS


def verified_by(table: str) -> list[Code]:
    return [code for code in load_codes().codes if code.verified == table]


def test_the_code_tables_agree_with_dicom():
    concepts = pytest.importorskip("pydicom.sr._concepts_dict").concepts
    schemes = {"sct": concepts["SCT"].values(), "loinc": concepts["LN"].values()}
    assert all(any(one.code in words for words in schemes[one.system]) for one in verified_by("dicom"))


def test_the_code_tables_agree_with_icd():
    table = pytest.importorskip("simple_icd_10_cm")
    assert all(table.is_leaf(one.code) for one in verified_by("icd-table"))


RECORD = "{concept: a_b, system: sct, code: '60234000', meaning: x, verified: dicom, use: emit}"
REST = "refused: []\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"codes: [{RECORD}, {RECORD}]\n{REST}", "is given twice"),
        (f"codes: [{RECORD.replace('60234000', '60234001')}]\n{REST}", "check digit"),
        (f"codes: [{RECORD.replace('60234000', '0')}]\n{REST}", "shape"),
        (f"codes: [{RECORD.replace('sct', 'own')}]\n{REST}", "'own' is not one of"),
        (f"codes: [{RECORD.replace('dicom', 'secondary')}]\n{REST}", "second-hand"),
        (f"codes: [{RECORD.replace('dicom', 'hearsay')}]\n{REST}", "verified"),
        (f"codes: [{RECORD}, {RECORD.replace('60234000', '194983005')}]\n{REST}", "second code of sct to emit"),
        (f"codes: [{RECORD.replace(chr(39), '')}]\n{REST}", "code' has to be text"),
        (f"codes: [{RECORD}]\nrefused: [{{system: sct, code: '60234000', reason: stale}}]\n", "stale"),
        (f"codes: [{RECORD}]\n", "refused"),
        (f"codes: {{no: 1}}\n{REST}", "read as bool"),
        (f"codes: 5\n{REST}", "codes"),
    ],
)
def test_a_wrong_table_is_refused(text: str, reason: str):
    with pytest.raises(InputError, match=reason):
        parse_codes(text)
    assert parse_codes(f"codes: [{RECORD}]\n{REST}").codes
