"""The options of `diastole alternatives`, the rules against each, the ranking, and the figure."""

from _generate.laws import link
from _generate.pages import Output, figure, table
from diastole.faces.figures.comparison_figure import render
from diastole.faces.figures.multiples import multiples_figure, multiples_label
from diastole.faces.words.alternatives_words import rule_words
from diastole.faces.words.objections import level_of, source_keys
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.rulebook import OPTION_RULES, load_rulebook
from diastole.model.patient import Patient
from diastole.studies.alternatives.option_runs import alternatives
from diastole.studies.alternatives.ranking import GOALS
from diastole.studies.alternatives.treatments import options

PATIENT = "acute_severe_ar"
ARROWS = {1: "up", -1: "down"}


def option_table(patient: Patient) -> str:
    """Return every option with what it sets; rates are those of this patient."""
    rows = []
    for option in options(patient):
        changes = "<br>".join(f"`{key}: {value}`" for key, value in option.changes.items()) or "nothing"
        rows.append([f"`{option.name}`", option.kind.replace("_", " "), option.title, changes])
    return table(["option", "kind", "title", "sets"], rows)


def rule_table() -> str:
    """Return every rule on an option but the balloon, with its statements and how far each was checked."""
    rows = [
        [f"`{rule.id}`", ", ".join(f"`{name}`" for name in rule.options), rule.verdict.replace("_", " "), rule.title,
         ", ".join(f"{id_} ({level_of(id_)})" for id_ in rule.statements)]
        for rule in load_rulebook()[OPTION_RULES]
    ]  # fmt: skip
    return table(["rule", "options", "verdict", "why", "statements"], rows)


def statement_table() -> str:
    """Return each statement in our words, with its sources."""
    ids = dict.fromkeys(id_ for rule in load_rulebook()[OPTION_RULES] for id_ in rule.statements)
    rows = [
        [id_, load_statements()[id_].text.clinician, ", ".join(map(link, source_keys(id_))) or "none", level_of(id_)]
        for id_ in ids
    ]
    return table(["statement", "what it says", "sources", "checked"], rows)


def goal_table() -> str:
    """Return the goals in their order."""
    rows = []
    for number, goal in enumerate(GOALS, start=1):
        changes = "<br>".join(f"{ARROWS[part.direction]}: {part.words}" for part in goal.parts)
        rows.append([number, goal.title, f"{goal.weight:g}", changes])
    return table(["", "goal", "weight", "a change that matters"], rows)


def write(out: Output) -> None:
    """Write what the guide includes."""
    patient = Patient.preset(PATIENT)
    tried = alternatives(patient)
    out.bytes("figures/alternatives.png", render(multiples_figure(tried), "png"))
    caption = f"The preset `{PATIENT}`, by rank."
    out.text("parts/alternatives_figure.md", figure("alternatives.png", multiples_label(tried), caption))
    out.text("parts/options.md", option_table(patient))
    out.text("parts/goals.md", f"{goal_table()}\n\n{rule_words()[-1]}")
    out.text("parts/contraindications.md", rule_table())
    out.text("parts/statements.md", statement_table())
