"""What the command line says of a value that is impossible, as sentences that a page fills in."""

import re
from collections.abc import Collection
from typing import Any

from diastole.errors import InputError
from diastole.model.bench_state import text_at
from diastole.model.input_blocks.contradiction import GAP as SENTENCE_GAP
from diastole.model.input_blocks.contradiction import Exclusion
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.patient import Patient
from diastole.model.prepare_program import all_contradictions

GAP = "{}"  # where the given text stands in a sentence
BEYOND, NO_NUMBER = "987654321", "qqq"  # texts that no value has


def refusal_of(patient: Patient, key: str, text: str) -> str:
    """Return the sentence with which a patient refuses a text for a key; empty where it is a value."""
    try:
        patient.with_values({key: text})
    except InputError as refused:
        return str(refused)
    return ""


class Sentences:
    """A table in which each sentence stands once."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def place(self, sentence: str) -> int:
        """Return where a sentence stands, which is put there if it is new."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)
        return self.sentences.index(sentence)


def refusals(patient: Patient, key: str, quantity: Quantity | None, unit: str) -> dict[str, str]:
    """Return the sentences for what is out of range, no number and nothing; of a choice, for what is none.

    In the place of key, unit, range and kind of the quantity stand these words in braces, so that most controls have
    the same sentences. `unit`: as a person writes it behind the number.
    """
    behind = f" {unit}" if unit else ""
    given = {"word": f"{NO_NUMBER}{behind}"}
    if quantity is not None:
        given |= {"range": f"{BEYOND}{behind}", "nothing": ""}
    refused = {name: refusal_of(patient, key, text) for name, text in given.items()}
    return {name: _general(said, key, quantity, behind) for name, said in refused.items()}


def _general(sentence: str, key: str, quantity: Quantity | None, behind: str) -> str:
    """Return a sentence with gaps in place of what differs between quantities."""
    gaps = {key: "{key}", NO_NUMBER: GAP, BEYOND: GAP}
    if quantity is not None:
        gaps |= {quantity.range: "{range}", quantity.kind: "{kind}"}
        gaps |= {f"{GAP}{behind}": f"{GAP} {{unit}}"} if behind else {}
    for words, gap in gaps.items():
        sentence = sentence.replace(words, gap)
    return sentence


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
