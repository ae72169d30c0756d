"""The finite-element ventricle on the same circulation. Importing it needs the extra ``heart3d``."""

import os

from diastole.errors import InputError

# One thread a rank: elements are shared out by MPI, and more threads would fight for the same processors.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

try:
    import h5py  # noqa: F401  first: its HDF5 and that of dolfinx disagree the other way round

    import dolfinx_solver  # noqa: F401, I001  second: PETSc and MPI are those that come with it
    import dolfinx  # noqa: F401
    import gmsh  # noqa: F401
except ImportError as missing:
    raise InputError(
        f"the 3D heart needs the extra heart3d, and '{missing.name}' is not installed: "
        "pip install 'diastole[heart3d]' (Linux on x86-64)"
    ) from missing
