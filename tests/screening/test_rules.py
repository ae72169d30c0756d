import re
from dataclasses import replace

import pytest
import yaml

from diastole.errors import InputError
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.conditions import ConditionGroup, Leaf, Presence, judge, leaves
from diastole.knowledge.rules.grammar import parse_condition
from diastole.knowledge.rules.linter import lint
from diastole.knowledge.rules.rulebook import all_rules, balloon_rules
from diastole.knowledge.rules.rules import IF_UNKNOWN, VERDICTS, parse_rules
from diastole.knowledge.screening.fact_sheet import read_facts
from tests.screening.mutants import mutants

RULES = all_rules()
GOOD = """\
rules:
- id: AR-TEST
  version: 1
  title: Severe aortic regurgitation
  review: {status: submitted}
  options: [iabp]
  when: {fact: ar.grade, eq: severe}
  if_unknown: ask
  then: {verdict: contraindicated, statements: [C-01]}
  tests:
  - {facts: {}, expect: unknown}
  - {facts: {ar.grade: severe}, expect: true}
  - {facts: {ar.grade: mild}, expect: false}
"""


def rules_of(text):
    return parse_rules(text, "rules.yaml")


def changed(path, value):
    """The good rule with one place changed."""
    tree = yaml.safe_load(GOOD)
    node = tree["rules"][0]
    *above, last = path.split(".")
    for key in above:
        node = node[key]
    node[last] = value
    return yaml.safe_dump(tree)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_vectors(rule):
    for number, vector in enumerate(rule.tests):
        assert judge(rule.when, read_facts(vector.facts, "vector")).result is vector.expected, (rule.id, number)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_mutant_is_killed_by_the_rules_own_vectors(rule):
    cases = [(read_facts(vector.facts, "vector"), vector.expected) for vector in rule.tests]
    broken = list(mutants(rule.when))
    assert broken
    survivors = [mutant for mutant in broken if all(judge(mutant, facts).result is wanted for facts, wanted in cases)]
    assert not survivors


def test_mutants_cover_the_whole_grammar():
    leaf, other = Leaf("ar.grade", "eq", "severe"), Leaf("echo.age", "gt", 72.0)
    kinds = [
        ConditionGroup("not", (leaf,)),
        ConditionGroup("at_least", (leaf, other), 1),
        ConditionGroup("any", (leaf, other)),
        Presence("known", "ar.eroa"),
    ]
    for kind in kinds:
        found = list(mutants(kind))
        assert found
        assert kind not in found


def test_every_statement_exists():
    lint(RULES, statements=set(load_statements()))


def test_a_statement_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match="rule AR-SEVERE: 'C-01' is not a statement"):
        lint(RULES, statements={"G-02", "C-02"})


def test_nothing_ships_as_approved():
    assert {rule.review for rule in RULES} == {"submitted"}


def test_contraindications_speak_up_when_nothing_is_known():
    for rule in RULES:
        if rule.verdict == "contraindicated":
            assert judge(rule.when, read_facts({}, "nothing")).result is None, rule.id


def test_no_forbidden_words():
    for rule in RULES:
        assert not re.search(r"\b(safe|indicated)\b", f"{rule.title} {rule.note}"), rule.id


def test_the_rules_speak_of_every_contraindication_of_the_label():
    asked = {leaf.fact for rule in balloon_rules() if rule.verdict == "contraindicated" for leaf in leaves(rule.when)}
    assert {"ar.grade", "aortic_dissection", "aortic_aneurysm", "aortic_wall_disease"} <= asked
    assert "peripheral_arterial_disease" in asked


@pytest.mark.parametrize(
    "severe", [rule for rule in RULES if rule.verdict in ("contraindicated", "data_needed")], ids=lambda rule: rule.id
)
def test_the_linter_forbids_a_safety_rule_to_keep_silent(severe):
    silent = [replace(rule, if_unknown="skip") if rule is severe else rule for rule in RULES]
    with pytest.raises(InputError, match=rf"rule {severe.id}: if_unknown is skip.*may not keep silent"):
        lint(silent)


