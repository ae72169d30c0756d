"""The screening rules: what each asks, its truth table, and how often a verdict was quieter than it may be."""

import yaml

from _generate.pages import DOCS, Output, table
from diastole.faces.words.screening_words import OPERATOR_WORDS, threshold_words
from diastole.knowledge.rules.conditions import Condition, ConditionGroup, Leaf, judge
from diastole.knowledge.rules.rulebook import balloon_rules
from diastole.knowledge.rules.rules import Rule
from diastole.knowledge.rules.three_valued_logic import Truth
from diastole.knowledge.screening.fact_sheet import read_facts

WORDS: dict[Truth, str] = {True: "true", False: "false", None: "unknown"}
UNKNOWN = {"fire": "it fires", "ask": "data are needed", "skip": "it says nothing"}


def write(out: Output) -> None:
    """Write the page part with every rule."""
    rules = balloon_rules()
    overview = table(
        ("rule", "what", "verdict", "where unknown", "review"),
        [(f"[{rule.id}](#{rule.id.lower()})", rule.title, rule.verdict.replace("_", " "), UNKNOWN[rule.if_unknown],
          rule.review.replace("_", " ")) for rule in rules],
    )  # fmt: skip
    out.text("parts/screening_rules.md", "\n".join([overview, *(_rule(rule) for rule in rules)]))
    out.text("parts/none_found.md", _none_found())


def _none_found() -> str:
    """Return what the last recorded run of the comparison with the oracle found."""
    recorded = yaml.safe_load((DOCS / "credibility" / "none_found.yaml").read_text(encoding="utf-8"))
    rows = [(row["permitted"].replace("_", " "), row["product"].replace("_", " "), row["cases"])
            for row in recorded["verdicts"]]  # fmt: skip
    return "\n".join([
        f"`{recorded['command']}` at commit {recorded['commit']}: {recorded['cases']} cases, "
        f"**{recorded['wrong_none_found']} wrong \"none found\"**, "
        f"{recorded['too_quiet']} verdicts quieter than permitted, "
        f"{recorded['too_loud']} that ask for data, or are refused, where the record settles the verdict.", "",
        table(("quietest verdict permitted", "verdict of diastole", "cases"), rows),
    ])  # fmt: skip


def _rule(rule: Rule) -> str:
    """Return a rule with its condition and its truth table."""
    note = [rule.note, ""] if rule.note else []
    cases = [
        ("; ".join(f"{name} {value}" for name, value in vector.facts.items()) or "nothing known",
         WORDS[judge(rule.when, read_facts(vector.facts, "case")).result])
        for vector in rule.tests
    ]  # fmt: skip
    return "\n".join([
        f"({rule.id.lower()})=", f"## {rule.id}: {rule.title}", "", *note,
        f"**{rule.verdict.replace('_', ' ')}** where", "", *_lines(rule.when, 0), "",
        f"Where that is unknown, {UNKNOWN[rule.if_unknown]}. Statements: {', '.join(rule.statements)}. "
        f"Version {rule.version}, {rule.review.replace('_', ' ')}.", "",
        table(("what is known", "the condition is"), cases), "",
    ])  # fmt: skip


def _lines(condition: Condition, depth: int) -> list[str]:
    """Return a condition as a nested list."""
    indent = "  " * depth
    if isinstance(condition, ConditionGroup):
        head = {"any": "any of", "all": "all of", "not": "not", "at_least": f"at least {condition.needed} of"}
        inside = [line for of in condition.of for line in _lines(of, depth + 1)]
        return [f"{indent}- {head[condition.operator]}", *inside]
    if isinstance(condition, Leaf):
        words = f"{OPERATOR_WORDS.get(condition.operator, 'is')} {threshold_words(condition.fact, condition.threshold)}"
        return [f"{indent}- `{condition.fact}` {words}"]
    return [f"{indent}- `{condition.fact}` is {'known' if condition.operator == 'known' else 'not known'}"]
