"""The reading of one fact in one resource: understood, or unknown with the value named; never silence."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.fhir import coding as fhir_codes
from diastole.knowledge.fhir import quantities as fhir_values
from diastole.knowledge.fhir import wording as fhir_words
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.facts import WrittenQuantity
from diastole.knowledge.rules.grading import graded_value
from diastole.knowledge.screening.admission import admit
from diastole.knowledge.screening.spellings import finding_word, grade_words, parse_spellings, plain_unit
from tests.screening.bundles import LOINC, SCT, UCUM, coding, concept
from tests.screening.clean_record import EXPECTED, RECORDS

AR = concept("60234000")


def part(code=AR, **value):
    return Node({"resourceType": "Observation", "code": code, **value}, "Observation/x")


def grade(code=AR, **value):
    return fhir_words.graded(part(code, **value), "aortic_regurgitation")


def coded(code, system=None, **more):
    return {"valueCodeableConcept": concept(code, system, **more)}


def amount(fact="ar.regurgitant_volume", **value):
    given_, reason = fhir_values.measured(part(**value), fact)
    found = admit(fact, given_, source="x") if given_ is not None else None
    return (found.value, found.reason) if found else (None, reason)


def quantity(value, unit=None, code=None, system=UCUM, **more):
    block = {"value": value, "unit": unit, "code": code, "system": system if code else None, **more}
    return {"valueQuantity": {key: one for key, one in block.items() if one is not None}}


def of_case(folder, name):
    bundle = json.loads((RECORDS / folder / name).read_text(encoding="utf-8"))
    [found] = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Observation"]
    return Node(found, "Observation/x")


@pytest.mark.parametrize(("name", "wanted"), EXPECTED["grades"].items())
def test_the_cases_of_grades(name, wanted):
    node = of_case("09-grade-spelling", f"{name}.json")
    assert fhir_codes.concepts(node.block("code")) == ("aortic_regurgitation",)
    found, reason = fhir_words.graded(node, "aortic_regurgitation")
    assert found == wanted or (found is None and wanted in reason)


def test_a_code_of_the_grade_that_is_not_known_is_named():
    node = of_case("09-grade-spelling", "b4_loinc_degree_77912.json")
    assert fhir_codes.concepts(node.block("code")) == ()
    assert fhir_codes.unread(node.block("code")) == "the code 77912-4 is not understood"


GRADES = {
    **dict.fromkeys(("SEVERE", "Hochgradig", "4+", "severe AI"), "severe"),
    **dict.fromkeys(("Aortic regurgitation: moderate", "2+/4+", "mäßig", "mild-to-moderate"), "moderate"),
    "Grade I": "mild", "trace to mild": "mild", "No aortic regurgitation": "none", "No AR.": "none",
    **dict.fromkeys((
        "no severe regurgitation", "severe mitral regurgitation", "at least moderate", "not seen", "?", "severe?",
        "mild AR, severe AS", "moderate (previously severe)")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), GRADES.items())
def test_words_of_grades_are_read_whole_or_not_at_all(text, wanted):
    for value in ({"valueString": text}, {"valueCodeableConcept": {"text": text}}):
        found, reason = grade(**value)
        assert found == wanted
        assert found or text in reason


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (coded("24484000", text="Severe (4+)"), "severe"), (coded("24484000", text="see the report"), "severe"),
        (coded("255604002", text="mild, but severe on TEE"), None),
        (coded("255604002", "http://hospital.example/grades"), None), (coded("838545002", text="severe"), None),
        (coded("260413007", text="mild"), None), (coded("2667000", text="severe AR"), None),
        ({"valueCodeableConcept": {"coding": [coding("S", "urn:own", display="Severe")]}}, "severe"),
        ({"valueCodeableConcept": {"coding": [{"code": "24484000"}]}}, "severe"),
        ({"valueCodeableConcept": {"coding": [{"code": "S"}]}}, None), ({"valueInteger": 3}, None),
        ({"valueCodeableConcept": {}}, None), ({}, None),
    ],
)  # fmt: skip
def test_codes_and_their_names_have_to_agree(value, wanted):
    found, reason = grade(**value)
    assert found == wanted
    assert bool(reason) == (found is None)


@pytest.mark.parametrize(
    "value", [{"valueBoolean": False}, coded("2667000"), coded("LA9634-2", LOINC), {"valueString": "none"}]
)
def test_only_the_whole_lesion_can_be_denied(value):
    assert grade(**value) == ("none", "")
    for code in (concept("I35.1"), concept("838546001"), {"coding": [{"code": "60234000"}]}):
        assert grade(code, **value) == (None, "denies one form of it only")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"valueBoolean": True}, "present"), ({"valueBoolean": False}, "absent"), (coded("10828004"), "present"),
        (coded("LA33-6", LOINC), "present"), (coded("2667000"), "absent"), (coded("24484000"), "present"),
        ({"valueString": "ruled out"}, "absent"), ({"valueString": "possible"}, "suspected"),
        (coded("415684004"), "suspected"), ({"valueString": "see text"}, None), (coded("1234567"), None),
        (coded("2667000", text="present"), None), ({"valueInteger": 1}, None), ({}, None),
    ],
)  # fmt: skip
def test_findings(value, wanted):
    found, reason = fhir_words.finding(part(concept("308546005"), **value), "aortic_dissection")
    assert found == wanted
    assert bool(reason) == (found is None)


def test_a_bleeding_is_not_said_to_be_uncontrolled():
    assert fhir_words.finding(part(concept("131148009"), valueBoolean=True), "bleeding") == ("suspected", "")


@pytest.mark.parametrize(("name", "wanted"), EXPECTED["quantities"].items())
def test_the_cases_of_units(name, wanted):
    node = of_case("08-units-ucum", f"{name}.json")
    [found] = fhir_codes.concepts(node.block("code"))
    fact = fhir_codes.MEASURED[found]
    given_, reason = fhir_values.measured(node, fact)
    known = admit(fact, given_, source="x") if given_ is not None else None
    if isinstance(wanted, str):
        assert wanted in (known.reason if known else reason)
    else:
        assert known
        assert known.value == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (quantity(72, "mL", "mL/{beat}.{x}"), 72), (quantity(0.07, "L", "L"), 70),
        (quantity(72, "mL", "258773002", SCT), 72),
        (quantity(72, "Milliliter", "mL"), 72), (quantity(72, "volume", "mL{rgt}"), 72),
        (quantity(72, "kg", "kg"), None),
        (quantity(72, code="{beat}"), None), (quantity(72, " "), None), (quantity(1e308, "L"), None),
        ({"valueString": "72 mL/beat"}, 72), ({"valueString": "≥ 60 mL"}, 60), ({"valueString": "72"}, None),
        ({"valueString": "0,72 dL"}, None), ({"valueString": "1e999 mL"}, None), ({"valueString": "about 72 mL"}, None),
        ({"valueRange": {"low": {"value": 60, "unit": "mL"}}}, None),
        ({"valueRange": {"low": {"value": 70, "unit": "mL"}, "high": {"value": 60, "unit": "mL"}}}, None),
        ({"valueRange": {"low": {"value": 10, "unit": "mL"}, "high": {"value": 20, "unit": "mL"}}}, 10),
        ({"valueRange": {"low": {"value": 20, "unit": "mL"}, "high": {"value": 40, "unit": "mL"}}}, None),
    ],
)  # fmt: skip
def test_volumes(value, wanted):
    found, reason = amount(**value)
    assert found == (None if wanted is None else pytest.approx(wanted))
    assert bool(reason) == (found is None)


def test_a_ratio_of_different_units_is_not_taken():
    ratio = {"numerator": {"value": 55, "unit": "mL"}, "denominator": {"value": 100, "unit": "L"}}
    assert amount("ar.regurgitant_fraction", valueRatio=ratio)[0] is None
    ratio["denominator"] = {"value": 0, "unit": "mL"}
    assert amount("ar.regurgitant_fraction", valueRatio=ratio)[0] is None


def parts(upper, lower):
    return {"valueRatio": {"numerator": upper, "denominator": lower}}


@pytest.mark.parametrize(
    ("upper", "lower", "wanted"),
    [
        ({"value": 20}, {"value": 80}, 25),
        ({"value": 30, "unit": "mL"}, {"value": 0.1, "unit": "L"}, 30),
        ({"value": 50, "comparator": ">="}, {"value": 80}, 62.5),
        ({"value": 50}, {"value": 80, "comparator": "<"}, 62.5),
        ({"value": 5, "comparator": "<", "unit": "mL"}, {"value": 80, "code": "mL", "unit": "cc"}, 6.25),
        ({"value": 20, "comparator": ">="}, {"value": 80}, "only a limit is given: >= 0.25 1"),
        ({"value": 20}, {"value": 80, "comparator": "<="}, "only a limit is given: >= 0.25 1"),
        ({"value": 20}, {"value": 80, "comparator": "ad"}, "only a limit is given: ad 0.25 1"),
        ({"value": 50, "comparator": ">"}, {"value": 80, "comparator": "<"}, "a ratio of limits"),
        ({"value": -20}, {"value": 80}, "not understood"),
        ({"value": 20}, {}, "not understood"),
        ({"value": 20, "unit": "drops"}, {"value": 80, "unit": "drops"}, 25),
        ({"value": 20, "unit": "drops"}, {"value": 80, "unit": "mL"}, "a ratio of 'drops' to 'mL'"),
        ({"value": 20, "unit": "mL", "code": "L"}, {"value": 80, "unit": "mL"}, "not understood"),
        ({"value": 20, "unit": "mL"}, {"value": 80, "unit": "mL/min"}, "a ratio of 'mL' to 'mL/min'"),
        ({"value": 20, "unit": "mL"}, {"value": 80}, "a ratio of 'mL' to '1'"),
    ],
)
def test_a_comparator_in_a_ratio_makes_a_limit_of_it(upper, lower, wanted):
    found, reason = amount("ar.regurgitant_fraction", **parts(upper, lower))
    if isinstance(wanted, str):
        assert found is None
        assert wanted in reason
    else:
        assert found == pytest.approx(wanted)


def test_a_comparator_in_a_range_is_not_dropped():
    ends = {"low": {"value": 10, "unit": "mL"}, "high": {"value": 20, "unit": "mL", "comparator": ">"}}
    assert "with a comparator in it" in amount(valueRange=ends)[1]


@pytest.mark.parametrize(
    ("fact", "value", "wanted"),
    [
        ("platelets", quantity(250, "10*3/uL", "10*6/uL"), None),
        ("platelets", quantity(250, "K/uL", "10*9/L"), 250000),
        ("platelets", quantity(0.25, "10*6/uL", "10*6/uL"), 250000),
        ("platelets", quantity(250, "x", "10*3/uL"), 250000),
        ("platelets", quantity(2.5, "10*5/uL"), 250000),
        ("platelets", quantity(250, "10^9/L", "10*9/L{count}"), 250000),
        ("inr", quantity(1.2, "s", "1"), None),
        ("inr", quantity(1.2, "INR", "1"), 1.2),
        ("inr", quantity(1.2, "ratio", "{INR}"), 1.2),
        ("inr", quantity(1.2, "%", "{ratio}"), None),
        ("heart_rate", quantity(80, "%", "/min"), None),
        ("heart_rate", quantity(80, "bpm", "/min"), 80),
        ("heart_rate", quantity(80, "ms", "{beats}/min"), None),
        ("ar.regurgitant_volume", quantity(20, "mL/s", "mL"), None),
        ("ar.regurgitant_volume", quantity(20, "mL/beat", "mL"), 20),
        ("ar.eroa", quantity(0, "mm2", "cm2"), None),
    ],
)
def test_a_unit_and_a_code_that_are_both_units_have_to_agree(fact, value, wanted):
    found, reason = amount(fact, **value)
    assert found == (None if wanted is None else pytest.approx(wanted))
    assert found is not None or "differ" in reason


@pytest.mark.parametrize(
    "text", ["3..1", "2.5.1", "1..1", "2.1.1", "3 .1", "3 1.1", "3 1 1", "3.1.", "1.2,5", "1,.2", "3 ·1"]
)
def test_what_is_no_number_is_none_however_it_can_be_cut(text):
    assert amount("inr", valueString=text)[0] is None


GRADED = ("ar.vena_contracta", "ar.eroa", "ar.regurgitant_volume", "ar.pressure_half_time", "mr.eroa")


@given(
    name=st.sampled_from(GRADED), share=st.floats(0, 1), comparator=st.sampled_from(["<", "<=", ">", ">="]),
    inside=st.floats(0, 1),
)  # fmt: skip
def test_a_limit_never_says_less_than_what_it_leaves_open(name, share, comparator, inside):
    """If a limit is taken, it grades like the true value, whatever that is, or is milder and at least moderate."""
    kind = fact_kind(name)
    edge = kind.least + share * (kind.most - kind.least)
    block = quantity(edge, kind.unit.replace("²", "2"), comparator=comparator)
    found, reason = fhir_values.measured(part(**block), name)
    if found is None:
        assert "only a limit is given" in reason
        return
    assert isinstance(found, WrittenQuantity)
    least, most = (edge, kind.most) if ">" in comparator else (kind.least, edge)
    truth = least + inside * (most - least)
    if truth == edge and "=" not in comparator:
        return
    order = ("none", "trace", "mild", "moderate", "moderate_severe", "severe")
    taken, true = (order.index(graded_value(kind, value)) for value in (found.value, truth))
    assert taken == true or (order.index("moderate") <= taken < true)


@pytest.mark.parametrize(
    ("comparator", "value", "wanted"),
    [(">", 130, True), (">=", 130, False), ("<", 100, True), ("<", 140, False), ("~", 90, False)],
)
def test_a_limit_of_the_rate_is_taken_where_the_rule_reads_it_in_one_way(comparator, value, wanted):
    found, _ = fhir_values.measured(part(**quantity(value, "/min", "/min", comparator=comparator)), "heart_rate")
    assert (found is not None) == wanted


@pytest.mark.parametrize(
    ("code", "value", "grade_"),
    [("10*3/uL", 45, "severe"), ("10*9/L", 45, "severe"), ("K/uL", 60, "moderate"), ("/uL", 100_000, "mild"),
     ("G/L", 150, "none"), ("10*3/uL{est}", 74.9, "moderate")],
)  # fmt: skip
def test_platelets_in_the_units_of_laboratories(code, value, grade_):
    found, reason = amount("platelets", **quantity(value, code, code))
    assert found, reason
    assert graded_value(fact_kind("platelets"), found) == grade_


def named(display, code="P", system="urn:own"):
    return {"coding": [coding(code, system, display=display)]}


@pytest.mark.parametrize(
    ("code", "categories", "harmless"),
    [
        (concept("E11.9"), (), True), (concept("I74.3"), (), False), (concept("195967001"), (), True),
        (named("Aortic dissection", "195967001", SCT), (), False), (concept("9999999999"), (), False),
        ({"text": "Aortendissektion Typ A"}, (), False), ({"text": "Asthma"}, (), False), ({}, (), False),
        (None, (), False), (concept("2345-7"), (), True), (concept("1234-5"), (), False),
        (concept("1234-5"), ("laboratory",), True), (concept("1234-5"), ("laboratory", "imaging"), False),
        (concept("K", "urn:own"), ("laboratory",), False), (named("Kalium"), ("laboratory",), True),
        (named("Thrombozyten"), ("laboratory",), False), (named("Heart Rate"), ("vital-signs",), False),
        (named("血小板"), ("laboratory",), False), (named("Plaquettes"), ("laboratory",), False),
        (named("Oxygen saturation by Pulse oximetry", "59408-5", LOINC), ("vital-signs",), True),
        (named("Troponin I.cardiac", "10839-9", LOINC), ("laboratory",), True),
        (named("Platelet mean volume", "32623-1", LOINC), ("laboratory",), True),
        (concept("S", "urn:own"), ("social-history",), True), (named("AR grade"), ("exam",), False),
        (concept("60234000"), (), True),
    ],
)  # fmt: skip
def test_what_could_matter(code, categories, harmless):
    block = None if code is None else Node(code, "x.code")
    listed = [Node({"coding": [{"code": name} for name in categories]}, "x.category")] if categories else []
    unread = fhir_codes.unread(block, listed)
    assert bool(unread) != harmless
    assert harmless or "not understood" in unread or unread == "has no code"


@given(text=st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    assert grade_words(text, "aortic") is None or grade_words(text, "aortic")
    assert finding_word(text) in (None, "absent", "suspected", "present")
    unit, times = plain_unit(text)
    assert isinstance(unit, str)
    assert times > 0
    found, reason = grade(valueString=text)
    assert found or reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("grades:", "grade:"), "needs the blocks"), (("  mild: [mild,", "  mild: [severe, mild,"), "means both"),
        (("[cc, ccm,", "[cc, cc,"), "given twice"), (("is: mL, times: 1,", "is: hogshead, times: 1,"), "hogshead"),
    ],
)  # fmt: skip
def test_wrong_spellings_are_refused(change, reason):
    text = (files("diastole.knowledge.screening") / "spellings.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(InputError, match=reason):
        parse_spellings(text.replace(*change, 1))
