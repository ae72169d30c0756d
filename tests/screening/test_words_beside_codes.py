"""Names, texts and sites beside a code: by which a measurement is read, and which may speak against what a code says.

The patient and the sheet are those of test_mentions.
"""

import pytest

from tests.screening.bundles import DISSECTION, LEAK, TODAY, charted, concept, condition, leak, observation, worded
from tests.screening.clean_record import facts, judged_with, verdict_with

AORTIC_SITE, MITRAL_SITE = {"bodySite": concept("34202007")}, {"bodySite": concept("91134007")}
WIDTH, SHARE, SLOPE = "443501007", "399301000", "20280-4"  # of a leak, whichever


@pytest.mark.parametrize(
    ("more", "fact", "verdict"),
    [
        ({**observation(WIDTH, 8, "mm"), **AORTIC_SITE}, "ar.vena_contracta", "data_needed"),
        ({**observation(WIDTH, 2, "mm"), **AORTIC_SITE}, "ar.vena_contracta", "none_found"),
        (worded(observation(SHARE, 62, "%"), text="AR fraction"), "ar.regurgitant_fraction", "data_needed"),
        (worded(observation(SLOPE, 600, "ms"), display="AV regurg PHT"), "ar.pressure_half_time", "none_found"),
        ({**observation(WIDTH, 8, "mm"), **MITRAL_SITE}, "mr.vena_contracta", "none_found"),
        (observation("8889-8", 165, "/min"), "heart_rate", "caution"),
        (observation("76282-3", 80, "/min"), "heart_rate", "none_found"),
        (observation("13056-7", 8, "10*3/uL"), "platelets", "caution"),
        (charted("Pulse", "vital-signs", valueQuantity={"value": 165, "unit": "/min"}), "heart_rate", "caution"),
        (charted("Puls", "vital-signs", valueQuantity={"value": 80, "unit": "/min"}), "heart_rate", "none_found"),
    ],
    ids=lambda one: str(one)[:140],
)
def test_a_measurement_is_read_by_its_valve_its_further_codes_and_its_name(more, fact, verdict):
    found, record = judged_with({**more, "effectiveDateTime": TODAY})
    assert record.facts[fact].value is not None
    assert found.verdict == verdict


@pytest.mark.parametrize(
    "more",
    [
        observation(WIDTH, 7, "mm"), observation(SHARE, 60, "%"), observation(SLOPE, 120, "ms"),
        worded(observation("79941-1", 120, "mL/s"), display="AR flow"),
        {**worded(observation(WIDTH, 7, "mm"), text="Aortic"), **MITRAL_SITE},
        charted("HR bpm", "vital-signs", valueQuantity={"value": 165, "unit": "/min"}),
        charted("HF (Monitor)", "vital-signs", valueQuantity={"value": 165, "unit": "/min"}),
        charted("Pulse", "vital-signs", valueString="thready"), leak(bodyStructure={"reference": "BodyStructure/b"}),
    ],
    ids=lambda one: str(one)[:140],
)  # fmt: skip
def test_a_measurement_that_may_be_of_what_rules_ask_is_open(more):
    assert verdict_with({**more, "effectiveDateTime": TODAY}) == "data_needed"


NO_GRADE, NO_FINDING = concept("260413007")["coding"], concept("2667000")["coding"]
MILD = concept("255604002")["coding"]
TORN = observation(DISSECTION)


def no_leak(text, codes=NO_GRADE):
    return leak(valueCodeableConcept={"coding": codes, "text": text})


def not_torn(text):
    return {**TORN, "valueCodeableConcept": {"coding": NO_FINDING, "text": text}}


NOT_UNDERSTOOD = [
    *map(no_leak, ("Not assessed", "cannot be excluded, poor windows", "eccentric jet, 3+", "AI grade III of IV",
                   "significant", "transvalvular; paravalvular leak large", "see report")),
    no_leak("Absent (prosthesis, washing jets 2+)", NO_FINDING), no_leak("AI grade III of IV", MILD),
    leak(valueCodeableConcept={"coding": [{"code": "LA137-2", "display": "Nonsense 4+ AI"}]}),
    *map(not_torn, ("cannot be excluded", "Not visualised", "?")),
    worded(leak(), text="Severe aortic regurgitation"),
    worded(leak(valueCodeableConcept={"coding": MILD}), display="Severe AR"),
    leak(interpretation=[concept("24484000")]), leak(interpretation=[{"coding": [{"code": "AA"}]}]),
    {**TORN, "valueBoolean": False, "interpretation": [{"text": "positive"}]},
]  # fmt: skip
UNDERSTOOD = [
    *map(no_leak, ("None (qualifier value)", "No AR", "no evidence of aortic regurgitation", "none seen",
                   "Kein Hinweis auf AI")),
    *map(not_torn, ("Absent (qualifier value)", "No aortic dissection", "Aortic dissection: ruled out")),
    leak(interpretation=[{"coding": [{"code": "N", "display": "Normal"}]}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "counts"), [*((one, False) for one in NOT_UNDERSTOOD), *((one, True) for one in UNDERSTOOD)], ids=str
)
def test_a_denial_in_codes_counts_only_where_the_words_beside_it_are_understood(more, counts):
    found, record = judged_with(more)
    assert found.verdict == ("none_found" if counts else "data_needed")
    fact = "aortic_dissection" if more["code"] == TORN["code"] else "ar.grade"
    assert (record.facts[fact].value is None) != counts


def test_a_mild_leak_that_is_named_again_is_mild():
    assert facts(no_leak("mild central jet", MILD))["ar.grade"].value == "mild"


@pytest.mark.parametrize(
    ("more", "fact"),
    [
        (worded(condition(LEAK, severity="mild"), text="Severe aortic regurgitation"), "ar.grade"),
        (worded(condition("I35.1", severity="mild"), display="Severe aortic insufficiency"), "ar.grade"),
        ({**condition(LEAK, severity="mild"), "stage": [{"summary": {"text": "severe"}}]}, "ar.grade"),
        ({**condition(LEAK, severity="mild"),
          "extension": [{"valueCodeableConcept": concept("24484000")}]}, "ar.grade"),
        ({**condition("I73.9", severity="mild"), "stage": [{"summary": {"text": "Fontaine IV"}}]},
         "peripheral_arterial_disease"),
        (worded(condition("D69.6", severity="mild"), text="Severe thrombocytopenia"), "thrombocytopenia"),
        (worded(condition("D65", severity="mild"), text="Fulminant DIC"), "coagulopathy"),
    ],
    ids=lambda one: str(one)[-140:],
)  # fmt: skip
def test_a_louder_severity_in_words_contradicts_the_coded_one(more, fact):
    found = facts(more)[fact]
    assert found.value is None
    assert "contradictory: mild and severe" in found.reason
