"""Check digits and shapes of clinical codes."""

import re

# The dihedral group of the pentagon: d[a][b] is a times b. Verhoeff 1969, as printed in the SNOMED CT release notes.
_PRODUCT = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)  # the permutation that each further place applies once more
_SHAPES = {
    "sct": re.compile(r"[1-9]\d{5,17}", re.ASCII),
    "loinc": re.compile(r"(?:LA)?\d{1,7}-\d", re.ASCII),  # LA: an answer of a list, by another check
    "icd10cm": re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", re.ASCII),
    "icd10": re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", re.ASCII),
    "icd10gm": re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", re.ASCII),
    "icd10pcs": re.compile(r"[0-9A-HJ-NP-Z]{7}", re.ASCII),  # neither I nor O
    "cpt": re.compile(r"\d{5}", re.ASCII),
}


def verhoeff_holds(digits: str) -> bool:
    """Return whether the last digit is the Verhoeff check digit of those before it."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character)
        for _ in range(place % 8):
            digit = _TURN[digit]
        total = _PRODUCT[total][digit]
    return total == 0


def mod10_holds(digits: str) -> bool:
    """Return whether the last digit is the modulus-10 (Luhn) check digit of those before it."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character) * (1 + place % 2)
        total += digit - 9 * (digit > 9)
    return total % 10 == 0


def flaw(system: str, code: str) -> str | None:
    """Return what is wrong with a code of a known system, or nothing."""
    if system not in _SHAPES:
        return f"system '{system}' is not one of {', '.join(_SHAPES)}"
    if not _SHAPES[system].fullmatch(code):
        return f"'{code}' does not have the shape of {system}"
    if system == "sct" and not verhoeff_holds(code):
        return f"'{code}' fails the check digit of SNOMED CT"
    if system == "sct" and code[-3:-1] not in ("00", "10"):
        return f"'{code}' is no concept of SNOMED CT: its partition is {code[-3:-1]}"
    if system == "loinc" and not code.startswith("LA") and not mod10_holds(code.replace("-", "")):
        return f"'{code}' fails the check digit of LOINC"
    return None
