"""What ``diastole heart3d`` says on stderr while it works: a bar where a person watches, else a note for each stage."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from diastole.cli.progress_bar import Voice

MATCHING, SETTLING = 3, 4  # beats that matching usually takes, and support cycles of a condition
NEARLY = 0.99  # 1, of the bar that is full only at the end
SHOW_EVERY = 0.1  # s, between two changes of the bar


class RunStages:
    """Where a run stands, in beats of the wall; where it is told it ends if a person has asked to stop.

    Raises
    ------
    KeyboardInterrupt
        Then, by each of its functions.
    """

    def __init__(
        self, voice: Voice, show: Callable[[float, str], None], asked: Callable[[], bool], period: float, planned: float
    ):
        self._voice, self._show, self._asked, self._period, self._planned = voice, show, asked, period, planned
        self._text, self._beats, self._time, self._shown = "", 0, 0.0, 0.0

    def tell(self, text: str) -> None:
        """Say what is done now."""
        self._text = text
        if not sys.stderr.isatty():
            self._voice.note(text)
        self._update()

    def watch(self, patient: str, count: int, change: float) -> None:
        """Say how far the stroke volume still is from that of the cycle before."""
        changed = "" if count == 1 else f", stroke volume changed by {change:.1%}"
        self.tell(f"{self._text.partition(':')[0]}: cycle {count} done{changed}")

    def each_step(self, time: float) -> None:
        """Count a step of the wall that ends at a time of the beat [s]."""
        self._beats += time < self._time
        self._time = time
        if monotonic() - self._shown >= SHOW_EVERY:
            self._update()

    def _update(self) -> None:
        if self._asked():
            raise KeyboardInterrupt
        self._shown = monotonic()
        done = self._beats + self._time / self._period
        self._show(min(done, NEARLY * self._planned), self._text)


@contextmanager
def stages(
    voice: Voice, period: float, asked: Callable[[], bool], *, conditions: int, beats: int, matched: bool
) -> Iterator[RunStages]:
    """Show the stages of a run while it lasts.

    Parameters
    ----------
    period
        Of a beat [s].
    asked
        Whether a person has asked to stop.
    conditions
        That are run.
    beats
        Of the support cycle of the last condition.
    matched
        Whether the wall is matched first.
    """
    planned = float(MATCHING * matched + SETTLING * (conditions - 1) + SETTLING * beats)
    with voice.bar(planned) as show:
        yield RunStages(voice, show, asked, period, planned)
