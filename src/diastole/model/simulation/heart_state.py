"""The state of a heart between two beats: all that the next beats depend on beside the patient and the steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diastole.checkpoint import Arrays, Note
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.balloon_pump.console import Landmarks, Settings

Array = NDArray[np.float64]


@dataclass(frozen=True)
class HeartState:
    """A heart between two beats.

    Attributes
    ----------
    state : ndarray (n,)
        Of the circulation at the QRS onset of the next beat.
    slow : ndarray (m,)
        Slow states, such as reflex and coronary tone, of the next beat.
    settings, landmarks
        Of the console of a balloon pump.
    seen_at : float
        Heart rate at which the landmarks were seen [1/min].
    earlier : Inflation
        The last one, in the time of the next beat.
    since_set : int
        Beats since the console was set, which decide when the next one is assisted.
    """

    state: Array
    slow: Array
    settings: Settings
    landmarks: Landmarks
    seen_at: float
    earlier: Inflation
    since_set: int

    def packed(self) -> tuple[Note, Arrays]:
        """Return what a checkpoint keeps of it: a note and arrays."""
        console = {name: list(getattr(self, name)) for name in ("settings", "landmarks", "earlier")}
        note = {"heart": console | {"seen_at": self.seen_at, "since_set": self.since_set}}
        return note, {"heart.state": self.state, "heart.slow": self.slow}

    @classmethod
    def unpacked(cls, note: Mapping[str, Any], arrays: Arrays) -> "HeartState":
        """Return the state of a heart that a checkpoint keeps.

        Raises
        ------
        ValueError, KeyError, TypeError
            If it keeps none.
        """
        console = note["heart"]
        state, slow = (np.asarray(arrays[f"heart.{name}"], dtype=np.float64) for name in ("state", "slow"))
        return cls(
            state, slow, Settings(*console["settings"]), Landmarks(*console["landmarks"]), float(console["seen_at"]),
            Inflation(*console["earlier"]), int(console["since_set"]),
        )  # fmt: skip
