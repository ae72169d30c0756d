"""A user's mesh in place of the ellipsoid."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from mpi4py import MPI

from diastole.model.heart3d.run.build_ventricle import Loading
from diastole.model.heart3d.wall.loaded_ventricle import LoadedVentricle
from diastole.model.heart3d.wall.user_wall import user_ventricle


def user_loading(path: Path, unit: str, note: Callable[[str], None]) -> Loading:
    """Return what gives a user's mesh, scaled to the patient's cavity, as the shape at the end of diastole.

    Parameters
    ----------
    path, unit
        Of the mesh, see ``user_mesh``.
    note
        Told by how much the mesh was scaled.
    """

    def loading(cavity: float, comm: MPI.Comm) -> LoadedVentricle:
        loaded, factor = user_ventricle(path, unit, cavity, comm)
        note(f"the lengths of {path} are scaled by {factor:.3f} to the cavity of {cavity:.0f} mL at end-diastole")
        return loaded

    return loading


def mesh_mark(path: Path | None) -> str:
    """Return a mark of a mesh file; nothing where there is none or it cannot be read."""
    if path is None or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
