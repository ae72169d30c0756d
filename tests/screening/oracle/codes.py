"""The meaning of codes and words on which a verdict may depend. Other codes are not understood."""

import re

SYSTEMS = {
    "http://snomed.info/sct": "sct",
    "urn:oid:2.16.840.1.113883.6.96": "sct",
    "http://loinc.org": "loinc",
    "urn:oid:2.16.840.1.113883.6.1": "loinc",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd",
    "http://hl7.org/fhir/sid/icd-10": "icd",
    "urn:oid:2.16.840.1.113883.6.90": "icd",
    "http://fhir.de/codesystem/bfarm/icd-10-gm": "icd",
}
BAD = {
    "icd": [
        ("aortic_dissection", r"I71\.0"),
        ("aortic_aneurysm", r"I71\.[1-9]|I79\.0"),
        ("aortic_wall_disease", r"I79\.1|I77\.81|M31\.4|A52\.02"),
        ("peripheral_arterial_disease", r"I70\.[2-7]|I70\.92|I73\.9|I74\.[3-5]|E1[01]\.5[12]"),
        ("sepsis", r"A4[01]|R65\.2|R57\.2|A02\.1|A22\.7|A26\.7|A32\.7|A42\.7|A54\.86|B37\.7|O85|P36|T81\.44"),
        ("coagulopathy", r"D6[567]|D68\.[0-4]"),
        ("thrombocytopenia", r"D69\.[3-6]"),
        ("uncontrolled_bleeding", r"R58|K92\.[0-2]|I6[0-2]"),
        ("terminal_disease", r"Z51\.5"),
        ("ar.grade", r"I35\.[12]|I06\.[12]|Q23\.1|I08\.[0238]"),
    ],
    "sct": [
        ("aortic_dissection", "308546005"),
        ("aortic_aneurysm", "67362008|233985008"),
        ("peripheral_arterial_disease", "400047006|399957001"),
        ("sepsis", "91302008|76571007"),
        ("coagulopathy", "64779008|67406007"),
        ("thrombocytopenia", "302215000"),
        ("uncontrolled_bleeding", "131148009"),
        ("ar.grade", "60234000|194983005|83854[56]00[12]"),
    ],
    "loinc": [
        ("ar.grade", "18112-3|77912-4"),
        ("ar.vena_contracta", "79948-6"),
        ("ar.eroa", "79960-1"),
        ("ar.pressure_half_time", "79947-8"),
        ("ar.regurgitant_volume", "79951-0|79950-2"),
        ("ar.regurgitant_fraction", "79942-9"),
        ("ar.jet_width_lvot", "79944-5"),
        ("ar.jet_area_lvot", "79943-7"),
        ("heart_rate", "8867-4"),
        ("platelets", "777-3|26515-7"),
        ("inr", "6301-6|34714-6"),
        ("mr", "80061-5|80071-4|80064-9|80063-1|80055-7|80056-5"),  # no verdict hangs on it
    ],
}
HARMLESS = {
    "icd": r"I10|I11|I2[0-2]|I25|I50|E11\.9|E78|N1[78]|J18|J44|R57\.0|I34\.0|Z95\.5",
    "sct": "38341003|44054006|195967001|22298006|84114007|89138009|401303003|48724000|373116009|60573004",
    "loinc": "2345-7|2951-2|2160-0|718-7|8480-6|8462-4|8478-0|8310-5|29463-7|8302-2|59408-5|10230-1|18043-0|85354-9",
}
BAD_WORDS = re.compile(
    r"dissection|aneurysm|sepsis|septic|aortic (valve )?(regurgitation|insufficiency)|peripheral (arterial|vascular)"
    r"|thrombocytopeni|coagulopathy|bleeding",
    re.IGNORECASE,
)

