"""The dossier: each cell is filled or says why it is empty, no figure is typed in, and a stale record is refused."""

import re

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.studies.claims.claim import load_claims
from validation.dossier import applicability, dossier_record
from validation.dossier.applicability import FEATURES, compared_patients, distance_of, features
from validation.dossier.dossier_evidence import Offered, offered
from validation.dossier.dossier_figures import FIGURES, fitted_aims, locked_publications, unaimed_baselines
from validation.dossier.dossier_page import EMPTY, page
from validation.dossier.dossier_record import fingerprint, kept_record, valid_record
from validation.patients import ROOT


@pytest.fixture(scope="module")
def record():
    return kept_record()


def test_there_are_eight_categories_and_three_contexts():
    assert (len(offered().categories), len(offered().contexts)) == (8, 3)


def test_the_bedside_is_empty_throughout():
    assert all(offered().cell(category.id, "bedside") == [] for category in offered().categories)


def test_every_path_is_there():
    missing = [path for one in offered().evidence for path in one.where if not (ROOT / path).exists()]
    assert missing == []


def test_every_figure_is_used_and_known(record):
    used = {one.figure for one in offered().evidence if one.figure}
    assert used == FIGURES.keys() == record.figures.keys()


def test_no_number_is_typed_in():
    for one in offered().evidence:
        assert re.search(r"\d", one.what) is None, one.id


def test_a_cell_without_evidence_and_reason_is_refused():
    content = offered().model_dump()
    content["categories"] = [each | {"empty": {}} for each in content["categories"]]
    with pytest.raises(ValueError, match="the reason why it is empty"):
        Offered.model_validate(content)


def test_the_page_shows_each_empty_cell_twice(record):
    """In the matrix, and with its reason below."""
    empty = sum(len(category.empty) for category in offered().categories)
    assert page(record).count(EMPTY) == 2 * empty


@pytest.mark.parametrize("figure", [fitted_aims, unaimed_baselines, locked_publications])
def test_the_record_has_what_a_run_shows_now(record, figure):
    """Of those that take no time; the rest is told by the hash."""
    assert record.figures[figure.__name__] == figure()


def test_a_record_of_other_sources_is_refused(monkeypatch):
    assert valid_record().rests_on == fingerprint()
    monkeypatch.setattr(dossier_record, "model_hash", lambda: "another model")
    with pytest.raises(InputError, match="make dossier"):
        valid_record()


def test_a_change_of_a_publication_makes_the_record_stale(monkeypatch, tmp_path):
    before = fingerprint()
    (tmp_path / "validation").mkdir()
    (tmp_path / "validation" / "a.yaml").write_text("value: 1")
    monkeypatch.setattr(dossier_record, "ROOT", tmp_path)
    monkeypatch.setattr(dossier_record, "RESTS_ON", ("validation",))
    one = fingerprint()
    (tmp_path / "validation" / "a.yaml").write_text("value: 2")
    assert len({before, one, fingerprint()}) == 3


def test_a_compared_patient_has_no_distance_from_himself():
    nearest = applicability._nearest(features(compared_patients()[0].patient))
    assert nearest.distance == 0.0


def test_a_distance_is_in_standard_deviations_of_the_compared():
    """A patient who differs from one of them in one measure only, outwards."""
    everybody = applicability._compared_features()
    place = int(everybody[:, 0].argmax())
    moved = everybody[place].copy()
    moved[0] += 50.0 * everybody[:, 0].std()
    nearest = applicability._nearest(moved)
    assert FEATURES[nearest.feature] == FEATURES[0]
    assert nearest.distance == pytest.approx(50.0, abs=np.ptp(everybody[:, 0]) / everybody[:, 0].std())


def test_the_distance_with_a_treatment_is_never_the_smaller_one(record):
    for one in record.claims:
        assert one.same_treatment is None or one.same_treatment >= one.distance - 1e-9


def test_the_record_has_every_claim_that_is_run(record):
    run = {claim.id for claim in load_claims().values() if claim.experiment is not None}
    assert {one.claim for one in record.claims} == run


def test_a_distance_is_found_again(record):
    [kept] = [one for one in record.claims if one.claim == "N09"]
    found = distance_of(load_claims()["N09"])
    assert found._replace(distance=0.0, same_treatment=0.0) == kept._replace(distance=0.0, same_treatment=0.0)
    assert found.distance == pytest.approx(kept.distance, rel=1e-2)
