"""A run of the 3D heart on disk, so that one that was interrupted goes on as if it had not been, on any ranks."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mpi4py import MPI

from diastole import checkpoint
from diastole.checkpoint import Arrays, Note
from diastole.model.heart3d.mpi_ranks import by_first_rank
from diastole.model.heart3d.run.between_cycles import RunState, pack

NOTES = {"strokes", "match", "heart"}


class Kept(NamedTuple):
    """Content of a checkpoint."""

    note: Note
    arrays: Arrays
    path: Path


def save_checkpoint(state: RunState, marks: Mapping[str, str], path: Path) -> None:
    """Write the state of a run, by the first rank.

    Parameters
    ----------
    marks
        From `diastole.checkpoint.made_of`.
    path
        Of the checkpoint.

    Raises
    ------
    InputError
        On the first rank, if it cannot be written; an earlier one stays.
    """
    note, arrays = pack(state)
    if state.heart.ventricle.wall.points.mesh.comm.rank == 0:
        checkpoint.write_checkpoint(path, note | {"made_of": dict(marks)}, arrays)


def read_checkpoint(path: Path, marks: Mapping[str, str], comm: MPI.Comm = MPI.COMM_WORLD) -> Kept:
    """Return the content of a checkpoint, on all ranks.

    Raises
    ------
    InputError
        If the checkpoint is missing, damaged, or of another run; the message says what differs.
    """

    def read() -> Kept:
        kept = Kept(*checkpoint.read_checkpoint(path, marks), path)
        if not set(kept.note) >= NOTES:
            raise checkpoint.damaged(path)
        return kept

    return by_first_rank(read, comm)