@pytest.mark.parametrize(
    ("fact", "grade", "operator", "limit"),
    [
        ("ar.vena_contracta", "severe", "gt", 0.6),
        ("ar.vena_contracta", "moderate", "ge", 0.3),
        ("ar.eroa", "moderate", "ge", 0.10),
        ("ar.pressure_half_time", "severe", "lt", 200.0),
        ("ar.pressure_half_time", "moderate", "le", 500.0),
        ("mean_aortic_pressure", "severe", "le", 65.0),
        ("ar.angiographic_grade", "moderate", "in", ("2+", "3+", "4+")),
    ],
)  # fmt: skip
def test_a_grade_or_worse_is_a_limit_of_the_table(fact, grade, operator, limit):
    assert parse_condition({"fact": fact, "grade_from": grade}) == Leaf(fact, operator, limit)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("conflicts", ["AR-NONE"], "conflicts with 'AR-NONE', which is no rule"),
        ("then.alternatives", ["impela_cp"], "'impela_cp' is not an option. Did you mean 'impella_cp'"),
        ("options", ["iapb"], "'iapb' is not an option. Did you mean 'iabp'"),
        ("options", [], "concerns no option"),
        ("then.statements", ["c01"], "'c01' is not a statement"),
        ("then.statements", [], "rests on no statement"),
        ("review", {"status": "approved"}, "approved by 0 reviewers"),
        ("review", {"status": "approved", "reviewers": ["A"]}, "approved by 1 reviewers; an approval needs 2"),
        ("tests", [{"facts": {}, "expect": "unknown"}], "no test expects true, false"),
        ("id", "ar test", "the id is not made of capitals"),
        ("if_unknown", "ignore", "AR-TEST, if_unknown: 'ignore' is not one of fire, ask, skip"),
        ("then.verdict", "safe", "AR-TEST, then.verdict: 'safe' is not one of contraindicated"),
        ("then", {"verdict": "caution"}, "AR-TEST, then: missing statements"),
        ("surplus", 1, "rule 1: unknown surplus"),
        ("version", 0, "AR-TEST: version is '0'"),
        ("version", True, "AR-TEST: version is 'True'"),
        ("review.status", "done", "AR-TEST, review.status: 'done'"),
        ("when", "always", "AR-TEST, when: 'always' is not a block"),
        ("when", {"fact": "ar.grad", "eq": "severe"}, "AR-TEST, when: 'ar.grad' is not a fact. Did you"),
        ("tests", [{"facts": {}, "expect": "maybe"}], "AR-TEST, tests[0]: expect is 'maybe'"),
        ("tests", "none", "AR-TEST, tests: 'none' is not a list"),
        ("title", "", "AR-TEST, title: '' is not text"),
        # the limits of graded facts are in their table only
        ("when", {"fact": "ar.vena_contracta", "gt": {"value": 6, "unit": "mm"}}, "one operator out of grade_from"),
        ("when", {"fact": "ar.flow_reversal", "eq": "holodiastolic"}, "needs one operator out of grade_from"),
        ("when", {"fact": "ar.eroa", "grade_from": "sever"}, "'sever' is not one of trace, mild"),
        ("when", {"fact": "ar.eroa", "grade_from": "mild"}, "no limit parts what is 'mild' or worse"),
        ("when", {"fact": "ar.eroa", "grade_from": "none"}, "'none' is not one of"),
        ("when", {"fact": "heart_rate", "grade_from": "severe"}, "'heart_rate' needs one operator out of eq, in, gt"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_refused_with_id_place_and_reason(path, value, said):
    with pytest.raises(InputError, match=re.escape(said)):
        lint(rules_of(changed(path, value)))


def test_two_reviewers_approve():
    lint(rules_of(changed("review", {"status": "approved", "reviewers": ["A", "B"]})))


def test_conflicts_go_both_ways():
    one_way = [replace(rule, conflicts=()) if rule.id == "MR-LEAK" else rule for rule in RULES]
    with pytest.raises(InputError, match="AR-SEVERE: conflicts with 'MR-LEAK', which does not name it in turn"):
        lint(one_way)


def test_one_broken_rule_refuses_the_whole_file():
    twice = yaml.safe_load(GOOD)
    twice["rules"].append(yaml.safe_load(GOOD)["rules"][0])
    with pytest.raises(InputError, match="rule AR-TEST: the id is given twice"):
        lint(rules_of(yaml.safe_dump(twice)))


@pytest.mark.parametrize(
    "text",
    ["", "rules: 3", "rules: []\nmore: 1", "rules: [", "options: [iabp]", "rules:\n- 5\n", "rules:\n- a: 1\n  a: 2\n"],
)
def test_a_file_that_is_none(text):
    with pytest.raises(InputError):
        rules_of(text)


def test_what_all_rules_of_a_file_share_is_said_once():
    tree = yaml.safe_load(GOOD)
    tree["options"] = tree["rules"][0].pop("options")
    assert rules_of(yaml.safe_dump(tree)) == rules_of(GOOD)
    with pytest.raises(InputError, match="unknown options"):
        rules_of(yaml.safe_dump({**tree, "rules": yaml.safe_load(GOOD)["rules"]}))


def test_a_list_of_values_is_one_case_each():
    facts = {"ar.grade": ["mild", "none"], "balloon.in_place": [True, False]}
    (rule,) = rules_of(changed("tests", [{"facts": facts, "expect": False}]))
    assert [(*vector.facts.values(), vector.expected) for vector in rule.tests] == [
        ("mild", "true", False), ("mild", "false", False), ("none", "true", False), ("none", "false", False),
    ]  # fmt: skip


def test_the_good_rule_is_good():
    (rule,) = rules_of(GOOD)
    lint([rule])
    assert rule.if_unknown in IF_UNKNOWN
    assert rule.verdict in VERDICTS
    assert rule.when == parse_condition({"fact": "ar.grade", "eq": "severe"})
