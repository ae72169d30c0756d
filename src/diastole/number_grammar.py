"""The grammar of a number with its unit: patterns, and the sentences that refuse what does not fit.

The page reads the same ones (`diastole.faces.browser.quantity_tables`), so a pattern keeps to what Python and
JavaScript both understand alike.
"""

import re

LONGEST_TEXT = 80  # characters of a quantity
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?")
FACTOR = re.compile(r"\s*([/*·⋅.]?)\s*(1(?![0-9])|cmH2O|[A-Za-zªµºÀ-ÖØ-öø-ʯͰ-῿]+|%)(?:(?:\^|\*\*)?(-?[1-9]))?")
BRACKET = re.compile(r"/\s*\(([^()/]*)\)")
THOUSANDS = re.compile(r"(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")  # blanks that do not break
GROUPED = re.compile(r"([+-]?[0-9]{1,3}(?:([ .,'’])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?(?![0-9.,'’])")
COMMA = re.compile(r"([+-]?[0-9]*),([0-9]+)(?![0-9.,'’])")
SECOND = re.compile(r"[/|]\s*[0-9]{2}")  # of two numbers in one place, such as 120/80
MORE = re.compile(r"[,.:^*+-]|[02-9]")  # with which no unit begins
SEPARATORS = re.compile(r"[ .,'’]")
SAME = str.maketrans({"−": "-", "–": "-", "μ": "µ"})  # minus, dash, and the Greek letter for the micro sign
SPELLINGS = {"mm Hg": "mmHg", "mm[Hg]": "mmHg", "cm[H2O]": "cmH2O", "cmH₂O": "cmH2O"}  # the brackets are UCUM's
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SAID = {
    "long": "'{text}' is not a quantity; give {allowed}",
    "no number": "'{text}' does not start with a finite number; give {allowed}",
    "respelled": "'{text}' {advice}; give {allowed}",
    "two": "'{text}' holds two numbers; give each under its own key as {allowed}",
    "more": "'{text}' is not one plain number such as 1200.5 with a unit; give {allowed}",
    "no unit": "'{number}' has no unit; give {allowed}, such as {example}",
    "wrong unit": "'{text}': {problem} Give {allowed}",
    "no such unit": "'{text}' is not a unit.",
    "unknown unit": "'{name}' is not a known unit.{advice}",
    "other kind": "'{text}' is not {allowed}, but {given}",
    "too large": "'{text}' is too large",
    "comma": "has a decimal comma; write '{whole}.{fraction}{rest}'",
    "either": "has a comma, which may be a decimal or a thousands sign; write '{decimal}{rest}' or '{whole}{rest}'",
    "both": "has thousands signs and a decimal comma; write '{whole}{fraction}{rest}'",
    "thousands": "has a thousands sign; write '{whole}{fraction}{rest}'",
}


def respelled(plain: str) -> str:
    """Say how a number with a decimal comma or with thousands signs is to be written; nothing where it has none."""
    grouped, comma = GROUPED.match(plain), COMMA.match(plain)
    if comma and not (grouped and comma[1].strip("+-") != "0"):
        return SAID["comma"].format(whole=comma[1] or "0", fraction=comma[2], rest=plain[comma.end() :])
    if grouped is None or (grouped[2] == "." and grouped[1].count(".") == 1 and not grouped[3]):
        return ""
    whole, rest = SEPARATORS.sub("", grouped[1]), plain[grouped.end() :]
    if comma:
        decimal = f"{comma[1]}.{comma[2]}".rstrip("0").rstrip(".")
        return SAID["either"].format(decimal=decimal, whole=whole, rest=rest)
    fraction = f".{grouped[3]}" if grouped[3] else ""
    said = "both" if plain[grouped.end(1) :][:1] == "," else "thousands"
    return SAID[said].format(whole=whole, fraction=fraction, rest=rest)
