"""What a sheet leaves open: how far a patient may differ from the fitted one and still show its numbers.

Around the optimum the residuals are taken as linear in the logarithms of the factors (Laplace approximation). What the
numbers know of a factor is compared with how far patients differ in it anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diastole.arrays import Array
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import Value
from diastole.model.patient.relative_value import value_at
from diastole.studies.fit.fit_factors import QUANTITIES
from diastole.studies.fit.plausibility import plausible_range, shown
from diastole.studies.fit.trials import DIFFERENCE, Trials

DETERMINED = 0.6  # 1, share of the spread that must be left at most for the numbers to have determined a factor
NINE_OF_TEN = 1.645  # 1, standard deviations on each side that hold 90 % of a normal distribution
DIGITS = 2  # of the ends of a range


@dataclass(frozen=True)
class Neighbourhood:
    """A fitted patient and those around who fit as well."""

    trials: Trials
    logarithms: Array  # of the factors, at the optimum
    jacobian: Array  # of all residuals, in their units: numbers of the sheet, what is usual, what patients differ in

    def determined(self) -> list[bool]:
        """Return for each factor whether the numbers of the sheet narrowed it."""
        told = self.jacobian[: len(self.trials.measured)]
        left = np.sqrt(np.diag(np.linalg.inv(told.T @ told + np.diag(1.0 / self.trials.spreads**2))))
        return [bool(share < DETERMINED) for share in left / self.trials.spreads]

    def left_open(self) -> list[str]:
        """Return a sentence for each factor that the sheet does not determine, with what would fit as well."""
        unknown = [not known for known in self.determined()]
        covariance = np.linalg.inv(self.jacobian.T @ self.jacobian)
        names = [
            factor.shown_by if open_ and factor.shown_by not in self.trials.measured else ""
            for factor, open_ in zip(self.trials.factors, unknown, strict=True)
        ]
        around = self._around() if any(names) else []
        return [
            f"The sheet does not determine {factor.meaning}: {self._range(place, name, around, covariance)} fits."
            for place, (factor, name) in enumerate(zip(self.trials.factors, names, strict=True))
            if unknown[place]
        ]

    def _around(self) -> list[dict[str, Value]]:
        """Return the measures of the fitted patient, and of those with one factor a little larger."""
        measures = [trial.measures for trial in self.trials.around(self.logarithms)]
        return measures if all(measures) else []

    def _range(self, place: int, name: str, around: Sequence[dict[str, Value]], covariance: Array) -> str:
        """Return in words what nine of ten patients who fit would show, or how large their factor would be."""
        values = [each[name] for each in around] if name else []
        known = np.array([value for value in values if value is not None])
        if not values or known.size < len(values):
            return self._factor_range(place, covariance)
        slopes = (known[1:] - known[0]) / DIFFERENCE
        half = NINE_OF_TEN * float(np.sqrt(slopes @ covariance @ slopes))
        limits = [plausible_range(name, self.trials.start.body)]
        limits += [one.ends(self.trials.start, NINE_OF_TEN) for one in self.trials.usual if one.name == name]
        least, most = max(low for low, _ in limits), min(high for _, high in limits)
        low = min(max(float(known[0]) - half, least), float(known[0]))
        high = max(min(float(known[0]) + half, most), float(known[0]))
        return f"any {MEASURES[name].lower_title} from {_rounded(name, low)} to {_rounded(name, high)}"

    def _factor_range(self, place: int, covariance: Array) -> str:
        """Return in words how large a factor would be; of the preset's where its unit says nothing at the bedside."""
        factor = self.trials.factors[place]
        half = NINE_OF_TEN * float(np.sqrt(covariance[place, place]))
        shares = [float(np.exp(self.logarithms[place] + end)) for end in (-half, half)]
        if factor.shown_by:
            low, high = (f"{share:.0%}" for share in shares)
            return f"anything from {low} to {high} of that of the preset"
        key = factor.keys[0]
        ends = (float(f"{value_at(self.trials.start, key) * share:.{DIGITS}g}") for share in shares)
        low, high = map(QUANTITIES[key].text, ends)
        return f"anything from {low} to {high}"


def _rounded(name: str, value: float) -> str:
    return shown(name, round(float(f"{value:.{DIGITS}g}"), MEASURES[name].decimals))
