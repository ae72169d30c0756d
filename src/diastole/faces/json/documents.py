"""Every document that a command prints with ``--json``, by its name in ``diastole schema``."""

from importlib import import_module

from diastole.errors import InputError, did_you_mean
from diastole.faces.json.shape import Document, Json

DOCUMENTS = {  # its module and class: each is loaded alone, as the command does
    "simulate": ("run_json", "SimulateJson"),
    "compare": ("run_json", "CompareJson"),
    "compare-arms": ("run_json", "ArmsJson"),
    "alternatives": ("alternatives_json", "AlternativesJson"),
    "course": ("course_json", "CourseJson"),
    "heart3d": ("heart3d_json", "Heart3dJson"),
    "cohort": ("cohort_json", "CohortJson"),
    "map": ("map_json", "MapJson"),
    "sensitivity": ("sensitivity_json", "SensitivityJson"),
    "optimum": ("optimum_json", "OptimumJson"),
    "fit": ("fit_json", "FitJson"),
    "claims": ("claims_json", "ClaimsJson"),
    "ask": ("answer_json", "AskJson"),
    "articles": ("answer_json", "ArticlesJson"),
    "screen": ("screening_json", "ScreenJson"),
    "review": ("review_json", "ReviewListJson"),
    "review-case": ("review_json", "ReviewCaseJson"),
    "review-decision": ("review_json", "ReviewDecisionJson"),
    "review-verify": ("review_json", "ReviewVerifyJson"),
    "error": ("error_json", "ErrorJson"),
}
INPUTS = {"bedside-sheet": "bedside_sheet", "patient-file": "patient_file"}  # files that a person writes


def document(name: str) -> type[Document]:
    """Return the document of a name, or raise InputError with the names."""
    known = [*DOCUMENTS, *INPUTS]
    if name not in DOCUMENTS:
        raise InputError(
            f"'{name}' is no document; documents are {', '.join(known)}.{did_you_mean(name, known)}",
            code="not_found",
            allowed={"values": known},
        )
    module, kind = DOCUMENTS[name]
    shape: type[Document] = getattr(import_module(f"diastole.faces.json.{module}"), kind)
    return shape


def schema_of(name: str) -> Json:
    """Return the JSON Schema of a document or of a file that a person writes, or raise InputError with the names."""
    if name in INPUTS:
        schema: Json = getattr(import_module("diastole.faces.json.input_schemas"), INPUTS[name])()
        return schema
    return document(name).json_schema()
