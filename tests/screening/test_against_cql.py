"""The same conditions in a second, independent engine: no difference over thousands of cases with missing data."""

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from diastole.knowledge.rules.conditions import OPERATORS, Condition, ConditionGroup, Leaf, Presence, judge, leaves
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind
from diastole.knowledge.rules.facts import Finding, PatientFacts
from diastole.knowledge.rules.rulebook import all_rules
from tests.node import require_node
from tests.screening.cql_library import library, parameters_of
from tests.screening.mutants import mutants

FOLDER = Path(__file__).parent / "cql"
NEVER_UNKNOWN = ("ECHO-MISSING", "RECORD-NOT-UNDERSTOOD")  # each asks first whether its fact is known
CASES = 10_000
MISSING = 0.35  # of the facts of a case
RULES = {rule.id: rule.when for rule in all_rules()}


@pytest.fixture(scope="module")
def node() -> Iterator[subprocess.Popen[str]]:
    """Yield the other engine, which judges line by line; it takes over a second to start."""
    found = require_node()
    if not (FOLDER / "node_modules" / "cql-execution").is_dir():
        pytest.skip(f"the CQL engines are not installed: npm ci --ignore-scripts in {FOLDER}")
    program = [found, "judge.mjs"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=FOLDER) as engine:
        yield engine


def by_cql(node, conditions, cases):
    """Judge cases in the other engine."""
    names = parameters_of(list(conditions.values()))
    return run(node, conditions, [{name: case.get(name) for name in names} for case in cases])


def run(node, conditions, cases):
    given = json.dumps({"cql": library(conditions), "cases": cases})
    node.stdin.write(f"{given}\n")
    node.stdin.flush()
    line = node.stdout.readline()
    assert line, "the other engine ended; what it said stands on stderr"
    return json.loads(line)


def by_python(conditions, cases):
    """Judge cases here."""
    found = []
    for case in cases:
        facts = PatientFacts({name: Finding(name, value, "case") for name, value in case.items()})
        found.append({name: judge(condition, facts).result for name, condition in conditions.items()})
    return found


def differences(here, there):
    return [
        (number, name, result, other[name])
        for number, (one, other) in enumerate(zip(here, there, strict=True))
        for name, result in one.items()
        if result is not other[name]
    ]


def random_value(kind: FactKind, limits, dice):
    """A value, often at a limit or right beside it."""
    if kind.is_flag:
        return dice.random() < 0.5
    if kind.words:
        return dice.choice(kind.words)
    if limits and dice.random() < 0.6:
        return dice.choice(limits) * dice.choice([1.0, 0.999, 1.001])
    return round(dice.uniform(kind.least, kind.most), 6)


def random_cases(conditions, number, dice):
    """Cases in which each fact is missing, out of the vocabulary's range, or at a limit."""
    steps = [leaf for condition in conditions.values() for leaf in leaves(condition)]
    limits = {}
    for leaf in steps:
        if isinstance(leaf, Leaf) and isinstance(leaf.threshold, float):
            limits.setdefault(leaf.fact, []).append(leaf.threshold)
    kinds = [fact_kind(name) for name in parameters_of(list(conditions.values()))]
    return [
        {kind.name: random_value(kind, limits.get(kind.name), dice) for kind in kinds if dice.random() > MISSING}
        for _ in range(number)
    ]


def random_condition(dice, depth=3) -> Condition:
    """Any condition of the grammar."""
    form = dice.choice(["any", "all", "not", "at_least", "leaf", "leaf", "presence"]) if depth else "leaf"
    if form == "presence":
        return Presence(dice.choice(["missing", "known"]), dice.choice(["ar.grade", "ar.eroa", "echo.done"]))
    if form == "leaf":
        name = dice.choice(["ar.grade", "mr.grade", "echo.done", "balloon.in_place", "ar.eroa", "ar.vena_contracta"])
        return random_leaf(fact_kind(name), dice)
    if form == "not":
        return ConditionGroup("not", (random_condition(dice, depth - 1),))
    parts = tuple(random_condition(dice, depth - 1) for _ in range(dice.randint(2, 4)))
    return ConditionGroup(form, parts, dice.randint(1, len(parts)) if form == "at_least" else 0)


def random_leaf(kind: FactKind, dice) -> Leaf:
    if kind.unit:
        return Leaf(kind.name, dice.choice(["gt", "ge", "lt", "le"]), dice.choice([0.1, 0.3, 0.6]))
    if kind.is_flag:
        return Leaf(kind.name, "eq", dice.random() < 0.5)
    words = dice.sample(kind.words, dice.randint(1, 3))
    return Leaf(kind.name, "in", tuple(words)) if len(words) > 1 else Leaf(kind.name, "eq", words[0])


@pytest.mark.slow
def test_every_rule_on_ten_thousand_random_cases(node):
    cases = [{}, *random_cases(RULES, CASES, random.Random(20261124))]
    here, there = by_python(RULES, cases), by_cql(node, RULES, cases)
    assert differences(here, there) == []
    for name, condition in RULES.items():
        reachable = {True, False} | ({None} if any(isinstance(leaf, Leaf) for leaf in leaves(condition)) else set())
        seen = {one[name] for one in here}
        assert seen >= reachable - ({None} if name in NEVER_UNKNOWN else set()), (name, seen)


@pytest.mark.slow
def test_every_operator_in_random_conditions(node):
    dice = random.Random(7)
    conditions = {f"R{number}": random_condition(dice) for number in range(120)}
    used = {leaf.operator for condition in conditions.values() for leaf in leaves(condition)}
    assert used == {*OPERATORS, "missing", "known"}
    cases = [{}, *random_cases(conditions, 250, dice)]
    here = by_python(conditions, cases)
    assert differences(here, by_cql(node, conditions, cases)) == []
    assert {result for one in here for result in one.values()} == {True, False, None}


def test_the_comparison_can_fail(node):
    broken = {name: next(mutants(condition)) for name, condition in RULES.items()}
    cases = random_cases(RULES, 400, random.Random(3))
    found = differences(by_python(RULES, cases), by_cql(node, broken, cases))
    assert {name for _, name, _, _ in found} == set(RULES)


def test_a_parameter_that_is_left_out_is_the_trap(node):
    """Left out instead of null, the other engine says "not severe"; so the harness passes every parameter."""
    left_out, null = run(node, {"X": RULES["AR-MILD"]}, [{}, {"ar.grade": None}])
    assert left_out["X"] is False
    assert null["X"] is None
