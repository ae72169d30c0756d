"""From the codes of a FHIR resource to concepts and facts, and the codes that are not understood."""

import re
from collections.abc import Iterable, Iterator

from diastole.knowledge.evidence.code_families import ICD, load_families
from diastole.knowledge.evidence.codes import CodeMeaning, load_codes, system_of
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.screening.mentions import names_a_rule, valves_named
from diastole.units import shown

MEASURED = {  # concept → measured fact
    "ar_vena_contracta": "ar.vena_contracta", "ar_eroa": "ar.eroa", "ar_volume": "ar.regurgitant_volume",
    "ar_fraction": "ar.regurgitant_fraction", "ar_pressure_half_time": "ar.pressure_half_time",
    "ar_jet_width_ratio": "ar.jet_width_lvot", "ar_jet_area_ratio": "ar.jet_area_lvot",
    "mr_vena_contracta": "mr.vena_contracta", "mr_eroa": "mr.eroa", "mr_volume": "mr.regurgitant_volume",
    "mr_fraction": "mr.regurgitant_fraction", "heart_rate": "heart_rate", "platelets": "platelets", "inr": "inr",
}  # fmt: skip
UNSIDED = {  # concept of a measurement → valve → fact; its names or its site tell the valve
    "vena_contracta": {"aortic": "ar.vena_contracta", "mitral": "mr.vena_contracta"},
    "regurgitant_fraction": {"aortic": "ar.regurgitant_fraction", "mitral": "mr.regurgitant_fraction"},
    "pressure_half_time": {"aortic": "ar.pressure_half_time"},
    "ar_flow": {},
}
SITES = {"aortic_valve": "aortic", "mitral_valve": "mitral"}  # concept of a site → valve
LABORATORY = ("platelets", "inr")
BY_ECHO = {fact for fact in MEASURED.values() if fact.startswith(("ar.", "mr."))}  # with codes of echo reports
GRADED = {  # concept → fact with its severity
    "aortic_regurgitation": "ar.grade", "mitral_regurgitation": "mr.grade", "acute_mitral_regurgitation": "mr.grade",
    "papillary_muscle_rupture": "mr.grade", "chordal_rupture": "mr.grade",
    "peripheral_artery_disease": "peripheral_arterial_disease", "coagulopathy": "coagulopathy",
    "thrombocytopenia": "thrombocytopenia",
}  # fmt: skip
FOUND = {  # concept → fact, absent, suspected or present
    "aortic_dissection": "aortic_dissection", "aortic_aneurysm": "aortic_aneurysm",
    "aortic_wall_disease": "aortic_wall_disease", "sepsis": "sepsis", "terminal_disease": "terminal_disease",
    "bleeding": "uncontrolled_bleeding", "heparin_induced_thrombocytopenia": "heparin_contraindication",
    "tachyarrhythmia": "tachyarrhythmia", "lvot_obstruction": "lvot_obstruction",
    "septal_rupture": "ventricular_septal_defect", "ventricular_septal_defect": "ventricular_septal_defect",
}  # fmt: skip
SUSPECTED = ("bleeding", "terminal_disease", "tachyarrhythmia")  # their codes do not tell the present severity
ACUTE = dict.fromkeys(("acute_mitral_regurgitation", "papillary_muscle_rupture", "chordal_rupture"), "mr.onset")
BRINGS = {"heparin_induced_thrombocytopenia": "thrombocytopenia"}  # concept → fact that it implies
VALVES = {"ar.grade": "aortic", "mr.grade": "mitral"}  # fact → valve whose name may accompany its grade
SEVERITY = ("none", "trace", "mild", "moderate", "moderate_severe", "severe")  # concepts that are words of a grade
ECHO = ("transthoracic_echocardiography", "transoesophageal_echocardiography", "echocardiography_report")
BALLOON_IN = "balloon_pump_insertion"
BALLOON_RUNS = "balloon_pump_assistance"
BALLOON_OUT = "balloon_pump_removal"
BALLOON_DEVICE = "balloon_pump"
HARMLESS_CATEGORIES = ("social-history", "survey", "activity")
NAMED_CATEGORIES = ("laboratory", "vital-signs")  # harmless with a name, or a code of LOINC, of something else
_LATIN = re.compile(r"[A-Za-z]{3}")
SNOMED = "sct"
LONGEST_NAME = 80  # characters of a code or text in a message


def concepts(concept: Node | None) -> tuple[str, ...]:
    """Return the concepts of a CodeableConcept, each once; unknown codes give none."""
    return tuple(dict.fromkeys(each.concept for each in meanings(concept)))


def meanings(concept: Node | None) -> Iterator[CodeMeaning]:
    """Yield the meanings of the codes of a CodeableConcept that are known."""
    return (known for coding in _codings(concept) if (known := meaning(coding)))


