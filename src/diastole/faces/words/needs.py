"""What this folder asks of a run, a comparison and a fit: no more than it shows."""

# ruff: noqa: D102  (the names are those of Run, Comparison and Fit)

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class PatientLike(Protocol):
    """A patient whose name and file can be shown."""

    @property
    def name(self) -> str: ...

    @property
    def misfit(self) -> str: ...

    @property
    def balloon_pump(self) -> Any: ...

    def to_yaml(self) -> str: ...


class RunLike(Protocol):
    """One patient at the steady beat; times in s, signals and measures in the units of the vocabulary."""

    @property
    def patient(self) -> Any: ...

    @property
    def time(self) -> Any: ...

    @property
    def period(self) -> float: ...

    @property
    def signals(self) -> Mapping[str, Any]: ...

    @property
    def measures(self) -> Mapping[str, float | None]: ...

    @property
    def unassisted(self) -> Mapping[str, float | None] | None: ...

    @property
    def labels(self) -> Mapping[str, float | None]: ...

    @property
    def inflations(self) -> Sequence[tuple[float, float]]: ...

    @property
    def deflation_after_r_wave(self) -> float | None: ...

    @property
    def cautions(self) -> Sequence[str]: ...

    @property
    def r_waves(self) -> Sequence[float]: ...

    @property
    def beats(self) -> int: ...

    @property
    def residual(self) -> float: ...

    @property
    def reflex(self) -> bool: ...


class ComparisonLike(Protocol):
    """The same patient without and with support."""

    @property
    def without(self) -> RunLike: ...

    @property
    def with_(self) -> RunLike: ...


class FitLike(Protocol):
    """A patient fitted to bedside numbers.

    Rows are measure, unit, measured, fitted, residual and whether that is large; parameters are name, start, fitted,
    unit and whether the numbers determine it; notes are sentences on what was taken over.
    """

    @property
    def rows(self) -> Sequence[tuple[str, str, float, float, float, bool]]: ...

    @property
    def parameters(self) -> Sequence[tuple[str, float, float, str, bool]]: ...

    @property
    def notes(self) -> Sequence[str]: ...
