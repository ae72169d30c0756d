"""The best timing of a balloon in words."""

from diastole.model.measures.definitions import MEASURES
from diastole.numbers import plain, signed, with_unit
from diastole.studies.timing_optimum import DEFLATION, INFLATION, MS, Moments, TimingOptimum


def optimum_sentences(optimum: TimingOptimum) -> list[str]:
    """Return what the best timing is, what it gains, and which moments are as good."""
    measure = MEASURES[optimum.goal]
    best, usual, without = (
        with_unit(value, measure.decimals, measure.unit) for value in (optimum.best, optimum.usual, optimum.without)
    )
    moments = f"inflation {_after(optimum.inflation.best)} and deflation {_after(optimum.deflation.best)}"
    sentences = [
        f"{measure.title} is best, {best}, with {moments}; it is {usual} with both at their usual moments, and "
        f"{without} without the balloon.",
        as_good_sentence(INFLATION, optimum.inflation),
        as_good_sentence(DEFLATION, optimum.deflation),
        "The usual moments are as good: no difference that is seen at the bedside."
        if optimum.is_usual_as_good
        else "The usual moments are worse by a difference that is seen at the bedside.",
    ]
    if optimum.failed:
        sentences.append(f"{optimum.failed} pairs of moments have no steady beat.")
    return [*sentences, optimum.cautions] if optimum.cautions else sentences


def as_good_sentence(name: str, moments: Moments) -> str:
    """Return which moments are as good, such as that any inflation between −20 and +10 ms is."""
    if moments.low == moments.high:
        return f"No other {name} of the grid is as good."
    low, high = (signed(MS * end, 0) for end in (moments.low, moments.high))
    edge = " The grid ends there, and moments beyond may be." if moments.to_the_edge else ""
    return f"Any {name} between {low} and {high} ms is as good.{edge}"


def _after(moment: float) -> str:
    """Return when this is, against the usual moment."""
    distance = "at" if moment == 0.0 else f"{plain(abs(MS * moment), 0)} ms {'after' if moment > 0.0 else 'before'}"
    return f"{distance} its usual moment"
