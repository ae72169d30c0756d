"""Feedback on cards: each report is kept once, and the oldest give way."""

import logging
from collections import OrderedDict
from threading import Lock

from diastole.web.cds.request import Feedback

MOST_KEPT = 10_000
log = logging.getLogger("diastole.feedback")


class FeedbackStore:
    """Feedback in memory; it is gone with the process. What is new is logged, without the user's comment."""

    def __init__(self, most: int = MOST_KEPT):
        self._most = most
        self._kept: OrderedDict[tuple[str, str, str], Feedback] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many reports are kept."""
        return len(self._kept)

    def add(self, one: Feedback) -> bool:
        """Keep a report, and tell whether it was new; the same card, outcome and moment count once."""
        key = one.card, one.outcome, one.outcomeTimestamp.isoformat()
        with self._lock:
            if key in self._kept:
                return False
            self._kept[key] = one
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        reason = one.overrideReason.reason.code if one.overrideReason and one.overrideReason.reason else "none given"
        log.info("card %r %s, reason %r", one.card[:64], one.outcome, reason[:64])
        return True
