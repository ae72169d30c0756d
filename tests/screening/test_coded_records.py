"""Records in codes of this year, of other countries and of nobody, with a sheet that says absent to everything.

Each is a bundle of a patient in whom the echocardiography found no leak, and one condition or measurement more. None
may end in "none found" unless what it says is known not to matter.
"""

import pytest

from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import ECHO_REPORT, ICD, SCT, concept, condition, observation
from tests.screening.clean_record import NO_LEAK, facts, judged_with, verdict_with

WHO, ICD9 = "http://hl7.org/fhir/sid/icd-10", "http://hl7.org/fhir/sid/icd-9-cm"
GM = "http://fhir.de/CodeSystem/bfarm/icd-10-gm"
LEG = "peripheral_arterial_disease"
FAMILIES = [  # system, codes, fact, what it says against the sheet
    (ICD, "I71.43 I71.21", "aortic_aneurysm", "present"), (SCT, "233985008", "aortic_aneurysm", "present"),
    (ICD, "I71.013", "aortic_dissection", "present"), (GM, "I71.02", "aortic_dissection", "present"),
    (WHO, "I71.0", "aortic_dissection", "present"), (ICD, "A41.9 R65.21 O85", "sepsis", "present"),
    (GM, "R57.2 B44.70", "sepsis", "present"), (SCT, "76571007", "sepsis", "present"), (ICD, "I70.222", LEG, "severe"),
    (GM, "I70.24", LEG, "severe"), (ICD, "E11.52", LEG, "severe"),
    (ICD, "Q87.410 I77.810", "aortic_wall_disease", "present"), (GM, "I77.80", "aortic_wall_disease", "present"),
    (ICD, "K92.2", "uncontrolled_bleeding", "suspected"), (ICD, "Z51.5 C79.31", "terminal_disease", "suspected"),
    ("urn:oid:2.16.840.1.113883.6.90", "I71.43", "aortic_aneurysm", "present"),
    ("https://hl7.org/fhir/sid/icd-10-cm/", "I71.43", "aortic_aneurysm", "present"),
    # codes that do not say how bad it is
    (ICD, "I70.211", LEG, None), (GM, "I70.22", LEG, None), (ICD, "D69.6", "thrombocytopenia", None),
    (ICD, "D65", "coagulopathy", None), (ICD, "I35.1", "ar.grade", None),
]  # fmt: skip


def test_the_patient_alone_has_none_found():
    assert verdict_with() == "none_found"


CASES = [(system, code, *rest) for system, codes, *rest in FAMILIES for code in codes.split()]


@pytest.mark.parametrize(("system", "code", "fact", "said"), CASES)
def test_a_code_of_a_family_contradicts_the_sheet_or_leaves_the_fact_open(system, code, fact, said):
    found, record = judged_with(condition(code, system=system))
    assert said in (None, record.facts[fact].value, *record.facts[fact].values)
    assert found.facts[fact].value is None
    assert found.verdict in (("contraindicated", "data_needed") if said else ("data_needed",))


@pytest.mark.parametrize(
    "more",
    [
        condition("I74.3"), condition("441.01", system=ICD9), condition("ABC", system="urn:own"),
        condition("233988005"), condition("60234001"), condition("I71"),
        condition("Z92.1", system=GM), condition("Z92.1", system=WHO), condition("A24.1"),
        condition("B00.7", system=WHO),
        condition("E11.59"), {"resourceType": "Condition", "code": {"text": "Aortendissektion Typ A"}},
        {"resourceType": "Condition"}, observation("99999-9", 1, "cm"),
        {**observation("2345-7", 5, "mmol/L"), "code": concept("2345-7") | {"text": "aortic leak"}},
        {**observation("777-3", 5, "mmol/L"), "code": concept("PLT", "urn:own")},
    ],
    ids=lambda one: str(one.get("code"))[-60:],
)  # fmt: skip
def test_what_is_not_understood_is_named_and_keeps_the_verdict(more):
    found, record = judged_with(more)
    assert found.verdict == "data_needed"
    assert "RECORD-NOT-UNDERSTOOD" in [one.rule.id for one in found.reasons]
    source = found.facts["record.unread"].source
    assert "not understood" in source or "no code" in source
    assert any(source.split(";")[0] in note for note in record.notes)


@pytest.mark.parametrize(
    "more",
    [
        condition("E11.9"), condition("I10", system=GM), condition("195967001"),
        observation("2345-7", 5, "mmol/L"),
        condition("ABC", system="urn:own", certainty="refuted"),
        condition("I71.43", certainty="entered-in-error"),
        {**observation("12345-6", 5, "x"), "category": [{"coding": [{"code": "laboratory"}]}]},
        observation("777-3", 180, "10*3/uL"), observation("6301-6", 1.1, "1"), observation("8867-4", 80, "/min"),
    ],
    ids=lambda one: str(one.get("code"))[-60:],
)  # fmt: skip
def test_what_cannot_matter_does_not(more):
    assert verdict_with(more) == "none_found"


@pytest.mark.parametrize(
    ("more", "fact", "verdict"),
    [
        (observation("777-3", 40, "10*3/uL"), "thrombocytopenia", "caution"),
        (observation("26515-7", 40_000, "/uL"), "thrombocytopenia", "caution"),
        (observation("6301-6", 3.1, "{INR}"), "coagulopathy", "caution"),
        (observation("777-3", 60, "10*9/L"), "thrombocytopenia", "none_found"),  # moderate: no rule asks
        (observation("777-3", 40, "mg/dL"), "thrombocytopenia", "data_needed"),
        (observation("777-3"), "thrombocytopenia", "data_needed"),
        (observation("777-3", 40, "10*3/uL", time="2026-11-20T08:00:00Z"), "thrombocytopenia", "none_found"),  # older
    ],
    ids=str,
)
def test_the_laboratory_has_a_way_in(more, fact, verdict):
    found, _ = judged_with(more)
    assert found.verdict == verdict
    assert (found.facts[fact].value is None) == (verdict == "data_needed")


@pytest.mark.parametrize("count", [180, 60, 40])
def test_a_good_number_takes_nothing_from_what_is_recorded(count):
    """A thrombocytopenia of unknown extent stays open beside platelets that are not low; low ones make it severe."""
    more = (condition("D69.6"), observation("777-3", count, "10*3/uL"))
    found = screen(facts(NO_LEAK, ECHO_REPORT, *more))
    assert found.facts["thrombocytopenia"].value == ("severe" if count < 50 else None)


@pytest.mark.parametrize(("system", "code"), [(GM, "D69.53"), (ICD, "D75.822"), (ICD, "D75.829")])
def test_a_reaction_to_heparin_is_no_mere_lack_of_platelets(system, code):
    """It contradicts a sheet that knows of no reaction, and leaves open how few the platelets are."""
    found, record = judged_with(condition(code, system=system))
    assert record.facts["heparin_contraindication"].value == "present"
    assert record.facts["thrombocytopenia"].denies == ("none",)
    assert found.facts["heparin_contraindication"].reason.startswith("contradictory")
    assert found.verdict == "data_needed"


@pytest.mark.parametrize(
    ("system", "code"), [(ICD, "Z79.02"), (GM, "I10.90"), (WHO, "E78.0"), (GM, "Z95.1"), (ICD, "B00.1"), (GM, "N18.3")]
)
def test_codes_beside_the_open_ones_stay_harmless(system, code):
    assert verdict_with(condition(code, system=system)) == "none_found"
