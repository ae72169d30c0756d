"""A record in which nothing is found, with a sheet that says absent to everything: whatever more it holds is tested."""

import json
from pathlib import Path

from diastole.knowledge.fhir.bundle_facts import FromBundle, bundle_facts
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.fact_sheet import read_sheet
from diastole.knowledge.screening.verdict import Screening, screen
from tests.screening.bundles import ECHO_REPORT, NOW, SCT, TODAY, concept

SHEET = read_sheet(Path(__file__).parent / "shared_cases" / "facts_clear.yaml", NOW)
PATIENT = {"resourceType": "Patient", "id": "p1"}
MINE = {"subject": {"reference": "Patient/p1"}}
NO_LEAK = {
    "resourceType": "Observation", "id": "leak", "status": "final", "code": concept(SCT, "60234000"), **MINE,
    "effectiveDateTime": TODAY, "valueCodeableConcept": concept(SCT, "260413007"),
}  # fmt: skip
ECHO = {**ECHO_REPORT, "id": "echo", **MINE}


def entries(*more, patient=PATIENT, leak=NO_LEAK):
    """Return the clean record as entries, with more resources."""
    every = (patient, leak, ECHO, *({"id": f"m{number}", **MINE, **one} for number, one in enumerate(more)))
    return [{"resource": one} for one in every]


def bundle_of(found, **more):
    return {"resourceType": "Bundle", "type": "collection", "entry": found, **more}


def judged(tree: object) -> tuple[Screening, FromBundle]:
    """Return the verdict on a bundle with the sheet, and what was read of it."""
    raw = tree if isinstance(tree, bytes) else json.dumps(tree, ensure_ascii=False).encode()
    found = bundle_facts(raw, "x.json", NOW)
    return screen(merged([*found.facts, *SHEET])), found


def verdict(tree: object) -> str:
    return judged(tree)[0].verdict
