"""Files that a command writes: checked before anything is run, and written whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from diastole.errors import InputError
from diastole.files import ELSEWHERE, cannot_write, check_place, is_file, said, target_of, whole_file, write_whole

if TYPE_CHECKING:
    import xarray

CHECKPOINT = ".checkpoint"  # put after the name of the file that is saved


def check_outputs(paths: Iterable[Path], *sources: str) -> None:
    """Make sure that files can be written, before the work is done.

    Raise InputError if a place cannot be written to, is given twice, or is a source.

    Parameters
    ----------
    paths
        Of the files.
    sources
        References of what is read, which must not be overwritten.
    """
    taken = {target_of(Path(source)): "it is the file that is read" for source in sources if is_file(source)}
    for path in paths:
        target = target_of(path)
        if target in taken:
            raise cannot_write(path, f"{taken[target]}; {ELSEWHERE}")
        taken[target] = "another option writes there too"
        with said(path):
            check_place(path)
            if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
                raise cannot_write(path, f"it is not a file that may be overwritten; {ELSEWHERE}")
        with whole_file(path, keep=False) as draft:
            draft.touch(exist_ok=False)


def checkpoint_beside(save: Path | None) -> Path | None:
    """Return the path of the checkpoint of a run whose result is saved there."""
    return save.with_name(save.name + CHECKPOINT) if save else None


def check_resume(save: Path | None, *, resume: bool) -> None:
    """Refuse to resume a run that is not saved, because its checkpoint is beside the saved file.

    Raise InputError if no file is saved.
    """
    if resume and save is None:
        raise InputError("--resume needs --save FILE.nc, because the checkpoint is beside that file")


def save_netcdf(dataset: "xarray.Dataset", path: Path) -> None:
    """Save a dataset as NetCDF.

    It is built in memory: the HDF5 library crashes the program if the disk is full. Raise InputError if the file cannot
    be written.
    """
    write_whole(path, bytes(dataset.to_netcdf(engine="h5netcdf")))
