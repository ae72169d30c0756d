"""Parts of a record that are not read: words, places that are not read, letters of another script.

Each is a record of a patient in whom the echocardiography found no leak, and one resource more, judged with a sheet
that says absent to everything: none may end in "none found" unless what it says is known not to matter.
"""

import base64

import pytest

from diastole.knowledge.screening.mentions import doubted, foreign, mentioned_groups, says_nothing, turned
from tests.screening.bundles import (
    DISSECTION,
    ECHO_REPORT,
    LEAK,
    SCT,
    charted,
    concept,
    condition,
    leak,
    observation,
    procedure,
    worded,
)  # fmt: skip
from tests.screening.clean_record import judged_with, verdict_with

CT = {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "CT chest"}}
TTE = procedure("433236007")


def attached(kind, text=""):
    return {"presentedForm": [{"contentType": kind, "data": base64.b64encode(text.encode()).decode()}]}


def narrated(status, text):
    return {"text": {"status": status, "div": f"<div><b>{text}</b></div>"}}


VALUES = [  # of a code that is understood, or harmless, and has no such value
    {**observation("42148-7"), "valueString": "LVEF 30 %. Severe aortic regurgitation."},
    {**observation("433236007"), "valueCodeableConcept": {"text": "Schwere Aorteninsuffizienz"}},
    {**observation("118433006"), "valueString": "AI 4+"},
    {**observation("2951-2"), "valueString": "see comment: septic shock"},
    charted("Blood smear", valueString="Marked thrombocytopenia"),
    charted("EKG-Befund", "vital-signs", valueString="VHF 160/min"),
    charted("History", "survey", valueString="Type B dissection"),
    charted("Preference", "social-history", valueString="refuses balloon pump"),
    charted("Code status", "survey", valueCodeableConcept={"coding": [{"code": "1", "display": "Hospice"}]}),
    charted("Comment", valueString="PLT 8"),
    charted("Vérlemezke", valueQuantity={"value": 8, "unit": "10*3/uL"}),
    charted("Coagulation factor VIII in Platelet poor plasma", valueQuantity={"value": 2, "unit": "%"}),
    charted("PF4-Antikörper", valueString="positiv"),
    charted("Płytki krwi", valueQuantity={"value": 8, "unit": "10*3/uL"}),
]
NAMES = [  # beside a code that is understood, or known to be harmless
    worded(condition("R57.0"), text="Cardiogenic shock due to acute type A aortic dissection"),
    worded(condition("I35.0"), text="Aortic stenosis with severe regurgitation"),
    worded(condition("I34.0"), text="MR; severe AR"),
    worded(condition("Q23.81"), text="Bicuspid valve with root aneurysm 5.5 cm"),
    worded(condition("302215000"), text="HIT"),
    worded(leak(), text="Mitral regurgitation"),
    worded(leak(), display="Tricuspid regurgitation"),
    worded(leak(), text="AR expected after TAVI"),
    worded(leak(), text="Family history of aortic regurgitation"),
    worded(observation("6301-6", 2.5, "1"), text="INR target"),
    worded(observation("777-3", 250, "10*3/uL"), text="Platelets goal after transfusion"),
    worded(observation("48724000", valueCodeableConcept={"text": "severe"}), text="Aortic regurgitation"),
    worded(TTE, text="TTE cancelled, not performed"),
    leak(bodySite={"text": "Pulmonary valve"}),
    worded(condition("R57.0"), text="Choque por disección aórtica"),
    worded(condition("R57.0"), text="Shock da dissezione"),
    worded(condition("I21.4"), text="NSTEMI bei Sepsis"),
    worded(observation("6301-6", 2.5, "1"), text="INR-Ziel"),
    worded(leak(), text="AR, before surgery"),
]
CODES = [  # more than one, or one of a place that is not read
    {**condition("R57.0"), "code": {"coding": [*concept("R57.0")["coding"], *concept("57190000")["coding"]]}},
    {**condition("I10"), "code": {"coding": [*concept("I10")["coding"], *concept("I71")["coding"]]}},
    procedure(DISSECTION), procedure(LEAK), procedure("76571007"),
    {"resourceType": "ServiceRequest", "status": "active", "code": concept(DISSECTION)},
    {"resourceType": "Encounter", "reasonCode": [{"coding": [{"code": DISSECTION}]}]},
]  # fmt: skip
NOTES = [
    leak(note=[{"text": "Severe aortic regurgitation on TEE"}]), leak(note={"text": "AR 4+ on TEE"}),
    leak(note="Severe aortic regurgitation"), leak(note=["AI Grad III"]), leak(note=[{"text": ["AI III°"]}]),
    leak(comment="Severe aortic regurgitation on TEE"), leak(comments="holodiastolic reversal"),
    leak(note=[{"text": "poor windows, not assessed"}]), leak(note=[{"text": "重度主动脉瓣反流"}]),
    {**condition("I21.4"), "notes": "Type A dissection"},
    {**condition("I21.4"), "note": [{"text": "Расслоение аорты"}]},
    leak(**narrated("additional", "Severe aortic regurgitation")),
    leak(note=[{"text": "eingeschränkt beurteilbar"}]),
    leak(method={"text": "CT, limited"}),
    leak(extension=[{"url": "x", "valueCodeableConcept": {"text": "severe"}}]),
    leak(valueCodeableConcept={"text": "none", "extension": [{"url": "x", "valueString": "severe paravalvular"}]}),
    {**TTE, "outcome": {"text": "unsuccessful"}},
    {**TTE, "note": [{"text": "incomplete, aborted"}]},
    leak(component=[{"modifierExtension": [{"url": "x"}], "code": concept(LEAK),
                     "valueCodeableConcept": {"text": "none"}}]),
]  # fmt: skip
CONCLUSIONS = [
    *({**ECHO_REPORT, "conclusion": said} for said in (
        "AI 4+", "AR III°", "Significant AI", "Dilated root 58 mm", "Intimal flap seen", "AI wide open", "VC 8 mm",
        "重度主动脉瓣反流", ["Severe aortic regurgitation"], {"text": "AR +++"}, "Study could not be performed",
    )),
    {**ECHO_REPORT, "conclusionCode": [{"text": "Severe aortic regurgitation"}]},
    {**ECHO_REPORT, "extension": [{"url": "x", "valueString": "Severe aortic regurgitation"}]},
    {**ECHO_REPORT, **attached("text/plain", "Severe aortic regurgitation")},
    {**ECHO_REPORT, **attached("application/pdf")}, {**CT, **attached("application/pdf")},
    {**CT, "conclusion": "No PE. AAA 5.8 cm."}, {**CT, "conclusion": "Intramural haematoma, penetrating ulcer"},
    {**CT, "conclusion": "Диссекция"},
]  # fmt: skip
ELSEWHERE = [
    {"resourceType": "Encounter", "reasonCode": [{"text": "Acute type A aortic dissection"}]},
    {"resourceType": "Encounter", "hospitalization": {"dischargeDisposition": {"coding": [{"display": "Hospice"}]}}},
    {"resourceType": "Claim", "diagnosis": [{"diagnosisCodeableConcept": {"text": "Type B aortic dissection"}}]},
    {"resourceType": "MedicationRequest", "reasonCode": [{"text": "Heparin-induced thrombocytopenia"}]},
    {"resourceType": "Communication", "payload": [{"contentString": "CT: type A dissection"}]},
    {"resourceType": "Device", "type": {"coding": [{"code": "1", "display": "Thoracic aortic stent graft"}]}},
    {"resourceType": "DeviceUseStatement", "status": "active", "device": {"display": "EVAR stent graft"}},
    {"resourceType": "ServiceRequest", "status": "active", "code": {"text": "CT for suspected aortic dissection"}},
    {**condition("I10"), "evidence": [{"code": [{"text": "aortic dissection"}]}]},
    {**condition("I10"), "evidence": [{"detail": [{"display": "CTA: type A aortic dissection"}]}]},
    {**condition("I21.4"), "extension": [{"valueCodeableConcept": {"text": "Type A dissection"}}]},
    {**TTE, "followUp": [{"text": "Emergency Bentall for dissection"}]},
    {**TTE, "report": [{"reference": "DiagnosticReport/z", "display": "Severe AR"}]},
    {**TTE, "complication": [{"text": "Iatrogenic aortic dissection"}]},
    *({"resourceType": "Procedure", "status": "completed", "code": {"text": name}} for name in (
        "TAVI", "TEVAR 2019", "EVAR", "Bentall operation", "David-Operation", "Y-Prothese", "Fem-pop bypass bilat.",
        "Crossover-Bypass", "IABP insertion", "AKE biologisch", "Hospizaufnahme", "主动脉瓣置换术", "Протезирование",
    )),
]  # fmt: skip


