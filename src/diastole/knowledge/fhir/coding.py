"""From the codes of a FHIR resource to concepts, and from concepts to facts; and what of them is not understood."""

import re
from collections.abc import Iterable, Iterator

from diastole.knowledge.evidence.code_families import ICD, load_families
from diastole.knowledge.evidence.codes import CodeMeaning, load_codes, system_of
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.screening.mentions import names_a_rule, valves_named
from diastole.units import shown

MEASURED = {  # concept → fact that is a quantity
    "ar_vena_contracta": "ar.vena_contracta", "ar_eroa": "ar.eroa", "ar_volume": "ar.regurgitant_volume",
    "ar_fraction": "ar.regurgitant_fraction", "ar_pressure_half_time": "ar.pressure_half_time",
    "ar_jet_width_ratio": "ar.jet_width_lvot", "ar_jet_area_ratio": "ar.jet_area_lvot",
    "mr_vena_contracta": "mr.vena_contracta", "mr_eroa": "mr.eroa", "mr_volume": "mr.regurgitant_volume",
    "mr_fraction": "mr.regurgitant_fraction", "heart_rate": "heart_rate", "platelets": "platelets", "inr": "inr",
}  # fmt: skip
UNSIDED = {  # concept of a measurement → valve → fact; it is of the valve that its names or its site say
    "vena_contracta": {"aortic": "ar.vena_contracta", "mitral": "mr.vena_contracta"},
    "regurgitant_fraction": {"aortic": "ar.regurgitant_fraction", "mitral": "mr.regurgitant_fraction"},
    "pressure_half_time": {"aortic": "ar.pressure_half_time"},
    "ar_flow": {},
}
SITES = {"aortic_valve": "aortic", "mitral_valve": "mitral"}  # concept of a site → valve
LABORATORY = ("platelets", "inr")
BY_ECHO = {fact for fact in MEASURED.values() if fact.startswith(("ar.", "mr."))}  # their codes are of echo reports
GRADED = {  # concept → fact that its severity gives
    "aortic_regurgitation": "ar.grade", "mitral_regurgitation": "mr.grade", "acute_mitral_regurgitation": "mr.grade",
    "papillary_muscle_rupture": "mr.grade", "chordal_rupture": "mr.grade",
    "peripheral_artery_disease": "peripheral_arterial_disease", "coagulopathy": "coagulopathy",
    "thrombocytopenia": "thrombocytopenia",
}  # fmt: skip
FOUND = {  # concept → fact that is absent, suspected or present
    "aortic_dissection": "aortic_dissection", "aortic_aneurysm": "aortic_aneurysm",
    "aortic_wall_disease": "aortic_wall_disease", "sepsis": "sepsis", "terminal_disease": "terminal_disease",
    "bleeding": "uncontrolled_bleeding", "heparin_induced_thrombocytopenia": "heparin_contraindication",
    "tachyarrhythmia": "tachyarrhythmia", "lvot_obstruction": "lvot_obstruction",
    "septal_rupture": "ventricular_septal_defect", "ventricular_septal_defect": "ventricular_septal_defect",
}  # fmt: skip
SUSPECTED = ("bleeding", "terminal_disease", "tachyarrhythmia")  # a code of these does not say how bad it is now
ACUTE = {
    "acute_mitral_regurgitation": "mr.onset",
    "papillary_muscle_rupture": "mr.onset",
    "chordal_rupture": "mr.onset",
}
BRINGS = {"heparin_induced_thrombocytopenia": "thrombocytopenia"}  # concept → fact that it brings with it
VALVES = {"ar.grade": "aortic", "mr.grade": "mitral"}  # fact → whose name may stand beside its grade
SEVERITY = ("none", "trace", "mild", "moderate", "moderate_severe", "severe")  # concepts that are words of a grade
ECHO = ("transthoracic_echocardiography", "transoesophageal_echocardiography", "echocardiography_report")
BALLOON_IN = "balloon_pump_insertion"
BALLOON_RUNS = "balloon_pump_assistance"
BALLOON_OUT = "balloon_pump_removal"
BALLOON_DEVICE = "balloon_pump"
HARMLESS_CATEGORIES = ("social-history", "survey", "activity")
NAMED_CATEGORIES = ("laboratory", "vital-signs")  # harmless where a name, or LOINC, says that it is something else
_LATIN = re.compile(r"[A-Za-z]{3}")
SNOMED = "sct"
LONGEST_NAME = 80  # characters of a code or text in a message


