"""The claims that come with the package, and how their verdicts are kept."""

import json
from itertools import product

import pytest

from diastole.errors import InputError
from diastole.faces.words.claim_words import part_words, verdict_words
from diastole.knowledge.evidence.statements import load_statements
from diastole.model.many_runs import simulate_each
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.studies.claims import claim_experiment
from diastole.studies.claims import ledger as module
from diastole.studies.claims.claim import Experiment, load_claims, parse_claims
from diastole.studies.claims.claim_experiment import cell_places, run_cells, subject_patient
from diastole.studies.claims.ledger import content_hash, ledger, run_claim
from tests.measured import same_numbers

CLAIMS = load_claims()
CORE = [f"C{number:02d}" for number in range(1, 30)]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Return an empty folder in which verdicts are kept."""
    monkeypatch.setattr(module, "CACHE_FOLDER", tmp_path)
    return tmp_path


def test_every_claim_of_the_page_is_there():
    assert [name for name in CLAIMS if name.startswith("C")] == CORE


def test_every_claim_of_the_page_names_what_is_known_about_it():
    assert not [name for name in CORE if not CLAIMS[name].statements]


def test_a_claim_that_has_a_threshold_is_swept_in_two_directions():
    for entry in ledger():
        if entry.verdict.thresholds:
            assert entry.claim.experiment.across is not None, entry.claim.id


def test_the_two_leaks_that_a_claim_compares_are_as_large_as_it_says():
    for subject in CLAIMS["C20"].experiment.subjects:
        valve = subject.name.partition(" ")[0]
        leak = simulate(subject_patient(subject)).measures[f"{valve}_regurgitant_volume"]
        assert subject.name == f"{valve} leak of {leak:.0f} mL"


def test_the_headline_is_told_whole():
    headline = [CLAIMS[f"N{number}"].experiment for number in range(12, 20)]
    told = {expectation.measure for experiment in headline for expectation in experiment.expect}
    assert told == {
        "cardiac_output", "head_and_arm_flow", "lower_body_flow", "mean_aortic_pressure",
        "lv_end_diastolic_pressure", "left_atrial_pressure", "subendocardial_supply_demand_ratio",
    }  # fmt: skip
    cases = [(one.subjects, one.arms, one.along, one.across) for one in headline]
    assert all(case == cases[0] for case in cases)


def test_every_statement_that_a_claim_names_exists():
    known = load_statements()
    assert {name for claim in CLAIMS.values() for name in claim.statements} <= set(known)


@pytest.mark.parametrize("name", [name for name, claim in CLAIMS.items() if claim.experiment])
def test_every_subject_is_a_possible_patient_in_every_arm(name):
    claimed = CLAIMS[name].experiment
    for subject in claimed.subjects:
        for change in claimed.arms.values():
            for value in claimed.along.values if claimed.along else (None,):
                swept = {claimed.along.key: value} if value else {}
                subject_patient(subject, swept, change)


def test_a_verdict_comes_from_the_run_and_not_from_the_text():
    claim = CLAIMS["C04"]
    expectation = claim.experiment.expect[0].model_copy(update={"does": "falls"})
    turned = claim.model_copy(update={"experiment": claim.experiment.model_copy(update={"expect": (expectation,)})})
    assert run_claim(claim).verdict.word == "holds"
    assert run_claim(turned).verdict.word == "does_not_hold"


def test_a_kept_verdict_is_read_again_and_nothing_runs(kept, monkeypatch):
    claim = CLAIMS["C07"]
    first = ledger([claim])[0]
    monkeypatch.setattr(module, "run_claim", lambda claim: pytest.fail("ran again"))
    again = ledger([claim])[0]
    assert again.verdict.word == first.verdict.word
    assert again.verdict.thresholds == first.verdict.thresholds
    assert [one.holds for one in again.verdict.judged] == [one.holds for one in first.verdict.judged]
    assert verdict_words(again) == verdict_words(first)


@pytest.mark.parametrize("rubbish", ["", "{", "{}", "[]", '{"word": "holds"}', "\x00"])
def test_rubbish_among_the_kept_verdicts_only_costs_a_run(kept, rubbish):
    claim = CLAIMS["C16"]
    ledger([claim])
    (path,) = (kept / "claims").iterdir()
    path.write_text(rubbish, encoding="utf-8")
    assert ledger([claim])[0].verdict.word == "holds"
    assert json.loads(path.read_text(encoding="utf-8"))["word"] == "holds"


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(kept):
    (kept / "claims").write_text("in the way", encoding="utf-8")
    assert ledger([CLAIMS["C16"]])[0].verdict.word == "holds"


def test_another_claim_has_another_hash():
    claim = CLAIMS["C05"]
    assert content_hash(claim) == content_hash(claim)
    assert content_hash(claim) != content_hash(claim.model_copy(update={"standing": "Otherwise."}))


def test_words_say_what_was_expected_and_how_often_it_was_met():
    entry = run_claim(CLAIMS["C14"])
    lines = part_words(entry.claim, entry.verdict.judged)
    assert len(lines) == 3
    assert lines[0].startswith("Aortic regurgitant volume rises: ")
    assert verdict_words(entry) in ("does not hold", "holds") or "only if" in verdict_words(entry)


WHOLE = """\
- id: C77
  sentence: {clinician: One., trainee: Two., patient: Three.}
  standing: Known.
  not_shown: It is a rule.
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: C77", "id: 77", "id"),
        ("  not_shown: It is a rule.\n", "", "either an experiment or not_shown"),
        ("standing: Known.", "standing: Known.\n  nonsense: 1", "nonsense"),
        ("trainee: Two., ", "", "trainee"),
        (
            "not_shown: It is a rule.",
            "experiment: {subjects: [{name: any, preset: helthy}], arms: {a: {}}, expect: []}",
            "not a preset",
        ),
        (
            "not_shown: It is a rule.",
            "experiment: {subjects: [{name: any, preset: healthy}], arms: {a: {}}, "
            "expect: [{measure: cardiac_outputt, does: rises}]}",
            "not a measure",
        ),
    ],
)
def test_a_claim_that_is_wrong_is_refused_by_its_name(old, new, words):
    assert list(parse_claims(WHOLE, "mine.yaml")) == ["C77"]
    with pytest.raises(InputError, match=words) as problem:
        parse_claims(WHOLE.replace(old, new), "mine.yaml")
    assert str(problem.value).startswith("mine.yaml: claim ")


