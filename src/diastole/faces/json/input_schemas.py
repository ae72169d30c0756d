"""The JSON Schema of what a person writes, for editors that complete and check it: bedside sheet and patient file."""

from collections.abc import Iterable
from typing import Any

from diastole.faces.json.shape import Json
from diastole.model.drugs.formulary import DRUG_NAMES, DRUGS
from diastole.model.input_blocks.problems import ABSENT
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.patient.lesions import Lesions
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.bedside_values import BEDSIDE_VALUES
from diastole.units import DOSE

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SOURCE = {"type": "string", "description": "key of a source, or given or assumed"}


def _value(description: str, unit: str = "") -> Json:
    """Return the schema of a value with its unit; a number alone is good where no unit is needed."""
    plain = {"type": ["string", "number"] if unit in ("", "1") else "string"}
    return {"description": description, **_sourced(plain)} | ({"unit": unit} if unit else {})


def _sourced(plain: Json) -> Json:
    """Return the schema of what may have its source beside it."""
    block = {"type": "object", "properties": {"value": plain, "source": SOURCE}, "required": ["value"]}
    return {"anyOf": [plain, block | {"additionalProperties": False}]}


def _block(description: str, properties: Json) -> Json:
    """Return the schema of a block that takes other spellings of its names too."""
    other = _value("another spelling, or what the model does not use")
    return {"type": "object", "description": description, "properties": properties, "additionalProperties": other}


def _as_written(node: Any) -> Any:
    """Return a schema of what is read as one of what is written: nothing is required, and a block may be left out."""
    if isinstance(node, list):
        return [_as_written(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("unit"), str):
        return _value(node["description"], node["unit"])
    if node.get("type") == "string":
        return _sourced(node)
    written = {key: _as_written(inner) for key, inner in node.items() if key not in ("required", "default")}
    if {"type": "null"} in written.get("anyOf", ()):
        written["anyOf"] = [*written["anyOf"], {"const": ABSENT}]
    return written


def _bedside_names() -> Iterable[tuple[str, Json]]:
    """Yield what may stand in the block ``measured``: every measure by name and short name, and other values."""
    for measure in MEASURES.values():
        for called in (measure.name, measure.short, *measure.aliases):
            yield called, _value(f"{measure.title}. {measure.definition}", measure.unit)
    for called, value in BEDSIDE_VALUES.items():
        yield called, _value(f"{value.title}, in {' or '.join(each.unit for each in value.scales) or 'any unit'}")


def bedside_sheet() -> Json:
    """Return the schema of a bedside sheet."""
    schema = _as_written(BedsideSheet.model_json_schema())
    measured = {name: each for name, each in _bedside_names() if name}
    drugs = {called: _value(DRUGS[name].purpose, DOSE) for called, name in DRUG_NAMES.items()}
    seen = {"type": ["string", "object"], "description": "its grade, or a block of what was seen, such as orifice_area"}
    schema["properties"] |= {
        "measured": _block("what was measured, with units", measured),
        "drugs": _block("infusions that were running, per kg, or per time where body has the weight", drugs),
        "echo": {
            "type": "object",
            "description": "report of the echocardiography: a time, measures, lesions, findings",
            "properties": dict.fromkeys(Lesions.model_fields, seen),
        },
        "rhythm": _value("such as sinus, paced or atrial fibrillation"),
        "facts": {"type": "object", "description": "what else rules ask for, by the names of the facts"},
    }
    return _published("bedside-sheet", schema | {"required": ["measured"]})


def patient_file() -> Json:
    """Return the schema of a patient file."""
    schema = _as_written(Patient.model_json_schema())
    schema["properties"]["based_on"] = {"type": "string", "description": "preset that gives all that is left out"}
    return _published("patient-file", schema)


def _published(name: str, schema: Json) -> Json:
    return {"$schema": DRAFT, "$id": f"diastole/{name}/1", **schema}
