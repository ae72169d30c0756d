"""A user's mesh instead of the ellipsoid, as an option of a run."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from mpi4py import MPI

from diastole.model.heart3d.run.build_ventricle import Loading
from diastole.model.heart3d.wall.loaded_ventricle import LoadedVentricle
from diastole.model.heart3d.wall.user_wall import user_ventricle


def user_loading(path: Path, unit: str, note: Callable[[str], None]) -> Loading:
    """Return the function that makes the end-diastolic ventricle from a user's mesh, scaled to the patient's cavity.

    Parameters
    ----------
    path, unit
        File of the mesh and unit of its coordinates, see ``user_mesh``.
    note
        Called with a sentence that says by how much the mesh was scaled.
    """

    def loading(cavity: float, comm: MPI.Comm) -> LoadedVentricle:
        loaded, factor = user_ventricle(path, unit, cavity, comm)
        note(f"the lengths of {path} are scaled by {factor:.3f} to the cavity of {cavity:.0f} mL at end-diastole")
        return loaded

    return loading


def mesh_mark(path: Path | None) -> str:
    """Return the hash of a mesh file; empty if there is no file or it cannot be read."""
    if path is None or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
