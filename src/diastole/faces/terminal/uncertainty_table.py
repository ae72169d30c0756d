"""What a bedside sheet leaves possible, on the terminal."""

from rich.console import Console

from diastole.faces.terminal.printing import new_table, print_lines, print_section, unit_cell
from diastole.faces.words.uncertainty_words import (
    basis_sentence,
    change_words,
    direction_words,
    ends_words,
    factor_sentence,
)
from diastole.model.measures.definitions import MEASURES
from diastole.studies.prediction import FitUncertainty


def print_uncertainty(uncertainty: FitUncertainty, console: Console) -> None:
    """Print where each factor lies, what treatments would change, and what the sheet tells."""
    factors = new_table("90 % interval", "Before the sheet", "With the sheet", "")
    for factor in uncertainty.factors:
        factors.add_row(factor.name, ends_words(factor.before), ends_words(factor.after), unit_cell(factor.unit))
    console.print(factors)
    for treatment in dict.fromkeys(effect.treatment for effect in uncertainty.effects):
        effects = new_table(f"Change with {treatment}", "Median (90 %)", "", "Patients")
        for effect in uncertainty.effects:
            if effect.treatment == treatment:
                measure = MEASURES[effect.measure]
                effects.add_row(measure.title, change_words(effect), unit_cell(measure.unit), direction_words(effect))
        console.print(effects)
    print_section("What the sheet determines", map(factor_sentence, uncertainty.factors), console)
    print_lines([basis_sentence(uncertainty), *uncertainty.notes], console)
