"""What the command line says of words and values that exclude each other, as sentences that a page fills in."""

import re
from collections.abc import Collection
from typing import Any

from diastole.errors import InputError
from diastole.model.bench_state import text_at
from diastole.model.input_blocks.contradiction import GAP as SENTENCE_GAP
from diastole.model.input_blocks.contradiction import Exclusion
from diastole.model.patient import Patient
from diastole.model.prepare_program import all_contradictions

GAP = "{}"  # where the given text stands in a sentence
NO_WORD = "qqq"  # which is none of any choices


def refusal_of(patient: Patient, key: str, text: str) -> str:
    """Return the sentence with which a patient refuses a text for a key; empty where it is a value."""
    try:
        patient.with_values({key: text})
    except InputError as refused:
        return str(refused)
    return ""


def refusal_of_words(patient: Patient, key: str) -> str:
    """Return the sentence for a word that is none of the choices of a key, with `GAP` in its place."""
    return refusal_of(patient, key, NO_WORD).replace(NO_WORD, GAP)


def contradictions(patient: Patient, controls: Collection[str]) -> list[dict[str, Any]]:
    """Return the sentence of each of `all_contradictions`, with the values of keys without a control filled in."""
    return [_contradiction(prefix, one, patient, controls) for prefix, one in all_contradictions()]


def _contradiction(prefix: str, one: Exclusion, patient: Patient, controls: Collection[str]) -> dict[str, Any]:
    computed = one.computed

    def gap(match: re.Match[str]) -> str:
        """Return what stands in the page for a gap."""
        if computed and match[1] == computed.name:
            return "{}"
        key = f"{prefix}{match[1]}"
        return f"{{{key}}}" if key in controls else text_at(patient, key)

    said = SENTENCE_GAP.sub(gap, one.says)
    block = prefix.removesuffix(".")
    return {"says": f"{block}: {said}" if block else said, "block": block, "unit": computed.unit if computed else ""}
