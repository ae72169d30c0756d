"""A study of sensitivity in words: what decides a measure, and how numbers with intervals are written."""

from diastole.model.measures.definitions import MEASURES
from diastole.numbers import listed, plain, with_unit
from diastole.studies.sensitivity.influences import Estimate, MeasureInfluences, Sensitivity

MUCH = 0.1  # 1, of the variance, from which on a value is named; assumed


def share_words(estimate: Estimate) -> str:
    """Return a share of the variance with its interval, such as ``62 % (48 to 76)``."""
    value, low, high = (plain(100.0 * number, 0) for number in estimate)
    return f"{value} % ({low} to {high})"


def effect_words(measure: str, estimate: Estimate) -> str:
    """Return an effect with its interval in the unit of the measure, such as ``0.17 L/min (0.14 to 0.19)``."""
    known = MEASURES[measure]
    decimals = known.decimals + 1
    low, high = (plain(number, decimals) for number in estimate[1:])
    return f"{with_unit(estimate.value, decimals, known.unit)} ({low} to {high})"


def decides_sentence(influences: MeasureInfluences, where: str) -> str:
    """Return which values decide a measure, the largest first."""
    what = heading(influences.measure, where)
    totals = sorted(
        ((each.indices.total.value, each.title) for each in influences.influences if each.indices), reverse=True
    )
    named = [f"{title} ({plain(100.0 * total, 0)} %)" for total, title in totals if total >= MUCH]
    if named:
        return f"{what}: its variance is decided, alone or with others, by {listed(named)}."
    if influences.points:
        return f"{what}: the same in every patient, as far as these values go."
    return f"{what}: screened only."


def patients_sentence(study: Sensitivity) -> str:
    """Return how many patients were run, and how many of them did not count."""
    out = sum(study.rejected.values())
    reasons = "; ".join(f"{reason} ({count:,})" for reason, count in study.rejected.items())
    why = f": {reasons}; with each of them, its whole group of points is left out" if out else ""
    return f"{study.patients:,} patients were run, of whom {out:,} are rejected{why}."


def heading(measure: str, where: str) -> str:
    """Return the measure and its arms, such as ``Cardiac output, on less off``."""
    return f"{MEASURES[measure].title}, {where}"
