"""The few measures that a reader looks for first."""

from diastole.faces.words.change import Change, changes, leaks
from diastole.faces.words.needs import ComparisonLike
from diastole.model.measures.definitions import MEASURES


def key_changes(comparison: ComparisonLike) -> list[Change]:
    """Return the changes of the measures that matter most; the leak of a tight valve is left out."""
    every = changes(comparison)
    runs = comparison.without.measures, comparison.with_.measures
    wanted = [m.name for m in MEASURES.values() if m.is_key and (not m.leak or leaks(m.leak, *runs))]
    return [every[name] for name in wanted if name in every and every[name].absolute is not None]
