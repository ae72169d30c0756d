from dataclasses import replace

import pytest
import yaml

from diastole.answers.answer import Desk, load_desk
from diastole.answers.corpus import Corpus, load_corpus
from diastole.evidence.statements import Statement

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
  conflicts: [T-03]
  review: {status: approved, reviewers: [], date: null}
  valid_until: 2027-11
- id: T-02
  version: 3
  kind: mechanism
  text:
    clinician: In diastole the balloon raises the gradient across the leaking aortic valve, so regurgitant volume rises.
    trainee: The balloon inflates while the aortic valve leaks, so more leaks back.
    patient: The balloon pushes more blood back through the leaky aortic valve.
  entities: [iabp, aortic_regurgitation, regurgitant_volume]
  intents: [why, what_happens]
  polarity: harm
  support: [{ref: teleflex-ac3, class: null, level: null, locator: null}]
  claims: [C05]
  conflicts: []
  review: {status: under_review, reviewers: [], date: null}
  valid_until: 2027-11
- id: T-03
  version: 1
  kind: evidence
  text:
    clinician: In two case reports the balloon did not worsen moderate aortic regurgitation.
    trainee: Two patients with moderate aortic regurgitation did well on the balloon.
    patient: Two people with a leaky aortic valve did well with the balloon.
  entities: [iabp, aortic_regurgitation]
  intents: [evidence]
  polarity: uncertain
  support: [{ref: miller1976, class: null, level: null, locator: null}]
  conflicts: [T-01]
  review: {status: submitted, reviewers: [], date: null}
  valid_until: 2027-11
"""


def statement(**changes) -> Statement:
    record = yaml.safe_load(SMALL)[0]
    return Statement.model_validate(record | changes)


@pytest.fixture(scope="session")
def desk() -> Desk:
    return load_desk()


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="session")
def small() -> Corpus:
    statements = {record["id"]: Statement.model_validate(record) for record in yaml.safe_load(SMALL)}
    return replace(load_corpus(), statements=statements, claims={})
