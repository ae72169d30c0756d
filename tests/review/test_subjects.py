import subprocess
import sys
from dataclasses import replace
from importlib.resources import files

import pytest
import yaml

from diastole.errors import InputError
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement import Review
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.evidence.thresholds import parse_thresholds
from diastole.knowledge.rules import grammar
from diastole.knowledge.rules.rulebook import all_rules, balloon_rules, rule_texts
from diastole.review.review_subjects import (
    by_id,
    canonical_json,
    claim_subject,
    load_subjects,
    rule_subjects,
    statement_subject,
    text_hash,
)  # fmt: skip
from diastole.review.subject_kinds import KINDS
from diastole.strict_yaml import read_yaml
from diastole.studies.claims.claim import load_claims
from tests.review.conftest import subject
from tests.waiting import LONGEST


@pytest.fixture(scope="module")
def statement():
    return load_statements()["C-01"]


def hash_of(statement, sources=None):
    return statement_subject(statement, sources or load_sources()).hash


def test_everything_is_reviewed_once():
    subjects = load_subjects()
    known = {*load_statements(), *load_claims(), *(rule.id for rule in all_rules())}
    assert {id_ for id_, one in subjects.items() if one.kind in ("statement", "claim", "rule")} == known
    assert list(dict.fromkeys(one.kind for one in subjects.values())) == list(KINDS)


def test_no_id_is_an_address_of_the_desk():
    assert not {"audit", "enter"} & set(load_subjects())


def test_a_subject_knows_its_devices(statement):
    subjects = load_subjects()
    assert subjects["C-01"].devices == ("iabp",)
    assert set(subjects["C01"].devices) >= {"iabp", "surgical_valve"}  # of its statements
    assert subjects["C01"].rests_on == load_claims()["C01"].statements
    assert all("iabp" in subjects[rule.id].devices for rule in balloon_rules())
    assert subjects["IMPELLA-AR"].devices == ("impella",)
    only_helium = statement.model_copy(update={"entities": ("helium",)})
    assert statement_subject(only_helium, load_sources()).devices == ("iabp",)


def test_a_withdrawn_statement_is_another_content(statement):
    withdrawn = statement.model_copy(update={"withdrawn": "the trial was retracted"})
    subject = statement_subject(withdrawn, load_sources())
    assert subject.withdrawn == subject.content["withdrawn"] == "the trial was retracted"
    assert subject.hash != hash_of(statement)
    assert "withdrawn" not in statement_subject(statement, load_sources()).content


def test_a_limit_that_moves_is_another_content_of_the_rules_that_grade_by_it(monkeypatch):
    """A rule says `grade_from: severe`; the limit stands in thresholds.yaml, and was reviewed with the rule."""
    text = (files("diastole.knowledge.evidence") / "thresholds.yaml").read_text(encoding="utf-8")
    moved = parse_thresholds(text.replace("above: 0.6}", "above: 0.65}", 1).replace("to: 0.6}", "to: 0.65}", 1))
    as_reviewed = load_subjects()  # before the limit moves: what is read first is kept for the session
    monkeypatch.setattr(grammar, "load_thresholds", lambda: moved)
    now = {one.id: one.hash for one in rule_subjects(load_statements())}
    changed = {id_ for id_, hash_ in now.items() if hash_ != as_reviewed[id_].hash}
    graded = "fact: ar.vena_contracta, grade_from: severe"
    named = {rule["id"] for text in rule_texts().values() for rule in read_yaml(text, "rules")["rules"]
             if graded in yaml.safe_dump(rule, width=1000, default_flow_style=True)}  # fmt: skip
    assert named
    assert changed == named


def test_hash_of_canonical_json():
    assert canonical_json({"b": [1, "µ"], "a": None}) == '{"a":null,"b":[1,"µ"]}'
    assert text_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json({"a": float("nan")})


@pytest.mark.parametrize(
    "edit",
    [{"version": 2}, {"polarity": "neutral"}, {"entities": ("iabp",)}, {"conflicts": ()}, {"support": ()},
     {"valid_until": "2028-01"}],
)  # fmt: skip
def test_any_edit_changes_the_hash(statement, edit):
    assert hash_of(statement.model_copy(update=edit)) != hash_of(statement)


@pytest.mark.parametrize("reader", ["clinician", "trainee", "patient"])
def test_a_sign_in_any_wording_changes_the_hash(statement, reader):
    text = statement.text.model_copy(update={reader: getattr(statement.text, reader) + "."})
    assert hash_of(statement.model_copy(update={"text": text})) != hash_of(statement)


def test_its_review_is_not_its_content(statement):
    review = Review(status="under_review", reviewers=(), date=None)
    assert hash_of(statement.model_copy(update={"review": review})) == hash_of(statement)


@pytest.mark.parametrize("change", [{"checked": "secondary"}, {"title": "Another title"}, {"doi": "10.1000/1"}])
def test_what_its_source_is_belongs_to_it(statement, change):
    sources = load_sources()
    key = statement.support[0].ref
    assert hash_of(statement, {**sources, key: replace(sources[key], **change)}) != hash_of(statement)


def test_an_edit_of_a_claim_changes_its_hash():
    claim = load_claims()["C04"]
    sources = load_sources()
    edited = claim.model_copy(update={"flips": "never"})
    statements = load_statements()
    assert claim_subject(edited, sources, statements).hash != claim_subject(claim, sources, statements).hash


def test_an_unverified_source_bars_a_review(statement):
    sources = load_sources()
    key = statement.support[0].ref
    assert statement_subject(statement, sources).barred == ""
    barred = statement_subject(statement, {**sources, key: replace(sources[key], checked="unverified")}).barred
    assert barred == f"its source {key} is unverified"


def test_what_cannot_be_cited_bars_a_review(statement):
    uncited = statement.model_copy(update={"uncited": True, "support": ()})
    assert "no source" in statement_subject(uncited, load_sources()).barred


def test_one_id_for_two_is_refused():
    with pytest.raises(InputError, match="T-01 is a statement and a rule"):
        by_id([subject(), replace(subject(), kind="rule")])


@pytest.mark.parametrize("missing", ["sqlalchemy", "alembic"])
def test_without_the_extra_one_sentence_says_how_to_get_it(missing):
    code = f"import sys; sys.modules['{missing}'] = None; from diastole.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "review"], capture_output=True, text=True, timeout=LONGEST)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("error: ")
    assert "pip install 'diastole[web]'" in done.stderr


def test_the_core_does_without_the_extra():
    modules = ("cli.app", "answers.answerer", "knowledge.screening.verdict", "review.badges", "review.policy")
    loads = "; ".join(f"import diastole.{module}" for module in (*modules, "review.readable_content"))
    code = f"import sys; {loads}; sys.exit('sqlalchemy' in sys.modules or 'alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=LONGEST).returncode == 0