def meaning(coding: Node) -> CodeMeaning | None:
    """Return the meaning of a code; without a system, that in the only system that has it."""
    return load_codes().meaning(_system(coding), _code(coding))


def valve(part: Node) -> str:
    """Return the valve that the names and the site of a measurement tell; empty if they tell none or several."""
    concept, site = part.block("code"), part.block("bodySite")
    valves = {SITES[each] for each in concepts(site) if each in SITES}
    valves = valves.union(*map(valves_named, (*names(concept), *names(site))))
    return valves.pop() if len(valves) == 1 else ""


def is_wide(concept: Node | None, name: str) -> bool:
    """Return whether a CodeableConcept means a concept as a whole, so that its refutation refutes all of it."""
    return any(each.concept == name and each.whole for each in meanings(concept))


def implied_severity(concept: Node | None, name: str) -> str | None:
    """Return the severity in the codes of a concept themselves; None if they have none, or different ones."""
    severities = {each.severity for each in meanings(concept) if each.concept == name and each.severity}
    return severities.pop() if len(severities) == 1 else None


def refused(concept: Node | None) -> tuple[str, ...]:
    """Return the reasons why codes of a CodeableConcept are known to be wrong."""
    why = load_codes().reason_to_refuse
    reasons = [(coding, why(coding.text("system") or "", _code(coding))) for coding in _codings(concept)]
    return tuple(f"{coding.place}: {_code(coding)}: {reason}" for coding, reason in reasons if reason)


def unread(concept: Node | None, categories: Iterable[Node] = ()) -> str:
    """Return why the code of a finding or measurement is not understood and could matter; empty if it cannot.

    Every unknown code could matter, because it may mean what a rule asks. The exceptions are codes of harmless
    families, and measurements whose categories are all harmless, or are laboratory or vital signs with a code of LOINC
    or a name. None of them is an exception if its name contains a word of what the rules ask.

    Parameters
    ----------
    categories
        Those of a measurement.
    """
    if any(True for _ in meanings(concept)):
        return ""
    codings, called = list(_codings(concept)), tuple(names(concept))
    kinds = {_code(coding) for category in categories for coding in category.blocks("coding")}
    if not any(names_a_rule(name, value=bool(kinds)) for name in called):
        if any(load_families().is_harmless(_system(coding) or "", _code(coding)) for coding in codings):
            return ""
        if kinds and kinds <= {*HARMLESS_CATEGORIES, *NAMED_CATEGORIES}:
            known = any(_system(coding) == "loinc" for coding in codings) or any(map(legible, called))
            if known or kinds <= {*HARMLESS_CATEGORIES}:
                return ""
    return f"{described(concept)} is not understood" if codings or called else "has no code"


def unread_translation(concept: Node | None) -> str:
    """Return why an unknown code may say more than the known one beside it; empty if it cannot.

    Codes of one concept are translations of each other. A code without a name cannot be searched for words of what the
    rules ask; of ICD-10 the families tell which codes are open.
    """
    codings = list(_codings(concept))
    if len(codings) < 2:
        return ""
    for coding in codings:
        system, code = _system(coding) or "", _code(coding)
        if system not in (SNOMED, *ICD) or meaning(coding) or load_families().is_harmless(system, code):
            continue
        if system in ICD or not coding.text("display"):
            return f"the code {shown(code)} beside others is not understood"
    return ""


def described(concept: Node | None) -> str:
    """Return a CodeableConcept for messages: its codes with their names, or its text."""
    parts = []
    for coding in _codings(concept):
        display = coding.text("display")
        parts.append(f"the code {shown(_code(coding))}{f' ({shown(display)})' if display else ''}")
    text = concept.text("text") if concept else None
    if text and not parts:
        parts.append(f"'{shown(text)}'")
    return ", ".join(parts)[: 3 * LONGEST_NAME]


def legible(name: str) -> bool:
    """Return whether a name is written in Latin letters, in which it can be searched."""
    return _LATIN.search(name) is not None


def _codings(concept: Node | None) -> Iterable[Node]:
    return () if concept is None else concept.blocks("coding")


def names(concept: Node | None) -> Iterator[str]:
    """Yield the text and the displays of a CodeableConcept."""
    if concept is not None:
        given = (concept.text("text"), *(coding.text("display") for coding in _codings(concept)))
        yield from (name for name in given if name and name.strip())


def _code(coding: Node) -> str:
    return (coding.text("code") or "").strip()


def _system(coding: Node) -> str | None:
    """Return the short name of the system of a code: empty for an unknown system, None if none is given."""
    address = coding.text("system")
    return system_of(address) if address and address.strip() else None
