"""The state of a heart between two beats: with the patient and the steps it decides the next beats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.checkpoint import Arrays, Note
from diastole.model.devices.balloon_pump.console import Console


@dataclass(frozen=True)
class HeartState:
    """A heart between two beats."""

    state: Array  # of the circulation at the QRS onset of the next beat
    slow: Array  # slow states, such as reflex and coronary tone, of the next beat
    console: Console  # of a balloon pump

    def packed(self) -> tuple[Note, Arrays]:
        """Return what a checkpoint keeps of it: a note and arrays."""
        note = {"heart": list(self.console)}
        return note, {"heart.state": self.state, "heart.slow": self.slow}

    @classmethod
    def unpacked(cls, note: Mapping[str, Any], arrays: Arrays) -> "HeartState":
        """Return the state of a heart that a checkpoint keeps.

        Raise ValueError, KeyError or TypeError if it keeps none.
        """
        state, slow = (np.asarray(arrays[f"heart.{name}"], dtype=np.float64) for name in ("state", "slow"))
        return cls(state, slow, Console.restored(note["heart"]))