@pytest.mark.parametrize(
    "more", [*VALUES, *NAMES, *CODES, *NOTES, *CONCLUSIONS, *ELSEWHERE], ids=lambda one: str(one)[:140]
)
def test_what_is_said_beside_what_is_read_is_named(more):
    found, record = judged_with(more)
    assert found.verdict == "data_needed"
    assert "RECORD-NOT-UNDERSTOOD" in [one.rule.id for one in found.reasons]
    assert record.notes


HARMLESS = [
    worded(leak(), display="Aortic valve regurgitation"), worded(leak(), text="AR"),
    leak(note=[{"text": "Done at the bedside"}]), leak(bodySite={"text": "Aortic valve structure"}),
    leak(**narrated("generated", "Aortic valve regurgitation: none")),
    worded(observation("777-3", 250, "10*3/uL"), display="Platelets [#/volume] in Blood by Automated count"),
    worded(observation("32623-1", 10, "fL"), display="Platelet mean volume [Entitic volume] in Blood"),
    worded(observation("8867-4", 80, "/min"), display="Heart rate"),
    worded(observation("10230-1", 30, "%"), display="Left ventricular Ejection fraction"),
    worded(observation("8480-6", 90, "mm[Hg]"), text="Aortic pressure, systolic"),
    worded(condition("I34.0"), display="Nonrheumatic mitral (valve) insufficiency"),
    worded(condition("I35.0"), display="Nonrheumatic aortic (valve) stenosis"),
    worded(condition("R57.0"), display="Cardiogenic shock"),
    {**condition("I10"), "code": {"coding": [*concept("I10")["coding"],
                                             {"system": SCT, "code": "1201005", "display": "Benign hypertension"}]}},
    {**ECHO_REPORT, "conclusion": "LVEF 25 %, severely reduced function. No pericardial effusion."},
    {**CT, "conclusion": "No pulmonary embolism."},
    {"resourceType": "Device", "type": {"text": "Implantable defibrillator"}},
    charted("MDC_PULS_OXIM_SAT_O2", "vital-signs"),
    charted("aPTT in Platelet poor plasma by Coagulation assay", valueQuantity={"value": 30, "unit": "s"}),
    charted("Smoking", "social-history", valueString="Never"), charted("SpO2 (pulse oximetry)", "vital-signs"),
    {"resourceType": "Encounter", "reasonCode": [{"text": "Acute myocardial infarction"}],
     "serviceProvider": {"display": "Aortic Center"}, "location": [{"location": {"display": "Hospice"}}]},
    {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "Antihaemophilic factor"},
     "dosageInstruction": [{"text": "hold if bleeding"}]},
    {"resourceType": "ServiceRequest", "status": "active", "code": {"text": "Intra-aortic balloon pump insertion"}},
    {"resourceType": "ServiceRequest", "status": "active", "code": {"text": "Platelet count"}},
    {"resourceType": "Procedure", "status": "completed", "code": {"text": "Coronary angiography"}},
    worded(TTE, text="Transthoracic echo of the aortic valve"),
    {"resourceType": "Location", "name": "Hospice"}, {"resourceType": "Practitioner", "name": [{"text": "王 芳"}]},
    {"resourceType": "Group", "name": "Aortic dissection registry", "type": "person"},
]  # fmt: skip


