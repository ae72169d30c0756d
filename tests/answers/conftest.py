from dataclasses import replace

import pytest
import yaml

from diastole.answers.answerer import Answerer, load_answerer
from diastole.answers.article_checks import check_article
from diastole.answers.library import Library, load_library
from diastole.answers.sentence_checks import Evidence
from diastole.knowledge.articles.article import Article, parse_article
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement import Statement
from diastole.studies.claims.claim import load_claims

COMMON = {
    "conflicts": [], "review": {"status": "submitted", "reviewers": [], "date": None}, "valid_until": "2027-11",
}  # fmt: skip
QUESTION = "Why is the balloon pump contraindicated in aortic regurgitation?"
SMALL = """
- id: T-01
  version: 1
  kind: recommendation
  text:
    clinician: The balloon pump is contraindicated in aortic regurgitation with a regurgitant fraction of 50 % or more.
    trainee: Do not use the balloon pump if half of the blood, 50 %, leaks back through the aortic valve.
    patient: The balloon pump is not used if the aortic valve leaks badly.
  entities: [iabp, aortic_regurgitation]
  intents: [why, may]
  polarity: harm
  support: [{ref: otto2020, class: III, level: B, locator: null}]
- id: T-02
  version: 3
  kind: mechanism
  text:
    clinician: In diastole the balloon raises the gradient across the leaking aortic valve, so regurgitant volume rises.
    trainee: The balloon inflates while the aortic valve leaks, so the leak rises.
    patient: The balloon pushes more blood back through the leaky aortic valve.
  entities: [iabp, aortic_regurgitation, regurgitant_volume]
  intents: [why, what_happens]
  polarity: harm
  support: [{ref: teleflex-ac3, class: null, level: null, locator: null}]
  claims: [C05]
- id: T-03
  version: 1
  kind: evidence
  text:
    clinician: No series with the pump on and off is known to us.
    trainee: Nobody has measured it.
    patient: Nobody has measured it.
  entities: [iabp, aortic_regurgitation]
  intents: [evidence]
  polarity: uncertain
  support: []
  uncited: true
"""
HEAD = """---
question: Why is the balloon pump contraindicated in aortic regurgitation?
topic: contraindications
subject: [iabp, aortic_regurgitation]
wordings: [why no iabp in ar, iabp ai reason, balloon behind a leaky valve, rule against the pump in ar,
  aortic leak and counterpulsation, harm of the balloon in ai, the rationale please, what goes wrong]
corrects:
  - The balloon pump lowers the leak in aortic regurgitation.
related: [other-one, other-two]
author: The diastole authors
updated: 2026-11-29
bench:
  patient: acute_severe_ar
  arms: {without the pump: {}, with the pump: {balloon_pump.volume: 40 mL}}
  controls: [heart_rate]
  shows: The same heart without and with the pump.
---
"""
TEXT = """# Clinician

The balloon pump is contraindicated in aortic regurgitation with a regurgitant fraction of 50 % or more. [T-01]

## Mechanism

Inflation raises the regurgitant volume. [T-02, C05:holds]
It does not lower the regurgitant volume. [T-02]
In the simulated patient the balloon adds {rise aortic_regurgitant_volume} to each leak. [bench]

# Trainee

Do not use the balloon pump if half of the blood leaks back through the aortic valve. [T-01]

# Patient

The balloon pump is not used if the aortic valve leaks badly. [T-01]
"""
ARMS = {
    "bench": {
        "without the pump": {"aortic_regurgitant_volume": 46.0, "cardiac_output": 3.7},
        "with the pump": {"aortic_regurgitant_volume": 50.7, "cardiac_output": 3.9},
    }
}


def statements(**changes) -> dict[str, Statement]:
    """Return the small statements, the first one with changes."""
    records = yaml.safe_load(SMALL)
    records[0] |= changes
    return {record["id"]: Statement.model_validate(COMMON | record) for record in records}


def article(text: str = TEXT, head: str = HEAD) -> Article:
    return parse_article(head + text, "small-one")


def evidence(**changes) -> Evidence:
    known = frozenset({"small-one", "other-one", "other-two"})
    return Evidence(statements(**changes), load_claims(), load_sources(), known, {"C05": "holds"})


def faults(text: str, head: str = HEAD, **changes) -> list[str]:
    """Return the faults of an article in which one was planted."""
    return [str(fault) for fault in check_article(article(text, head), evidence(**changes), ARMS)]


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    return load_answerer()


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture
def small(monkeypatch) -> Library:
    """A library of one article on three statements, whose experiment is known."""
    monkeypatch.setattr("diastole.answers.answerer.known_arms", lambda bench: ARMS["bench"])
    return replace(load_library(), articles={"small-one": article()}, statements=statements())
