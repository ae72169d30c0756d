"""In what share of patients a claim holds: the verdict itself where patients do not differ; counts that add up."""

import json

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.words.share_words import flip_sentence, share_sentence
from diastole.studies.claim_shares import claim_cohort
from diastole.studies.claim_shares.claim_cohort import claim_share, has_share
from diastole.studies.claim_shares.claim_share import ClaimShare, ShareAlong
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
    along = tuple(ShareAlong(0.1 * place, each, of) for place, each in enumerate(holds, start=1))
    return ClaimShare("C05", of * len(holds), {"why": 0}, of * len(holds), sum(holds), LEAK, along)


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


def test_a_share_is_said_with_its_interval_and_the_rejected():
    share = made(20, 10)._replace(rejected={"no steady beat in an arm": 3}, drawn=43)
    assert share_sentence(share) == (
        "Holds in 75 % (95 % interval 60 to 86 %) of 40 simulated patients, 3 of 43 drawn are rejected: "
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
