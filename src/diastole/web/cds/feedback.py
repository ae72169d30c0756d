"""Feedback on cards, kept in memory."""

import logging
from threading import Lock

from diastole.web.cds.request import Feedback

MOST_KEPT = 10_000
log = logging.getLogger("diastole.feedback")


class FeedbackStore:
    """Keeps each report once, up to a number; the oldest go first. New ones are logged without the user's comment."""

    def __init__(self, most: int = MOST_KEPT):
        self._most = most
        self._kept: dict[tuple[str, str, str], Feedback] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many reports are kept."""
        return len(self._kept)

    def add(self, report: Feedback) -> None:
        """Keep a report; the same card, outcome and time count once."""
        key = report.card, report.outcome, report.outcomeTimestamp.isoformat()
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = report
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        reason = report.overrideReason and report.overrideReason.reason
        log.info(
            "card %r %s, reason %r", report.card[:64], report.outcome, reason.code[:64] if reason else "none given"
        )
