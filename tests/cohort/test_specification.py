"""The specification of a cohort: what is read, what is drawn from it, and what is refused with its place."""

import numpy as np
import pytest
from scipy.stats import kstest, lognorm, norm, spearmanr, truncnorm

from diastole.errors import InputError
from diastole.model.patient import Patient
from diastole.studies.cohort.distributions import Categorical, Continuous
from diastole.studies.cohort.drawing import drawn
from diastole.studies.cohort.specification import Specification, specification
from tests.cohort.specifications import TEXT

AREA, RATE = "lesions.aortic_regurgitation.orifice_area", "heart_rate"
STIFFNESS = "left_ventricle.passive_stiffness"
MANY = 4096


def read(text: str) -> Specification:
    return specification(text.encode(), "spec.yaml")


@pytest.fixture(scope="module")
def sample():
    return drawn(read(TEXT), 1, 0, MANY)


def test_names_of_the_bedside_are_keys():
    spec = read(TEXT)
    assert spec.keys == [AREA, RATE, STIFFNESS]
    assert [(each.arm, each.measure, each.low, each.high) for each in spec.criteria] == [
        ("off", "mean_aortic_pressure", 70.0, 110.0)
    ]


def test_each_value_has_the_distribution_that_is_asked_for(sample):
    """Against SciPy's distributions; quasi-random points are far nearer than random ones."""
    stiffness = Patient.preset("acute_severe_ar").left_ventricle.passive_stiffness
    expected = {
        AREA: lambda area: (area - 0.02) / 0.58,
        RATE: truncnorm(-35.0 / 12.0, 35.0 / 12.0, 95.0, 12.0).cdf,
        STIFFNESS: lognorm(np.log(1.3), scale=stiffness).cdf,
    }
    for key, below in expected.items():
        assert kstest(sample[key], below).statistic < 0.01, key


def test_values_go_together_as_said_and_no_others_do(sample):
    assert spearmanr(sample[RATE], sample[STIFFNESS]).statistic == pytest.approx(-0.5, abs=0.02)
    assert spearmanr(sample[RATE], sample[AREA]).statistic == pytest.approx(0.0, abs=0.02)


def test_a_patient_is_the_same_whoever_draws_it(sample):
    for first, count in ((1000, 24), (0, 1), (4095, 1)):
        part = drawn(read(TEXT), 1, first, count)
        for key, values in part.items():
            assert (values == sample[key][first : first + count]).all()


def test_another_seed_draws_others(sample):
    assert not np.isin(drawn(read(TEXT), 2, 0, 64)[AREA], sample[AREA]).any()


def test_words_have_their_shares():
    values = Categorical(("1:1", "1:2"), (0.25, 0.75)).values((np.arange(1000) + 0.5) / 1000)
    assert list(values) == ["1:1"] * 250 + ["1:2"] * 750


def test_a_distribution_that_is_cut_off_has_nothing_outside():
    cut = Continuous("normal", (0.0, 1.0), -1.0, 2.0)
    values = cut.values(np.array([0.0, 0.5, 1.0]))
    middle = norm.ppf(0.5 * (norm.cdf(-1.0) + norm.cdf(2.0)))
    assert values == pytest.approx([-1.0, middle, 2.0])


def without(line: str) -> str:
    assert f"{line}\n" in TEXT
    return TEXT.replace(f"{line}\n", "")


