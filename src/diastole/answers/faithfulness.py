"""Checks a sentence against its support: no other numbers, and no other direction in a new wording."""

import re
from collections import Counter
from collections.abc import Sequence

UNIT = (
    r"%|mmHg s|mmHg|mL/beat|mL/min|mL/h|mL|L/min/m²|L/min|L|cm²|m²|cm|mm|ms|µg/kg/min|/min|1/min|per cent|mmol/L|µmol|"
    r"W/m²|W|J|kPa|kg|Fr|h|s|min|months?|years?|days?|dyn s/cm⁵"
)
QUANTITY = re.compile(rf"(?<![\w.])(\d+(?:[.,]\d+)*)(?:\s?({UNIT})(?![\w²/]))?")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
CITATION = re.compile(r"\[\s*\d+[^\]]*\]|\(\s*(?:see |ref)[^)]*\)|https?://|doi:", re.I)
CONTAINED = 0.8  # least share of a new wording's content words that its support has too; assumed

# Words that turn a sentence round. Each group is counted on its own.
GROUPS: dict[str, re.Pattern[str]] = {
    "negation": re.compile(r"\b(?:not|no|never|without|neither|nor|none|cannot|hardly|\w+n['’]t)\b", re.I),
    "against": re.compile(r"\b(?:contra-?indicat\w*|avoid\w*|forbid\w*|rule[sd]? \w* ?out|harm\w*|caution\w*)", re.I),
    "for": re.compile(
        r"(?<!contra)(?<!contra-)\b(?:indicat(?:ed|ion)\w*|recommend\w*|benefi\w*|safe\w*|helps?|helpful|approved)",
        re.I,
    ),
    "up": re.compile(r"\b(?:ris(?:e|es|ing)|rose|rais\w+|increas\w*|higher|more|above|worse\w*|larger|up)\b", re.I),
    "down": re.compile(r"\b(?:falls?|fell|lower\w*|reduc\w*|decreas\w*|less|below|smaller|down)\b", re.I),
    "must": re.compile(r"\b(?:must|always|only|absolute(?:ly)?|proves?|proven|certain(?:ly)?)\b", re.I),
    "may": re.compile(r"\b(?:may|might|can|could|possibl[ey]|believed|expected|presumably|some)\b", re.I),
}


def quantities(text: str) -> Counter[tuple[str, str]]:
    """Return every number with its unit, or with an empty one."""
    return Counter((number, unit or "") for number, unit in QUANTITY.findall(text.replace("\u00a0", " ")))


def unsupported_numbers(text: str, evidence: str) -> list[str]:
    """Return the numbers of a text that its evidence does not have with the same unit."""
    known = quantities(evidence)
    bare = {number for number, _ in known}
    return [
        f"{number} {unit}".strip()
        for number, unit in quantities(text)
        if (number, unit) not in known and (unit or number not in bare)
    ]


def signature(text: str) -> dict[str, int]:
    """Return how many words of each group a text has."""
    return {name: len(pattern.findall(text)) for name, pattern in GROUPS.items()}


def turned(before: str, after: str) -> list[str]:
    """Return the groups of words by which a new wording differs from the old one; empty if it says the same."""
    old, new = signature(before), signature(after)
    return [name for name in GROUPS if old[name] != new[name]]


def wording_faults(before: str, after: str, evidence: str) -> list[str]:
    """Return what is wrong with a new wording of a sentence: numbers, direction, citations, content of its own."""
    faults = [f"the number {number} is not in the support" for number in unsupported_numbers(after, evidence)]
    faults += [f"the number {number} is missing" for number, _ in quantities(before) - quantities(after)]
    faults += [f"words of the group ‘{group}’ have changed" for group in turned(before, after)]
    if CITATION.search(after):
        faults.append("it brings a citation of its own")
    if _contained(after, f"{before} {evidence}") < CONTAINED:
        faults.append("it says what the support does not say")
    return faults


def _contained(text: str, evidence: str) -> float:
    """Return the share of a text's longer words that its evidence has too, whatever their endings."""
    words = _stems(WORD.findall(text))
    return len([word for word in words if word in set(_stems(WORD.findall(evidence)))]) / len(words) if words else 0.0


def _stems(words: Sequence[str]) -> list[str]:
    return [word.lower()[:6] for word in words if len(word) > 3]
