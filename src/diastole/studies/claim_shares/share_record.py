"""In what share of patients each claim holds, as recorded with the package.

``python -m diastole.studies.claim_shares.record_shares`` makes the record anew.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from diastole.source_hash import model_hash
from diastole.studies.claim_shares.claim_share import ClaimShare, SharePlace

FILE = "recorded_shares.json"


class ShareRecord(NamedTuple):
    """The record that comes with the package."""

    model: str  # hash of the code and data that it was recorded with
    shares: Mapping[str, ClaimShare]  # by claim

    @property
    def is_current(self) -> bool:
        """Whether it was recorded with the model as it is."""
        return self.model == model_hash()


@lru_cache(maxsize=1)
def load_shares() -> ShareRecord:
    """Return the record of the package."""
    content = json.loads((files("diastole.studies.claim_shares") / FILE).read_text(encoding="utf-8"))
    shares = [
        ClaimShare(**one | {"places": tuple(SharePlace(*row) for row in one["places"])}) for one in content["shares"]
    ]
    return ShareRecord(content["model"], {each.claim: each for each in shares})


def current_share(claim: str) -> ClaimShare | None:
    """Return the recorded share of a claim; None where there is none, or it was recorded with another model."""
    record = load_shares()
    return record.shares.get(claim) if record.is_current else None
