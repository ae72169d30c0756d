"""In what share of patients a claim holds: the verdict itself where patients do not differ; counts that add up."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.figures.share_figure import share_figure
from diastole.faces.pages.claim_pages import share_markup, turning_claim
from diastole.faces.words.share_words import flip_sentence, share_sentence
from diastole.faces.words.sweep_words import sweep_sentence
from diastole.studies.claim_shares import claim_cohort
from diastole.studies.claim_shares.claim_cohort import claim_share, has_share
from diastole.studies.claim_shares.claim_share import ClaimShare, SharePlace
from diastole.studies.claim_shares.share_record import load_shares
from diastole.studies.claims.claim import load_claims
from diastole.studies.claims.ledger import run_claim

CLAIMS = load_claims()
LEAK = "lesions.aortic_regurgitation.orifice_area"
STEADY = {name: claim for name, claim in CLAIMS.items() if has_share(claim)}
ORDERED = [name for name, claim in STEADY.items() if claim.experiment.ordered]


def sized(claim):
    experiment = claim.experiment
    return len(list(claim_cohort.cell_places(experiment)))


@pytest.mark.parametrize("name", ["C05", "C08"])
def test_patients_who_do_not_differ_are_the_subjects(name, monkeypatch):
    monkeypatch.setattr(claim_cohort, "factors_for", lambda patient, measured: [])
    monkeypatch.setattr(claim_cohort, "vital_outside", lambda measures, body: [])
    claim = CLAIMS[name]
    found = claim_share(claim, sized(claim))
    judged = [one.holds for one in run_claim(claim).verdict.judged if one.holds is not None]
    assert (found.holds, found.decided) == (sum(judged), len(judged))


@pytest.mark.parametrize("name", ORDERED)
def test_a_patient_of_an_ordering_stands_at_every_subject(name, monkeypatch):
    monkeypatch.setattr(claim_cohort, "factors_for", lambda patient, measured: [])
    monkeypatch.setattr(claim_cohort, "vital_outside", lambda measures, body: [])
    found = claim_share(CLAIMS[name], 1)
    assert (found.holds, found.decided) == (run_claim(CLAIMS[name]).verdict.word == "holds", 1)


def test_a_seed_gives_the_same_share_and_all_patients_are_accounted_for():
    found = claim_share(CLAIMS["C05"], 24, seed=3)
    assert found == claim_share(CLAIMS["C05"], 24, seed=3)
    assert found.decided + sum(found.rejected.values()) == found.drawn == 24
    assert sum(each.decided for each in found.along) == found.decided
    assert sum(each.holds for each in found.along) == found.holds
    low, high = found.interval
    assert 0.0 <= low < found.share <= high <= 1.0


def test_if_nobody_counts_it_is_refused(monkeypatch):
    monkeypatch.setattr(claim_cohort, "vital_outside", lambda measures, body: ["cardiac_output"])
    with pytest.raises(InputError, match=r"C05: no patient counts; .*cardiac output that nobody lives with"):
        claim_share(CLAIMS["C05"], 8)


def made(*holds, of=20):
    places = tuple(SharePlace(0.1 * place, None, each, of) for place, each in enumerate(holds, start=1))
    return ClaimShare("C05", of * len(holds), {"why": 0}, of * len(holds), sum(holds), LEAK, places=places)


def test_a_share_flips_where_half_of_the_patients_are_crossed():
    share = made(20, 15, 5, 0)
    [middle], [low_end], [high_end] = share.flips
    assert middle == pytest.approx(0.25)
    assert low_end < middle < high_end  # the lower end of the share comes down to a half before the share does
    assert "It turns in half of them at 0.25 cm²" in flip_sentence(share)


def test_an_interval_without_an_end_and_several_turns_are_said():
    assert "0.24 cm² (effective regurgitant orifice; 95 % interval 0.17 to 0.24, or beyond the values tried)" in (
        flip_sentence(made(20, 12, 7, 6))
    )
    assert "more than once between 0.15 cm² and 0.35 cm²" in flip_sentence(made(20, 0, 20, 0))


@pytest.mark.parametrize("holds", [(20, 20, 20), (0, 0, 0)], ids=str)
def test_where_nothing_turns_nothing_is_said(holds):
    assert flip_sentence(made(*holds)) == ""


def mapped(*rows, of=20):
    """Return a share over two sweeps, a row of counts for each value across."""
    places = tuple(
        SharePlace(0.1 * right, 0.2 * up, holds, of)
        for up, row in enumerate(rows, start=1)
        for right, holds in enumerate(row, start=1)
    )
    total, holds = of * len(places), sum(place.holds for place in places)
    return ClaimShare("C07", total, {}, total, holds, LEAK, "left_ventricle.passive_stiffness", "kPa", places)


def test_a_map_has_the_share_of_each_square_and_its_interval():
    share = mapped((20, 15, 5), (20, 0, 0))
    found = share.map
    assert found.share.tolist() == [[1.0, 0.75, 0.25], [1.0, 0.0, 0.0]]
    assert found.along == pytest.approx([0.1, 0.2, 0.3])
    assert found.across == pytest.approx([0.2, 0.4])
    assert (found.low <= found.share).all()
    assert (found.share <= found.high).all()
    assert found.turns
    assert [(each.holds, each.decided) for each in share.along] == [(40, 40), (15, 40), (5, 40)]


def test_where_nothing_turns_the_map_says_so():
    share = mapped((20, 20), (20, 20))
    assert not share.map.turns
    [axes, _] = share_figure(share).axes
    assert axes.get_title(loc="left") == "no line is crossed"


def test_the_line_of_the_map_is_where_half_of_the_patients_are_crossed():
    [axes, _] = share_figure(mapped((20, 10, 0), (20, 10, 0), of=20)).axes
    full = axes.collections[2]  # after the squares and the crosses
    assert full.get_paths()[0].vertices[:, 0] == pytest.approx(0.2)
    assert len(axes.collections) == 5  # with both ends of the interval


def test_a_square_without_anybody_is_no_share_and_one_sweep_no_map():
    share = mapped((20, 10), (0, 0), of=20)
    nobody = share._replace(places=(*share.places[:-1], share.places[-1]._replace(decided=0)))
    assert np.isnan(nobody.map.share[1, 1])
    assert made(20, 10, 0).map is None
    assert share_figure(made(20, 10, 0)) is None


def test_the_map_of_a_claim_counts_every_patient_once():
    found = claim_share(CLAIMS["C07"], 24, seed=3)
    assert sum(place.decided for place in found.places) == found.decided
    assert sum(place.holds for place in found.places) == found.holds
    assert found.across_unit == "kPa"


def test_the_map_stands_on_the_page_of_the_claim():
    turning = [name for name, share in load_shares().shares.items() if share.map and share.map.turns]
    assert turning
    assert "<svg" in share_markup(turning[0])
    assert turning_claim(["C02", *turning]) == turning[0]
    assert share_markup("C02") == ""


@pytest.mark.parametrize(
    "name", [name for name, claim in CLAIMS.items() if claim.experiment and claim.experiment.along]
)
def test_a_claim_that_goes_through_values_has_a_map_or_says_why_not(name):
    share = load_shares().shares.get(name)
    begins = "The second value that it goes through is the " if share and share.map else "There is no map of it: "
    assert sweep_sentence(CLAIMS[name]).startswith(begins)


def test_where_no_value_is_gone_through_no_second_one_is_named():
    assert sweep_sentence(CLAIMS["C02"]) == sweep_sentence(CLAIMS["C01"]) == ""


def test_a_share_is_said_with_its_interval_and_the_rejected():
    share = made(20, 10)._replace(rejected={"no steady beat in an arm": 3}, drawn=43)
    assert share_sentence(share) == (
        "Holds in 75 % (95 % interval 60 to 86 %) of 40 simulated patients; 3 of 43 drawn are rejected: "
        "no steady beat in an arm (3)."
    )


def test_the_record_has_every_claim_that_rests_on_steady_beats():
    record = load_shares()
    assert set(record.shares) == set(STEADY)
    for share in record.shares.values():
        assert share.holds <= share.decided <= share.drawn - sum(share.rejected.values())


def test_the_command_says_in_what_share_a_claim_holds():
    result = CliRunner().invoke(app, ["claims", "C01", "C05", "--cohort", "8", "--json"], prog_name="diastole")
    not_shown, shown = json.loads(result.stdout)["claims"]
    assert "cohort" not in not_shown
    assert shown["cohort"]["drawn"] == 8
    assert shown["cohort"]["reading"].startswith("Holds in ")
    refused = CliRunner().invoke(app, ["claims", "C05", "--cohort", "0"], prog_name="diastole")
    assert refused.exit_code == 2
