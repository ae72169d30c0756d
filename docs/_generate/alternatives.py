"""The options of `diastole alternatives`, what speaks against each, the rule of its ranking, and its figure."""

from _generate.laws import link
from _generate.pages import Output, figure, table
from diastole.faces.figures.comparison_figure import render
from diastole.faces.figures.multiples import multiples_figure, multiples_label
from diastole.faces.words.alternatives_words import rule_words
from diastole.knowledge.rules.contraindications import Rule, Statement, load_contraindications
from diastole.knowledge.rules.patient_conditions import CONDITIONS
from diastole.model.patient import Patient
from diastole.studies.alternatives.ranking import GOALS
from diastole.studies.alternatives.treatments import Option, options
from diastole.studies.alternatives.trial import alternatives
from diastole.units import format_quantity

PATIENT = "acute_severe_ar"
ARROWS = {1: "up", -1: "down"}


def option_table(patient: Patient) -> str:
    """Return every option with what it sets; rates are those of this patient."""
    return table(
        ["option", "kind", "title", "sets"],
        [[f"`{each.name}`", each.kind.replace("_", " "), each.title, _sets(each)] for each in options(patient)],
    )


def _sets(option: Option) -> str:
    return "<br>".join(f"`{key}: {value}`" for key, value in option.changes.items()) or "nothing"


def rule_table() -> str:
    """Return what speaks against each option, with its conditions, statements and how far each was checked."""
    rows = [
        [", ".join(f"`{name}`" for name in rule.subjects), rule.kind, _when(rule), rule.text, _cited(rule.statements)]
        for rule in load_contraindications().rules
    ]
    return table(["options", "kind", "when", "why", "statements"], rows)


def _when(rule: Rule) -> str:
    return "<br>".join(f"`{name}`: {_limit(name, limit)}" for name, limit in rule.when.items())


def _limit(name: str, limit: float | tuple[str, ...]) -> str:
    return " or ".join(limit) if isinstance(limit, tuple) else format_quantity(limit, CONDITIONS[name].unit)


def _cited(statements: tuple[Statement, ...]) -> str:
    return ", ".join(f"{each.id} ({each.checked})" for each in statements)


def question_table() -> str:
    """Return what has to be asked first."""
    rows = [
        [", ".join(f"`{name}`" for name in each.subjects), each.what, _cited(each.statements)]
        for each in load_contraindications().questions
    ]
    return table(["options", "ask for", "statements"], rows)


def statement_table() -> str:
    """Return what each document says, in our words."""
    rows = [
        [each.id, each.says, ", ".join(map(link, each.sources)) or "none", each.checked]
        for each in load_contraindications().statements.values()
    ]
    return table(["statement", "what it says", "sources", "checked"], rows)


def goal_table() -> str:
    """Return the goals in their order."""
    rows = [
        [
            number,
            goal.title,
            f"{goal.weight:g}",
            "<br>".join(f"{ARROWS[part.wanted]}: {part.words}" for part in goal.parts),
        ]
        for number, goal in enumerate(GOALS, start=1)
    ]
    return table(["", "goal", "weight", "a change that matters"], rows)


def write(out: Output) -> None:
    """Write what the guide includes."""
    patient = Patient.preset(PATIENT)
    found = alternatives(patient)
    out.bytes("figures/alternatives.png", render(multiples_figure(found), "png"))
    caption = f"The preset `{PATIENT}`, by rank."
    out.text("parts/alternatives_figure.md", figure("alternatives.png", multiples_label(found), caption))
    out.text("parts/options.md", option_table(patient))
    out.text("parts/goals.md", f"{goal_table()}\n\n{rule_words()[-1]}")
    out.text("parts/contraindications.md", rule_table())
    out.text("parts/ask_first.md", question_table())
    out.text("parts/statements.md", statement_table())
