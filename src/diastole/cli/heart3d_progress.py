"""Progress of ``diastole heart3d`` on stderr: a bar on a terminal, otherwise a note for each stage."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from diastole.cli.reporter import Reporter

MATCHING, SETTLING = 3, 4  # beats that matching usually takes, and support cycles of a condition
NEARLY = 0.99  # 1, of the bar that is full only at the end
SHOW_EVERY = 0.1  # s, between two changes of the bar


class RunStages:
    """Progress of a run, in beats of the wall; each report raises KeyboardInterrupt if a person asked to stop."""

    def __init__(
        self, reporter: Reporter, show: Callable[[float, str], None], stop_requested: Callable[[], bool],
        period: float, planned: float,
    ):  # fmt: skip
        self._reporter, self._show, self._stop_requested = reporter, show, stop_requested
        self._period, self._planned = period, planned
        self._text, self._beats, self._time, self._shown = "", 0, 0.0, 0.0

    def tell(self, text: str) -> None:
        """Report the present stage."""
        self._text = text
        if not sys.stderr.isatty():
            self._reporter.note(text)
        self._update()

    def watch(self, patient: str, count: int, change: float) -> None:
        """Report how much the stroke volume still differs from that of the cycle before."""
        changed = "" if count == 1 else f", stroke volume changed by {change:.1%}"
        self.tell(f"{self._text.partition(':')[0]}: cycle {count} done{changed}")

    def each_step(self, time: float) -> None:
        """Count a step of the wall; `time` is its end within the beat [s]."""
        self._beats += time < self._time
        self._time = time
        if monotonic() - self._shown >= SHOW_EVERY:
            self._update()

    def _update(self) -> None:
        if self._stop_requested():
            raise KeyboardInterrupt
        self._shown = monotonic()
        done = self._beats + self._time / self._period
        self._show(min(done, NEARLY * self._planned), self._text)


@contextmanager
def stages(
    reporter: Reporter, period: float, stop_requested: Callable[[], bool], *, conditions: int, beats: int, matched: bool
) -> Iterator[RunStages]:
    """Show the stages of a run.

    Parameters
    ----------
    period
        Of a beat [s].
    stop_requested
        Whether a person has asked to stop.
    conditions
        That are run.
    beats
        Of the support cycle of the last condition.
    matched
        Whether the wall is matched first.
    """
    planned = float(MATCHING * matched + SETTLING * (conditions - 1) + SETTLING * beats)
    with reporter.bar(planned) as show:
        yield RunStages(reporter, show, stop_requested, period, planned)