ECHO = {("sct", "433236007"), ("sct", "105376000"), ("loinc", "42148-7")}
ECHO_MEASURES = {
    "79948-6", "79960-1", "79947-8", "79951-0", "79950-2", "79942-9", "79944-5", "79943-7",
    "80061-5", "80071-4", "80064-9", "80063-1", "80055-7", "80056-5", "18112-3", "18043-0",
}  # fmt: skip
GRADE_CODES = {
    "255604002": "mild", "6736007": "moderate", "371924009": "moderate_severe", "24484000": "severe",
    "260413007": "none", "2667000": "none", "LA137-2": "none",
    "838545002": "moderate", "838546001": "severe", "LA6752-5": "mild", "LA6751-7": "moderate", "LA6750-9": "severe",
}  # fmt: skip
GRADE_WORDS = {
    "none": "none", "no": "none", "absent": "none", "no aortic regurgitation": "none", "no ar": "none",
    "trace": "trace", "trivial": "trace", "mild": "mild", "moderate": "moderate", "moderate to severe": "severe",
    "severe": "severe", "severe aortic regurgitation": "severe",
}  # fmt: skip
ABSENT_CODES = {"2667000", "260385009", "260413007"}
LENGTHS = {"cm": 1.0, "mm": 0.1, "m": 100.0, "in": 2.54, "[in_i]": 2.54}
AREAS = {"cm2": 1.0, "cm²": 1.0, "cm^2": 1.0, "sq cm": 1.0, "[sq_cm]": 1.0, "mm2": 0.01, "mm²": 0.01, "m2": 1e4}
VOLUMES = {"ml": 1.0, "l": 1000.0, "dl": 100.0, "cc": 1.0, "ml/beat": 1.0}
SHARES = {"%": 1.0, "percent": 1.0, "1": 100.0}
TIMES = {"ms": 1.0, "msec": 1.0, "s": 1000.0}
COUNTS = {"10*3/ul": 1.0, "10*9/l": 1.0, "k/ul": 1.0}
UNITS = {
    "ar.vena_contracta": LENGTHS, "ar.eroa": AREAS, "ar.regurgitant_volume": VOLUMES, "ar.regurgitant_fraction": SHARES,
    "ar.jet_width_lvot": SHARES, "ar.jet_area_lvot": SHARES, "ar.pressure_half_time": TIMES,
    "heart_rate": {"/min": 1.0, "1/min": 1.0, "bpm": 1.0}, "platelets": COUNTS, "inr": {"": 1.0, "1": 1.0},
}  # fmt: skip
BOUNDS = {
    "ar.vena_contracta": (0.1, 2), "ar.eroa": (0.01, 3), "ar.regurgitant_volume": (1, 250),
    "ar.regurgitant_fraction": (1, 95), "ar.jet_width_lvot": (1, 100), "ar.jet_area_lvot": (1, 100),
    "ar.pressure_half_time": (30, 2000), "heart_rate": (20, 300), "platelets": (0, 2000), "inr": (0.5, 20),
}  # fmt: skip


def system_of(address: object) -> str:
    """Return the short name of a system of codes, or nothing if it is not known."""
    if not isinstance(address, str):
        return ""
    return SYSTEMS.get(address.strip().lower().rstrip("/").replace("https://", "http://"), "")


def fact_of(system: str, code: str) -> str | None:
    """Return the fact that a code touches: ``""`` if it is known to touch none, nothing if the code is not known."""
    for fact, pattern in BAD.get(system, ()):
        if _fits(system, pattern, code):
            return fact
    return "" if system in HARMLESS and _fits(system, HARMLESS[system], code) else None


def _fits(system: str, pattern: str, code: str) -> bool:
    """Tell whether a code is of a family; only the codes of ICD-10 have families, and billing leaves out their dot."""
    if system != "icd":
        return bool(re.fullmatch(pattern, code))
    dotted = code if "." in code or len(code) <= 3 else f"{code[:3]}.{code[3:]}"
    return bool(re.match(pattern, dotted.upper()))


def codings(concept: object) -> list[tuple[str, str, str]]:
    """Return system, code and display of each coding."""
    listed = concept.get("coding") if isinstance(concept, dict) else None
    blocks = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    found = []
    for one in blocks:
        code = _text(one.get("code"))
        system = (
            system_of(one["system"]) if "system" in one else next((name for name in BAD if is_known(name, code)), "")
        )
        found.append((system, code, _text(one.get("display"))))
    return found


def is_known(system: str, code: str) -> bool:
    """Tell whether a code is in the tables, for those that come without a system."""
    return fact_of(system, code) is not None or code in GRADE_CODES or (system, code) in ECHO


def text_of(concept: object) -> str:
    """Return the text of a concept."""
    return _text(concept.get("text")) if isinstance(concept, dict) else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def facts_of(concept: object) -> set[str] | None:
    """Return the facts that a concept touches, none if it is known to touch none, nothing if it is not understood."""
    found = [(fact_of(system, code), display) for system, code, display in codings(concept)]
    touched = {fact for fact, _ in found if fact}
    if touched:
        return touched
    said = " ".join([text_of(concept), *(display for _, display in found)])
    return set() if any(fact == "" for fact, _ in found) and not BAD_WORDS.search(said) else None


def grade_of(concept: object) -> str | None:
    """Return the one grade that codes, displays and text of a value agree on."""
    said, unclear = set(), False
    for system, code, display in codings(concept):
        if system in ("sct", "loinc") and code:
            unclear |= code not in GRADE_CODES
            said.add(GRADE_CODES.get(code))
        said.add(GRADE_WORDS.get(display.lower()))
    text = text_of(concept).lower()
    unclear |= bool(text) and text not in GRADE_WORDS
    said = (said | {GRADE_WORDS.get(text)}) - {None}
    return said.pop() if len(said) == 1 and not unclear else None
