"""Reading of a record, and a clean record: nothing is found in it, with a sheet that says absent to everything.

Whatever more such a record holds is tested: "none found" means that it did not count.
"""

import json
from pathlib import Path

import yaml

from diastole.knowledge.fhir.bundle_facts import FromBundle, bundle_facts
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.fact_sheet import read_sheet
from diastole.knowledge.screening.verdict import Screening, screen
from tests.screening.bundles import LEAK, NOW, bundle, bundle_of, concept, observation, report

RECORDS = Path(__file__).parent / "records"
EXPECTED = yaml.safe_load((RECORDS / "expected.yaml").read_text(encoding="utf-8"))
SHEET = read_sheet(RECORDS / "facts_clear.yaml", NOW)
PATIENT = {"resourceType": "Patient", "id": "p1"}
MINE = {"subject": {"reference": "Patient/p1"}}
NO_LEAK = {"id": "leak", **observation(LEAK, valueCodeableConcept=concept("260413007")), **MINE}
ECHO = {"id": "echo", **report(), **MINE}


def read(tree: object) -> FromBundle:
    """Return what is read of a bundle, also as bytes."""
    raw = tree if isinstance(tree, bytes) else json.dumps(tree, ensure_ascii=False).encode()
    return bundle_facts(raw, "bundle.json", NOW)


def facts(*resources: object) -> PatientFacts:
    return read(bundle(*resources)).facts


def notes(*resources: object) -> tuple[str, ...]:
    return read(bundle(*resources)).notes


def clean(*more, patient=PATIENT, leak=NO_LEAK):
    """Return the clean record as entries, with more resources."""
    every = (patient, leak, ECHO, *({"id": f"m{number}", **MINE, **one} for number, one in enumerate(more)))
    return [{"resource": one} for one in every if one]


def judged(tree: object, sheet: PatientFacts = SHEET) -> tuple[Screening, FromBundle]:
    """Return the verdict on a bundle with the sheet, and what was read of it."""
    found = read(tree)
    return screen(merged([*found.facts, *sheet])), found


def judged_with(*more, **instead) -> tuple[Screening, FromBundle]:
    """Return the verdict on the clean record with more resources, and what was read of it."""
    return judged(bundle_of(clean(*more, **instead)))


def verdict(tree: object) -> str:
    return judged(tree)[0].verdict


def verdict_with(*more, **instead) -> str:
    return judged_with(*more, **instead)[0].verdict
