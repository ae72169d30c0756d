import pytest

from diastole.knowledge.rules.conditions import leaves
from diastole.knowledge.rules.grammar import parse_condition
from diastole.knowledge.rules.rulebook import all_rules
from tests.screening.cql_library import expression, library, parameters_of

MILD = {"fact": "ar.grade", "eq": "mild"}
WIDE = {"fact": "aortic_valve.area", "gt": {"value": 60, "unit": "mm²"}}
DONE = {"fact": "echo.done", "eq": True}


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (MILD, "(\"ar.grade\" = 'mild')"),
        (DONE, '("echo.done" = true)'),
        (WIDE, '("aortic_valve.area" > 0.6)'),
        ({"fact": "echo.age", "le": {"value": 72, "unit": "h"}}, '("echo.age" <= 72.0)'),
        ({"fact": "echo.age", "le": {"value": 0.0036, "unit": "s"}}, '("echo.age" <= 0.000001)'),
        ({"missing": "ar.grade"}, '("ar.grade" is null)'),
        ({"known": "ar.grade"}, '("ar.grade" is not null)'),
        ({"not": DONE}, '(not ("echo.done" = true))'),
        ({"any": [DONE, WIDE]}, '(("echo.done" = true) or ("aortic_valve.area" > 0.6))'),
        ({"all": [DONE, WIDE]}, '(("echo.done" = true) and ("aortic_valve.area" > 0.6))'),
    ],
)  # fmt: skip
def test_every_form(node, text):
    assert expression(parse_condition(node)) == text


def test_a_list_is_a_chain_because_null_in_a_list_is_false():
    text = expression(parse_condition({"fact": "ar.grade", "in": ["mild", "severe"]}))
    assert text == "(\"ar.grade\" = 'mild' or \"ar.grade\" = 'severe')"
    assert " in " not in text


def test_at_least_counts_true_and_null():
    text = expression(parse_condition({"at_least": {"n": 2, "of": [MILD, DONE, WIDE]}}))
    assert text.startswith("(case when (if (")
    assert text.count("is true then 1 else 0") == 6
    assert text.count("is null then 1 else 0") == 3
    assert text.count(">= 2") == 2
    assert "then null as Boolean else false end" in text


def test_the_library_defines_each_rule_and_every_parameter_it_uses():
    rules = all_rules()
    text = library({rule.id: rule.when for rule in rules})
    assert all(f'define "{rule.id}":' in text for rule in rules)
    names = parameters_of([rule.when for rule in rules])
    assert set(names) == {leaf.fact for rule in rules for leaf in leaves(rule.when)}
    assert all(text.count(f'parameter "{name}" ') == 1 for name in names)


@pytest.mark.parametrize("said", ['"ar.grade" String', '"echo.done" Boolean', '"aortic_valve.area" Decimal'])
def test_types_of_parameters(said):
    assert f"parameter {said}" in library({"X": parse_condition({"any": [MILD, DONE, WIDE]})})