def concepts(concept: Node | None) -> tuple[str, ...]:
    """Return the concepts of a CodeableConcept, each once; a code that means nothing here gives none."""
    return tuple(dict.fromkeys(found.concept for found in meanings(concept)))


def meanings(concept: Node | None) -> Iterator[CodeMeaning]:
    """Yield what the codes of a CodeableConcept say, as far as they are understood."""
    return (found for coding in _codings(concept) if (found := meaning(coding)))


def meaning(coding: Node) -> CodeMeaning | None:
    """Return what one code says; without a system, what it says in the one system that knows it."""
    return load_codes().meaning(_system(coding), _code(coding))


def valve(part: Node) -> str:
    """Return the one valve that the names and the site of a measurement say; nothing where none or several are said."""
    concept, site = part.block("code"), part.block("bodySite")
    said = {SITES[one] for one in concepts(site) if one in SITES}
    for name in (*names(concept), *names(site)):
        said |= valves_named(name)
    return said.pop() if len(said) == 1 else ""


def is_wide(concept: Node | None, name: str) -> bool:
    """Tell whether a CodeableConcept means a concept as a whole, so that to refute it is to refute all of it."""
    return any(found.concept == name and found.whole for found in meanings(concept))


def implied_severity(concept: Node | None, name: str) -> str | None:
    """Return the severity that the codes of a concept say themselves; None if they say none, or different ones."""
    found = {one.severity for one in meanings(concept) if one.concept == name and one.severity}
    return found.pop() if len(found) == 1 else None


def refused(concept: Node | None) -> tuple[str, ...]:
    """Return the reasons why codes of a CodeableConcept are known to be wrong."""
    table, reasons = load_codes(), []
    for coding in _codings(concept):
        reason = table.reason_to_refuse(coding.text("system") or "", _code(coding))
        if reason:
            reasons.append(f"{coding.place}: {_code(coding)}: {reason}")
    return tuple(reasons)


def unread(concept: Node | None, categories: Iterable[Node] = ()) -> str:
    """Return why the code of a finding or measurement is not understood and could matter; nothing if it cannot.

    What could matter: every code that is not read here, because it may mean what a rule asks. Known not to matter are
    codes of harmless families, and measurements whose every category is harmless, or is laboratory or vital signs with
    a code of LOINC or a name; none of them where its name holds a word of what the rules ask.

    Parameters
    ----------
    categories
        Of a measurement.
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
    return f"{said(concept)} is not understood" if codings or called else "has no code"


def beside(concept: Node | None) -> str:
    """Return why a code that is not read may say more than the one beside it that is; nothing where it cannot.

    Codes of one concept are translations of each other. One without a name cannot be checked for words of what the
    rules ask, and of ICD-10 the families say which are open.
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


def said(concept: Node | None) -> str:
    """Return a CodeableConcept in words: its codes with their names, or its text."""
    parts = []
    for coding in _codings(concept):
        display = coding.text("display")
        parts.append(f"the code {shown(_code(coding))}{f' ({shown(display)})' if display else ''}")
    text = concept.text("text") if concept else None
    if text and not parts:
        parts.append(f"'{shown(text)}'")
    return ", ".join(parts)[: 3 * LONGEST_NAME]


def legible(name: str) -> bool:
    """Tell whether a name is written in the letters of the words that it is searched for."""
    return _LATIN.search(name) is not None


def _codings(concept: Node | None) -> Iterable[Node]:
    return () if concept is None else concept.blocks("coding")


def names(concept: Node | None) -> Iterator[str]:
    """Yield the text and the displays of a CodeableConcept."""
    if concept is not None:
        every = (concept.text("text"), *(coding.text("display") for coding in _codings(concept)))
        yield from (name for name in every if name and name.strip())


def _code(coding: Node) -> str:
    return (coding.text("code") or "").strip()


def _system(coding: Node) -> str | None:
    """Return the short name of the system of a code: empty if it is not known, None if none is given."""
    address = coding.text("system")
    return system_of(address) if address and address.strip() else None
