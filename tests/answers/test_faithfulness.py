"""The guarantees, each over all statements, and each with mutants that it has to catch."""

import re

from diastole.answers.evidence_text import statement_text
from diastole.answers.faithfulness import GROUPS, quantities, turned, unsupported_numbers


def test_every_changed_number_is_caught(library):
    caught = 0
    for one in library.statements.values():
        evidence, text = statement_text(one, library.sources), one.text.clinician
        assert unsupported_numbers(text, evidence) == []
        for number in {number for number, _ in quantities(text)}:
            mutant = re.sub(rf"(?<![\w.]){re.escape(number)}(?![\d.,]*\d)", f"973{number}", text)
            assert mutant == text or unsupported_numbers(mutant, evidence), mutant
            caught += mutant != text
    assert caught > 200


def test_every_changed_unit_is_caught(library):
    for one in library.statements.values():
        text = one.text.clinician
        if re.search(r"\d \bmL\b(?!/)", text):
            mutant = re.sub(r"(\d) mL\b(?!/)", r"\1 cm²", text)
            assert unsupported_numbers(mutant, statement_text(one, library.sources)), mutant


SWAPS = [
    (r"\bnot\b", ""), (r"\bcontraindicated\b", "indicated"), (r"\brises\b", "falls"), (r"\bfalls\b", "rises"),
    (r"\blower\b", "higher"), (r"\bnot recommended\b", "recommended"), (r"\bmay\b", "must"), (r"\bno\b", "some"),
]  # fmt: skip


def test_every_turned_direction_is_caught(library):
    caught = 0
    for one in library.statements.values():
        for pattern, other in SWAPS:
            mutant = re.sub(pattern, other, one.text.clinician, count=1)
            if mutant != one.text.clinician:
                assert turned(one.text.clinician, mutant), mutant
                caught += 1
    assert caught > 100


def test_contraindicated_is_not_indicated():
    assert GROUPS["for"].findall("It is contraindicated, contra-indicated.") == []
    assert turned("It is contraindicated.", "It is indicated.") == ["against", "for"]
