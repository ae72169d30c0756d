"""How the page reads a number with its unit: the patterns, sentences and units of the package, as TypeScript."""

import json
import sys
from typing import Any

from diastole.model.drugs.doses import DIGITS, NO_DOSE, OF_PATIENT, OF_SYRINGE, SYRINGE, WITHOUT_WEIGHT
from diastole.model.input_blocks.quantity import IMPOSSIBLE, NOTHING
from diastole.model.patient.relative_value import AMBIGUOUS, CHANGE, NO_PRESENT
from diastole.number_grammar import (
    BRACKET,
    COMMA,
    FACTOR,
    GROUPED,
    LONGEST_TEXT,
    MORE,
    NUMBER,
    RAISED,
    SAID,
    SAME,
    SECOND,
    SEPARATORS,
    SPELLINGS,
    THOUSANDS,
)
from diastole.units import DOSE, KINDS, SYMBOLS

HEAD = "// How a number with its unit is read. Written by `make engine`; do not edit.\n"
PATTERNS = {
    "number": NUMBER, "factor": FACTOR, "bracket": BRACKET, "thousands": THOUSANDS, "grouped": GROUPED, "comma": COMMA,
    "second": SECOND, "more": MORE, "separators": SEPARATORS, "change": CHANGE,
}  # fmt: skip
BLANKS = f"[{''.join(f'\\u{place:04x}' for place in range(sys.maxunicode + 1) if chr(place).isspace())}]"  # of Python


def tables_source() -> str:
    """Return the whole TypeScript file."""
    patterns = {name: pattern.pattern for name, pattern in PATTERNS.items()}
    units = {name: [unit.size.numerator, unit.size.denominator, *unit.dimension] for name, unit in SYMBOLS.items()}
    said = SAID | {"impossible": IMPOSSIBLE, "nothing": NOTHING, "no present": NO_PRESENT, "ambiguous": AMBIGUOUS}
    doses = {"syringe": SYRINGE, "no dose": NO_DOSE, "no weight": WITHOUT_WEIGHT}
    return "\n".join((
        HEAD,
        "// What stands for \\s in a pattern: the blanks of Python, which are not those of JavaScript.",
        _constant("BLANKS", BLANKS),
        _constant("PATTERNS", patterns),
        _constant("SAID", said | doses),
        "// What is read as another sign; ways to write a unit; digits that stand raised.",
        _constant("SAME", _swaps(SAME)),
        _constant("SPELLINGS", SPELLINGS),
        _constant("RAISED", _swaps(RAISED)),
        "// Of each unit the numerator and denominator of its size in m, g, s and mol, and its powers of these.",
        _constant("UNITS", units),
        "// What a dimension is called, and the units that are offered for it.",
        _constant("KINDS", KINDS),
        _constant("LONGEST_TEXT", LONGEST_TEXT),
        "// Units of a dose: per kg, of the whole patient, and of a syringe; and the digits of one that was divided.",
        _constant("DOSE", DOSE),
        _constant("OF_PATIENT", OF_PATIENT),
        _constant("OF_SYRINGE", OF_SYRINGE),
        _constant("DIGITS", DIGITS),
    ))  # fmt: skip


def _swaps(table: dict[int, Any]) -> dict[str, str]:
    return {chr(sign): other if isinstance(other, str) else chr(other) for sign, other in table.items()}


def _constant(title: str, content: object) -> str:
    return f"export const {title} = {json.dumps(content, ensure_ascii=True)}\n"
