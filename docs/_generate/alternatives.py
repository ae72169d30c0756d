"""The options of `diastole alternatives`, what speaks against each, the rule of its ranking, and its figure."""

from _generate.laws import link
from _generate.pages import Output, figure, table
from diastole.faces.figures.comparison_figure import render
from diastole.faces.figures.multiples import multiples_figure, multiples_label
from diastole.faces.words.against import level_of, source_keys
from diastole.faces.words.alternatives_words import rule_words
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.rulebook import OPTION_RULES, load_rulebook
from diastole.model.patient import Patient
from diastole.studies.alternatives.ranking import GOALS
from diastole.studies.alternatives.treatments import Option, options
from diastole.studies.alternatives.trial import alternatives

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
    """Return every rule on an option other than the balloon, with its statements and how far each was checked."""
    rows = [
        [f"`{rule.id}`", ", ".join(f"`{name}`" for name in rule.options), rule.verdict.replace("_", " "), rule.title,
         ", ".join(f"{id_} ({level_of(id_)})" for id_ in rule.statements)]
        for rule in load_rulebook()[OPTION_RULES]
    ]  # fmt: skip
    return table(["rule", "options", "verdict", "why", "statements"], rows)


def statement_table() -> str:
    """Return what each document says, in our words."""
    ids = dict.fromkeys(id_ for rule in load_rulebook()[OPTION_RULES] for id_ in rule.statements)
    rows = [
        [id_, load_statements()[id_].text.clinician, ", ".join(map(link, source_keys(id_))) or "none", level_of(id_)]
        for id_ in ids
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
    out.text("parts/statements.md", statement_table())