@pytest.mark.parametrize("more", HARMLESS, ids=lambda one: str(one)[:140])
def test_what_cannot_matter_is_not_named(more):
    assert verdict_with(more) == "none_found"


def test_the_note_names_the_words_and_their_place():
    source = judged_with(leak(note=[{"text": "AI 4+"}]))[1].facts["record.unread"].source
    assert source.endswith("its note.text 'AI 4+' is not read")


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("AI 4+", {"aortic_leak"}), ("ar", set()), ("hit by a car", set()), ("HIT", {"heparin_reaction"}),
        ("Mitral valve regurgitation", set()), ("Mitral and aortic regurgitation", {"aortic_leak", "leak", "aorta"}),
        ("aseptic necrosis", set()), ("SpO2 pulse oximetry", set()), ("Pulse", {"measures"}),
    ],
)  # fmt: skip
def test_the_groups_of_a_text(text, groups):
    assert mentioned_groups(text).keys() == groups


def test_words_that_turn_doubt_or_say_nothing():
    assert turned("INR target") == "target"
    assert not turned("INR")
    assert doubted("Aortic valve not visualised") == "not visual"
    assert not doubted("seen well")
    assert says_nothing("LVEF 20-25 %. Normal study.")
    assert not says_nothing("LVEF 25 %, root 58 mm")


@pytest.mark.parametrize(
    ("text", "is_foreign"), [("Größe 5 µm, β", False), ("Płytki", False), ("主动脉", True), ("АР", True)]
)
def test_letters_of_another_script(text, is_foreign):
    assert foreign(text) is is_foreign
