"""The table of alternatives in a terminal of any width."""

import pytest
from rich.console import Console

from diastole.faces.terminal.alternatives_table import print_alternatives
from diastole.faces.words.alternatives_words import COLUMNS
from diastole.model.patient import Patient
from diastole.studies.alternatives.option_runs import alternatives


@pytest.fixture(scope="module")
def tried():
    return alternatives(Patient.preset("acute_severe_ar"), reflex=False)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_a_narrow_table_keeps_names_and_whole_numbers_and_drops_columns_from_the_right(tried, width):
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        print_alternatives(tried, console)
    table, _, below = captured.get().partition("Value and change")
    assert "…" not in table
    assert max(len(line) for line in table.splitlines()) <= width
    for outcome in tried.outcomes:
        assert outcome.option.title.split()[0] in table
    shown = [column.heading in table for column in COLUMNS]
    assert shown == sorted(shown, reverse=True)
    assert all(shown) == (width >= 100)
    assert ("Not shown at this width" in " ".join(below.split())) == (not all(shown))
