"""Files that a command writes: checked before anything is run, and written whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from diastole.cli.inputs import is_file
from diastole.errors import InputError
from diastole.files import check_place

if TYPE_CHECKING:
    import xarray

ELSEWHERE = "choose another place"
NETCDF = (".nc", ".nc4")
CHECKPOINT = ".checkpoint"  # put after the name of the file that is saved


def figure_suffixes() -> tuple[str, ...]:
    """Return the endings of figures."""
    from diastole.report.figures import SUFFIXES

    return SUFFIXES


def check_outputs(paths: Iterable[Path | None], *, source: str) -> None:
    """Make sure that files can be written, before the work is done.

    Parameters
    ----------
    paths
        What will be written; None for an option that was not given.
    source
        What is read, which must not be overwritten.

    Raises
    ------
    InputError
        If a place cannot be written to, is given twice, or is the source.
    """
    seen = {_target(Path(source)): "it is the file that is read"} if is_file(source) else {}
    for path in paths:
        if path is None:
            continue
        target = _target(path)
        if target in seen:
            raise InputError(f"cannot write {path}: {seen[target]}; {ELSEWHERE}")
        seen[target] = "another option writes there too"
        with _said(path):
            check_place(path)
            if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
                raise InputError(f"cannot write {path}: it is not a file that may be overwritten; {ELSEWHERE}")
        with whole_file(path, keep=False) as draft:
            draft.touch(exist_ok=False)


def check_suffix(path: Path | None, option: str, allowed: tuple[str, ...]) -> None:
    """Refuse a file name whose ending is not that of the format.

    Raises
    ------
    InputError
        Naming the endings that are allowed.
    """
    if path is not None and path.suffix.lower() not in allowed:
        raise InputError(f"{option} {path}: the name must end with {' or '.join(allowed)}")


def checkpoint_beside(save: Path | None) -> Path | None:
    """Return where the checkpoint of a run stands whose result is saved there."""
    return save.with_name(save.name + CHECKPOINT) if save else None


def check_resume(save: Path | None, *, resume: bool) -> None:
    """Refuse to go on from a checkpoint that has no place.

    Raises
    ------
    InputError
        If no file is saved.
    """
    if resume and save is None:
        raise InputError("--resume needs --save FILE.nc, beside which the checkpoint stands")


def save_netcdf(dataset: "xarray.Dataset", path: Path) -> None:
    """Save a dataset as NetCDF.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    with whole_file(path) as draft:
        dataset.to_netcdf(draft, engine="h5netcdf")


@contextmanager
def whole_file(path: Path, *, keep: bool = True) -> Iterator[Path]:
    """Yield a draft beside the path, which is moved into its place at the end; after an error nothing is left.

    Raises
    ------
    InputError
        If the draft cannot be written or moved.
    """
    target = _target(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with _said(path):
            yield draft
            if keep:
                draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _target(path: Path) -> Path:
    """Return the file that a path means."""
    with _said(path):
        return path.expanduser().resolve()


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say what the system has against a path, in a sentence."""
    try:
        yield
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}; {ELSEWHERE}") from None
    except RuntimeError as error:  # a circle of links, or the home of nobody
        raise InputError(f"cannot write {path}: {error}; {ELSEWHERE}") from None
