import pytest

from diastole.faces.figures.claim_figures import claim_figure, claim_label
from diastole.faces.figures.comparison_figure import render
from diastole.model.measures.definitions import MEASURES
from diastole.studies.claims.claim import load_claims
from diastole.studies.claims.ledger import ledger


@pytest.fixture(scope="module")
def entries():
    return ledger(load_claims().values())


def test_every_claim_with_an_experiment_has_a_figure(entries):
    for entry in entries:
        figure = claim_figure(entry)
        assert (figure is None) == (entry.claim.experiment is None), entry.claim.id
        assert entry.claim.sentence.clinician in claim_label(entry)


def test_a_sweep_is_drawn_where_it_was_measured(entries):
    entry = next(entry for entry in entries if entry.claim.id == "C05")
    axes = claim_figure(entry).axes
    assert [each.get_title(loc="left") for each in axes] == [one.name for one in entry.claim.experiment.subjects]
    of_subject = [one.cell for one in entry.verdict.judged if one.cell.subject == axes[0].get_title(loc="left")]
    cells = [cell for cell in of_subject if cell.across == of_subject[-1].across]
    assert 1 < len(cells) < len(of_subject)
    line = axes[0].lines[-1]  # of the last arm at the last value across
    assert list(line.get_xdata()) == [float(cell.along.split()[0]) for cell in cells]
    assert list(line.get_ydata()) == [cell.arms["on"]["aortic_regurgitant_volume"] for cell in cells]
    assert MEASURES["aortic_regurgitant_volume"].unit in axes[0].get_ylabel()


def test_bars_are_as_long_as_the_measure(entries):
    entry = next(entry for entry in entries if entry.claim.id == "C08")
    axes = claim_figure(entry).axes[0]
    told = [one.cell.arms[arm]["lv_stroke_work"] for arm in ("off", "on") for one in entry.verdict.judged]
    assert sorted(bar.get_width() for bar in axes.patches) == pytest.approx(sorted(told))


@pytest.mark.parametrize("theme", ["light", "dark", "page"])
def test_the_same_figure_gives_the_same_bytes(entries, theme):
    entry = next(entry for entry in entries if entry.claim.id == "C02")
    assert render(claim_figure(entry, theme), "svg") == render(claim_figure(entry, theme), "svg")
