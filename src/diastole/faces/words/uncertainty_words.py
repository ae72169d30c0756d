"""What a bedside sheet leaves possible, in words."""

from diastole.model.measures.definitions import MEASURES
from diastole.numbers import THIN, plain, signed, significant
from diastole.studies.fit.posterior import FactorInterval
from diastole.studies.prediction import FitUncertainty, PredictedEffect


def ends_words(ends: tuple[float, float]) -> str:
    """Return the ends of an interval, such as ``0.84 to 2.57``."""
    low, high = (significant(end) for end in ends)
    return f"{low} to {high}"


def factor_sentence(interval: FactorInterval) -> str:
    """Return whether the sheet determines a factor."""
    if interval.told == "nothing":
        return f"The sheet does not determine {interval.meaning}: its interval is as wide as before the sheet."
    width = f"{100.0 * interval.width:.0f} % as wide as before the sheet"
    how = "determines" if interval.told == "much" else "hardly determines"
    return f"The sheet {how} {interval.meaning}: its interval is {width}."


def change_words(effect: PredictedEffect) -> str:
    """Return the change of a measure with its interval, such as ``+0.88 (+0.75 to +1.02)``."""
    decimals = MEASURES[effect.measure].decimals
    low, high = (signed(end, decimals) for end in (effect.low, effect.high))
    return f"{signed(effect.median, decimals)} ({low} to {high})"


def direction_words(effect: PredictedEffect) -> str:
    """Return in how many of the patients a measure rises or falls."""
    share, does = max((effect.rises, "rises"), (effect.falls, "falls"))
    if share == 0.0:
        return "changes in none"
    return f"{does} in {plain(100.0 * share, 0)}{THIN}%"


def basis_sentence(uncertainty: FitUncertainty) -> str:
    """Return on how many patients the intervals rest."""
    return (
        f"Each interval holds nine of ten patients who fit the sheet. {uncertainty.patients:,} patients were drawn; by "
        f"their weights they count as {uncertainty.effective:.0f} (effective sample size). What the model leaves out "
        f"is not in the intervals."
    )