WRONG = {
    "no format": (without("format: diastole cohort 1"), "its first line has to be 'format: diastole cohort 1'"),
    "no source": (TEXT.replace("    source: assumed\n", "", 1), r"orifice_area.source' is missing$"),
    "no values": (TEXT[: TEXT.index("values:")] + "values: {}\n", r"'values' is empty$"),
    "misspelt": (TEXT.replace("arms:", "armz:"), r"'armz' is unknown here. Did you mean 'arms'\?$"),
    "no block": (TEXT.replace("values:", "values: 3\nvaluez:", 1), r"'valuez' is unknown here \(and 1 more\)"),
    "empty": ("", "its first line has to be 'format: diastole cohort 1'"),
    "key once": (TEXT.replace("0.02 cm²", "0.02 mmHg"), r"orifice_area: '0.02 mmHg' is not an area"),
    "unknown key": (TEXT.replace("HR:", "hart_rate:"), "values, hart_rate: unknown key 'hart_rate'"),
    "a measure": (TEXT.replace("HR:", "SBP:"), "is computed by a run and cannot be set"),
    "twice": (
        TEXT.replace("left_ventricle.passive_stiffness:\n    log", "heart_rate:\n    log"),
        "two of the values are the same",
    ),
    "impossible end": (TEXT.replace("low: 0.02 cm²", "low: -1 cm²"), "'-1 cm²' is impossible; allowed is"),
    "wrong unit": (TEXT.replace("low: 0.02 cm²", "low: 1 mL"), "orifice_area: "),
    "turned round": (TEXT.replace("high: 0.6 cm²", "high: 0.01 cm²"), "has to lie below"),
    "empty range": (TEXT.replace("low: 60 /min", "low: 135 /min"), "135 /min is not below 130 /min"),
    "nothing within": (TEXT.replace("mean: 95 /min, sd: 12", "mean: 30 /min, sd: 1"), "almost nothing of this"),
    "no spread": (TEXT.replace("sd: 12 /min", "sd: 0 /min"), "has to be above 0"),
    "wrong names": (TEXT.replace("sd: 12 /min", "spread: 12 /min"), "normal takes mean and sd, not mean, spread"),
    "two ways": (TEXT.replace("    normal:", "    uniform: {low: 1 /min, high: 2 /min}\n    normal:"), "give one of"),
    "words for a number": (
        TEXT.replace("normal: {mean: 95 /min, sd: 12 /min}", "one_of: {fast: 1}"),
        "one_of is for words",
    ),
    "too correlated": (TEXT.replace("rank: -0.5", "rank: -1"), "above -1 and below 1"),
    "with a stranger": (TEXT.replace("  heart_rate:\n    left", "  heart_rate:\n    right"), "is none of the values"),
    "impossible arm": (TEXT.replace("volume: 40 mL", "volume: -4 mL"), "arms, on: "),
    "unknown arm": (TEXT.replace("accepted:\n  off", "accepted:\n  of"), "there is no arm 'of'. Did you mean 'off'"),
    "unknown measure": (TEXT.replace("MAP:", "mean_pressure:"), "this is no measure. Did you mean"),
    "unknown patient": (TEXT.replace("based_on: acute", "based_on: cute"), ", based_on: 'cute_severe_ar' is neither"),
    "no number and no word": (
        TEXT.replace(
            "lesions.aortic_regurgitation.orifice_area:\n    uniform", "lesions.aortic_regurgitation:\n    uniform"
        ),
        "lesions.aortic_regurgitation: this is neither a number nor a word",
    ),
    "correlated twice": (
        TEXT.replace(
            "rank: -0.5, source: assumed}",
            "rank: -0.5, source: assumed}\n"
            "  left_ventricle.passive_stiffness:\n    heart_rate: {rank: 0.5, source: assumed}",
        ),
        "left_ventricle.passive_stiffness, heart_rate: these two have a correlation already; give it once",
    ),
    "unknown block": (TEXT + "colour: red\n", "colour"),
    "huge": (TEXT + "#" * 1_100_000, "is larger than 1000 kB"),
    "an alias": (TEXT.replace("on: {balloon_pump.volume: 40 mL}", "on: *off"), "line 2"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_wrong_is_refused_with_its_place(fault):
    text, said = WRONG[fault]
    with pytest.raises(InputError, match=said):
        read(text)


def test_correlations_that_exclude_each_other_are_refused():
    text = TEXT.replace(
        "    left_ventricle.passive_stiffness: {rank: -0.5, source: assumed}",
        "    left_ventricle.passive_stiffness: {rank: -0.9, source: assumed}\n"
        "    lesions.aortic_regurgitation.orifice_area: {rank: 0.9, source: assumed}\n"
        "  left_ventricle.passive_stiffness:\n"
        "    lesions.aortic_regurgitation.orifice_area: {rank: 0.9, source: assumed}",
    )
    with pytest.raises(InputError, match="impossible together; make them weaker"):
        read(text)
