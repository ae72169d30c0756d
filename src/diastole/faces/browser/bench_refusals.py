"""What the command line says of a value that is impossible, as sentences that a page fills in."""

from math import nextafter
from typing import Any

from diastole.errors import InputError
from diastole.model.input_blocks.quantity import Quantity
from diastole.model.patient import Patient

GAP = "{}"  # where the given text stands in a sentence
BEYOND, NO_NUMBER = "987654321", "qqq"  # texts that no value has


def refusal_of(patient: Patient, key: str, text: str) -> str:
    """Return the sentence with which a patient refuses a text for a key; empty where it is a value."""
    try:
        patient.with_values({key: text})
    except InputError as refused:
        return str(refused)
    return ""


def refusals(patient: Patient, key: str, quantity: Quantity | None, unit: str) -> dict[str, Any]:
    """Return the sentences for what is out of range, no number, nothing, and not possible in this patient.

    `unit`: as a person writes it behind the number. The last comes with the value from which on it holds, in the unit
    of the field, or is None.
    """
    behind = f" {unit}" if unit else ""
    if quantity is None:
        return {"word": refusal_of(patient, key, NO_NUMBER).replace(NO_NUMBER, GAP)}
    return {
        "range": refusal_of(patient, key, f"{BEYOND}{behind}").replace(BEYOND, GAP),
        "word": refusal_of(patient, key, f"{NO_NUMBER}{behind}").replace(NO_NUMBER, GAP),
        "nothing": refusal_of(patient, key, ""),
        "ends": quantity.ends,
        "contradiction": _contradiction(patient, key, quantity),
    }


def _contradiction(patient: Patient, key: str, quantity: Quantity) -> dict[str, Any] | None:
    """Return from which value on the rest of the patient forbids what the field alone allows."""
    highest = quantity.ends.get("at_most", quantity.ends.get("below", 0.0))
    if "below" in quantity.ends:
        highest = nextafter(highest, 0.0)
    if not refusal_of(patient, key, quantity.text(highest)):
        return None
    allowed, refused = quantity.ends.get("at_least", quantity.ends.get("above", 0.0)), highest
    while allowed < (middle := 0.5 * (allowed + refused)) < refused:
        if refusal_of(patient, key, quantity.text(middle)):
            refused = middle
        else:
            allowed = middle
    shown = quantity.text(highest)
    number = shown.partition(" ")[0]
    sentence = refusal_of(patient, key, shown).replace(f"is {shown}", f"is {shown.replace(number, GAP)}", 1)
    return {"from": refused, "says": sentence}
