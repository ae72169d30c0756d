"""From the codes of a FHIR resource to concepts, and from concepts to facts."""

import re
from collections.abc import Iterable
from functools import lru_cache

from diastole.evidence.codes import SYSTEMS, load_codes
from diastole.screening.facts import Quantity
from diastole.screening.fhir_bundle import Node

MEASURED = {  # concept → fact that is a quantity
    "ar_vena_contracta": "ar.vena_contracta", "ar_eroa": "ar.eroa", "ar_volume": "ar.regurgitant_volume",
    "ar_fraction": "ar.regurgitant_fraction", "ar_pressure_half_time": "ar.pressure_half_time",
    "ar_jet_width_ratio": "ar.jet_width_lvot", "ar_jet_area_ratio": "ar.jet_area_lvot",
    "mr_vena_contracta": "mr.vena_contracta", "mr_eroa": "mr.eroa", "mr_volume": "mr.regurgitant_volume",
    "mr_fraction": "mr.regurgitant_fraction", "heart_rate": "heart_rate",
}  # fmt: skip
BY_ECHO = {fact for fact in MEASURED.values() if fact != "heart_rate"}  # their codes are those of echo reports
GRADED = {  # concept → fact that its severity gives
    "aortic_regurgitation": "ar.grade", "mitral_regurgitation": "mr.grade", "acute_mitral_regurgitation": "mr.grade",
    "papillary_muscle_rupture": "mr.grade", "chordal_rupture": "mr.grade",
    "peripheral_artery_disease": "peripheral_arterial_disease",
}  # fmt: skip
FOUND = {  # concept → fact that is absent, suspected or present
    "aortic_dissection": "aortic_dissection", "aortic_aneurysm": "aortic_aneurysm", "sepsis": "sepsis",
    "septal_rupture": "ventricular_septal_defect",
}  # fmt: skip
ACUTE = {
    "acute_mitral_regurgitation": "mr.onset",
    "papillary_muscle_rupture": "mr.onset",
    "chordal_rupture": "mr.onset",
}
SEVERITY = ("mild", "moderate", "moderate_severe", "severe")  # concepts that are words of a grade
ECHO = ("transthoracic_echocardiography", "transoesophageal_echocardiography", "echocardiography_report")
BALLOON_IN = "balloon_pump_insertion"
BALLOON_RUNS = "balloon_pump_assistance"
BALLOON_OUT = "balloon_pump_removal"
BALLOON_DEVICE = "balloon_pump"
SAME_SYSTEM = {"http://hl7.org/fhir/sid/icd-10-pcs": "http://www.cms.gov/Medicare/Coding/ICD10"}
WIDE = "http://snomed.info/sct"  # of its codes, those of the table mean the whole concept, not one site or cause of it
_WORDS = {word.replace("_", " to "): word for word in ("none", "trace", *SEVERITY)}  # as written by a person
_ANNOTATION = re.compile(r"\{[^{}]*\}")


def concepts(concept: Node | None) -> tuple[str, ...]:
    """Return the concepts of a CodeableConcept, each once; codes that are not in the table mean nothing here."""
    known = _by_code()
    found = (known.get((_system(coding), coding.text("code") or "")) for coding in _codings(concept))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def is_wide(concept: Node | None, name: str) -> bool:
    """Tell whether a CodeableConcept means a concept as a whole, so that to refute it is to refute all of it."""
    known = _by_code()
    return any(
        _system(coding) == WIDE and known.get((WIDE, coding.text("code") or "")) == name for coding in _codings(concept)
    )


def refused(concept: Node | None) -> tuple[str, ...]:
    """Return the reasons why codes of a CodeableConcept are known to be wrong."""
    table, reasons = load_codes(), []
    for coding in _codings(concept):
        code = coding.text("code") or ""
        reason = table.reason_to_refuse(_system(coding), code)
        if reason:
            reasons.append(f"{coding.place}: {code}: {reason}")
    return tuple(reasons)


def severity(concept: Node | None) -> str | None:
    """Return the word of a grade that a CodeableConcept says, by code or by exactly that text."""
    coded = [one for one in concepts(concept) if one in SEVERITY]
    if len(set(coded)) == 1:
        return coded[0]
    text = concept.text("text") if concept and not coded else None
    return _WORDS.get(text.strip().lower()) if text else None


def quantity(node: Node) -> Quantity | None:
    """Return a FHIR Quantity; its UCUM code counts before its printed unit."""
    value = node.number("value")
    unit = node.text("code") or node.text("unit")
    return None if value is None or unit is None else Quantity(value, plain_unit(unit))


def plain_unit(ucum: str) -> str:
    """Return a UCUM unit as this program writes it: ``{beats}/min`` is ``1/min``."""
    plain = _ANNOTATION.sub("", ucum).replace("mm[Hg]", "mmHg").strip()
    return f"1{plain}" if plain.startswith("/") else plain or "1"


@lru_cache(maxsize=1)
def _by_code() -> dict[tuple[str, str], str]:
    """Return the concept of each code by system and code."""
    return {(SYSTEMS[one.system], one.code): one.concept for one in load_codes().codes}


def _codings(concept: Node | None) -> Iterable[Node]:
    return () if concept is None else concept.blocks("coding")


def _system(coding: Node) -> str:
    system = coding.text("system") or ""
    return SAME_SYSTEM.get(system, system)