def test_a_claim_stands_once():
    with pytest.raises(InputError, match="C77 is given twice"):
        parse_claims(WHOLE + WHOLE, "mine.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a list of claims"),
        ("id: C77", "a list of claims"),
        ("- [C77", "line 2: while parsing a flow sequence"),
        ("- id: C77\n  id: C78", "twice"),
        ("- just a word", "claim 'just a word'"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_by_its_name(text, words):
    with pytest.raises(InputError, match=words) as problem:
        parse_claims(text, "mine.yaml")
    assert str(problem.value).startswith("mine.yaml")


def test_a_patient_whom_two_claims_look_at_runs_once(monkeypatch):
    runs = []

    def counted(patients, **options):
        runs.extend(patients)
        return simulate_each(patients, **options)

    monkeypatch.setattr(claim_experiment, "simulate_each", counted)
    monkeypatch.setattr(claim_experiment, "KNOWN", {})
    run_claim(CLAIMS["C05"])
    once = len(runs)
    assert once == len(set(runs)) > 0
    run_claim(CLAIMS["C05"])
    assert len(runs) == once


def test_what_is_remembered_has_a_limit(monkeypatch):
    monkeypatch.setattr(claim_experiment, "KNOWN", {})
    monkeypatch.setattr(claim_experiment, "REMEMBERED", 2)
    assert run_claim(CLAIMS["C04"]).verdict.word == "holds"
    assert len(claim_experiment.KNOWN) == 2


RATES = ("80 /min", "90 /min", "100 /min")
STOPPED = {"left_ventricle.working_fraction": "0.02"}


@pytest.mark.parametrize(
    ("arms", "is_run"), [({}, True), ({"stopped": STOPPED}, False)], ids=["arms that run", "one arm that does not"]
)
def test_cells_side_by_side_are_what_single_runs_give(arms, is_run):
    """Also beside a subject whose heart stops; a cell in which one arm does is empty."""
    experiment = Experiment.model_validate({
        "subjects": [{"name": "shock", "preset": "shock"}, {"name": "none", "preset": "healthy", "set": STOPPED}],
        "arms": {"without": {}, "with": {"balloon_pump.volume": "40 mL"}, **arms},
        "along": {"key": "heart_rate", "values": RATES},
        "expect": [{"measure": "cardiac_output", "does": "rises"}], "reflex": True,
    })  # fmt: skip
    cells = run_cells(experiment, cell_places(experiment))
    assert [cell[:2] for cell in cells] == list(product(("shock", "none"), RATES))
    for cell in cells:
        assert bool(cell.arms) == (not cell.failure) == (is_run and cell.subject == "shock")
        for name, measures in cell.arms.items():
            patient = Patient.preset("shock").with_values({"heart_rate": cell.along, **experiment.arms[name]})
            assert measures == same_numbers(simulate(patient, reflex=True).measures)
