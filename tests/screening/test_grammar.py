import re

import pytest

from diastole.errors import InputError
from diastole.knowledge.rules.conditions import ConditionGroup, Leaf, Presence, judge
from diastole.knowledge.rules.facts import Finding, PatientFacts
from diastole.knowledge.rules.grammar import DEEPEST, parse_condition

SEVERE = {"fact": "ar.grade", "eq": "severe"}
OLD = {"fact": "echo.age", "gt": {"value": 3, "unit": "h"}}


def test_every_form():
    severe, old = Leaf("ar.grade", "eq", "severe"), Leaf("echo.age", "gt", 3.0)
    assert parse_condition({"any": [SEVERE, OLD]}) == ConditionGroup("any", (severe, old))
    assert parse_condition({"all": [SEVERE, OLD]}) == ConditionGroup("all", (severe, old))
    assert parse_condition({"not": OLD}) == ConditionGroup("not", (old,))
    assert parse_condition({"at_least": {"n": 2, "of": [SEVERE, OLD]}}) == ConditionGroup("at_least", (severe, old), 2)
    assert parse_condition({"missing": "ar.eroa"}) == Presence("missing", "ar.eroa")
    assert parse_condition({"known": "ar.eroa"}) == Presence("known", "ar.eroa")


def test_a_limit_is_converted():
    node = {"fact": "aortic_valve.area", "le": {"value": 60, "unit": "mm²"}}
    assert parse_condition(node).threshold == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (None, "when: 'None' is not a block of keys"),
        ([], "when: '[]' is not a block of keys"),
        ({}, "is not one condition"),
        ({"some": [SEVERE, OLD]}, "is not one condition"),
        ({"any": [SEVERE, OLD], "all": [SEVERE, OLD]}, "is not one condition"),
        ({"any": [SEVERE, OLD], "weight": 2}, "'weight' is beside 'any'"),
        ({"any": [SEVERE]}, "when.any: needs a list of two conditions or more"),
        ({"all": SEVERE}, "when.all: needs a list"),
        ({"any": [SEVERE, {"not": {"fact": "x"}}]}, "when.any[1].not: 'x' is not a fact"),
        ({"at_least": {"n": 3, "of": [SEVERE, OLD]}}, "when.at_least: n is '3'; allowed is a whole number from 1 to 2"),
        ({"at_least": {"n": 0, "of": [SEVERE, OLD]}}, "n is '0'"),
        ({"at_least": {"n": True, "of": [SEVERE, OLD]}}, "n is 'True'"),
        ({"at_least": {"of": [SEVERE, OLD]}}, "needs 'n' and 'of'"),
        ({"fact": "ar.grade"}, "'ar.grade' needs one operator"),
        ({"fact": "ar.grade", "eq": "severe", "in": ["mild"]}, "'ar.grade' needs one operator"),
        ({"fact": "ar.grade", "equals": "severe"}, "Did you mean"),
        ({"fact": "ar.grade", "gt": "mild"}, "'gt' does not fit 'ar.grade'"),
        ({"fact": "aortic_valve.area", "eq": 0.3}, "'eq' does not fit 'aortic_valve.area'"),
        ({"fact": "aortic_valve.area", "gt": 0.3}, "'0.3' is not a block of keys"),
        ({"fact": "aortic_valve.area", "gt": {"value": 0.3}}, "needs a number 'value' and a 'unit'"),
        ({"fact": "aortic_valve.area", "gt": {"value": "0.3", "unit": "cm²"}}, "needs a number"),
        ({"fact": "aortic_valve.area", "gt": {"value": 0.3, "unit": "cm"}}, "is not an area"),
        ({"fact": "aortic_valve.area", "gt": {"value": 0.3, "unit": "furlong"}}, "'furlong' is not a known unit"),
        ({"fact": "aortic_valve.area", "gt": {"value": 30, "unit": "cm²"}}, "30 cm² is implausible for"),
        ({"fact": "ar.grade", "eq": "bad"}, "'bad' is no word of 'ar.grade'"),
        ({"fact": "ar.grade", "in": "severe"}, "'in' needs a list"),
        ({"fact": "ar.grade", "in": []}, "'in' needs a list"),
        ({"fact": "ar.grade", "in": ["mild", "mild"]}, "'in' needs a list of different words"),
        ({"fact": "echo.done", "eq": "yes"}, "'echo.done' is true or false"),
        ({"fact": "echo.done", "in": [True]}, "'in' needs a list"),
        ({"missing": "nothing"}, "'nothing' is not a fact"),
        ({"known": ["ar.eroa"]}, "is not a fact"),
    ],
)  # fmt: skip
def test_nothing_else_parses(node, said):
    with pytest.raises(InputError, match=re.escape(said)):
        parse_condition(node)


def test_depth_is_limited():
    node = SEVERE
    for _ in range(DEEPEST):
        node = {"not": node}
    with pytest.raises(InputError, match=f"nested more than {DEEPEST} deep"):
        parse_condition(node)


def test_the_trace_names_everything():
    facts = PatientFacts({"aortic_valve.area": Finding("aortic_valve.area", 0.35, "Observation/7")})
    condition = parse_condition(
        {"any": [SEVERE, {"fact": "aortic_valve.area", "ge": {"value": 30, "unit": "mm²"}}, {"known": "ar.onset"}]}
    )
    judged = judge(condition, facts)
    assert judged.result is True
    grade, area, onset = judged.trace
    assert (grade.fact, grade.result, grade.reason) == ("ar.grade", None, "not given")
    assert (area.operator, area.threshold, area.value, area.unit) == ("ge", pytest.approx(0.3), 0.35, "cm²")
    assert (area.source, area.result, area.reason) == ("Observation/7", True, "")
    assert (onset.operator, onset.threshold, onset.result) == ("known", None, False)
    assert judged.unknown == ("ar.grade",)


@pytest.mark.parametrize(
    ("known", "negated", "two_of_three"),
    [
        ({}, None, None),
        ({"ar.grade": "severe"}, False, None),
        ({"ar.grade": "mild"}, True, None),
        ({"ar.grade": "severe", "echo.age": 4.0}, False, True),
        ({"ar.grade": "mild", "echo.age": 1.0}, True, False),
        ({"ar.grade": "severe", "echo.age": 1.0}, False, None),
    ],
)
def test_not_and_at_least_as_judged(known, negated, two_of_three):
    facts = PatientFacts({name: Finding(name, value) for name, value in known.items()})
    assert judge(parse_condition({"not": SEVERE}), facts).result is negated
    done = {"fact": "echo.done", "eq": True}
    assert judge(parse_condition({"at_least": {"n": 2, "of": [SEVERE, OLD, done]}}), facts).result is two_of_three
