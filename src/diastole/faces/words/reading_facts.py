"""The changes of a comparison as the rules of the reading see them, each in words."""

from diastole.faces.words.change import BASES, Change, changes, leaks
from diastole.faces.words.treatment_words import works
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import CYCLE
from diastole.model.run import Comparison
from diastole.numbers import percent, plain, signed, with_unit


class Facts:
    """The changes of one comparison, and the few tests that the rules make on them."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.changes = changes(comparison)
        self.has_balloon = works(comparison.with_)

    def get(self, name: str) -> Change:
        """Return the change of a measure; one without values if neither run has it."""
        return self.changes.get(name, Change(name, None, None))

    def known(self, name: str) -> bool:
        """Whether both runs have a value."""
        return self.get(name).absolute is not None

    def direction(self, name: str) -> int:
        """+1, −1, or 0 where that is no change or the measure is undefined."""
        return self.get(name).direction

    def falls(self, *names: str) -> bool:
        """Whether one of these falls."""
        return any(self.direction(name) < 0 for name in names)

    def rises(self, *names: str) -> bool:
        """Whether one of these rises."""
        return any(self.direction(name) > 0 for name in names)

    def leaky(self, name: str) -> bool:
        """Whether the valve with this regurgitant volume leaks in one of the runs."""
        comparison = self.comparison
        return leaks(MEASURES[name].leak, comparison.without.measures, comparison.with_.measures)

    def name(self, name: str) -> str:
        """Return what a measure is called within a sentence."""
        return MEASURES[name].phrase

    def value(self, name: str, *, after: bool = True) -> str:
        """Return the value with (or without) support, with its unit."""
        change = self.get(name)
        value = change.after if after else change.before
        return with_unit(None if value is None else change.scale * value, change.decimals, change.unit)

    def amount(self, name: str) -> str:
        """Return the size of a change: ``4 mmHg (6 %)``."""
        change = self.get(name)
        size = with_unit(abs(change.absolute or 0.0), change.decimals, change.unit)
        if change.measure.is_share:
            return f"{plain(abs(change.absolute or 0.0), change.decimals)} percentage points"
        return size if change.relative is None else f"{size} ({percent(abs(change.relative)).lstrip('+')})"

    def tag(self, name: str) -> str:
        """Return a measure and its signed change for a list: ``coronary flow (+12 %)``."""
        change = self.get(name)
        if change.relative is not None:
            return f"{self.name(name)} ({percent(change.relative)})"
        size = signed(change.absolute, change.decimals)
        return f"{self.name(name)} ({size} {change.unit})".replace(" )", ")")

    def moves(self, name: str, called: str = "") -> str:
        """Return a clause on one measure: ``mean aortic pressure rises by 4 mmHg (6 %) to 69 mmHg``."""
        change, called = self.get(name), called or self.name(name)
        basis = f" {BASES[CYCLE]}" if self.comparison.with_.unassisted and change.measure.scope == CYCLE else ""
        if change.direction == 0:
            return f"{called} does not change{basis} ({self.value(name)})"
        verb = "rises" if change.direction > 0 else "falls"
        little = " a little," if change.is_little else ""
        return f"{called} {verb}{little} by {self.amount(name)} to {self.value(name)}{basis}"


def sentence(*clauses: str) -> str:
    """Return clauses joined to one sentence with a capital and a full stop."""
    text = ", ".join(clause for clause in clauses if clause)
    return f"{text[:1].upper()}{text[1:]}."
