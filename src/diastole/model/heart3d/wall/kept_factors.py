"""Factors of a stiffness that are kept while the wall moves on, and what is learnt of their errors on the way.

Each pair of steps s, z that followed each other by the same inverse tells where that inverse was wrong: of the
corrected one the second would have been z / (1 − z·s/s·s). So a pair adds a matrix of rank one to the inverse, at the
price of a product of vectors (Broyden's first method, in the form that needs no more than the steps).
"""

from typing import Any

import numpy as np
from dolfinx.fem import petsc as fem_petsc
from petsc4py import PETSc

from diastole.arrays import Array

ORDERING, METIS = 7, 5  # MUMPS's ICNTL(7); of its orderings METIS fills the factors least but on the coarsest meshes
MOST_REPEATED = 0.5  # 1, share of a step that the next one may repeat; beyond, nothing is learnt of the two; assumed


class Secants:
    """What successive steps of displacement and pressures tell about an inverse."""

    def __init__(self) -> None:
        self._pairs: list[tuple[PETSc.Vec, PETSc.Vec, Array]] = []
        self.interrupt()

    def interrupt(self) -> None:
        """Let the next step follow none: it begins from another state, or the last one was shortened."""
        self._last: PETSc.Vec | None = None

    def improve(self, step: PETSc.Vec, rise: Array) -> Array:
        """Correct a step of the displacement in place; return the corrected rise of the pressures (cavities,) [kPa]."""
        for before, after, risen in self._pairs:
            share = _share(step, before)
            step.axpy(share, after)
            rise = rise + share * risen
        last, self._last = self._last, step.copy()
        if last is None or abs(repeated := _share(step, last)) > MOST_REPEATED:
            return rise
        step.scale(1.0 / (1.0 - repeated))
        rise = np.asarray(rise / (1.0 - repeated))
        self._last = step.copy()
        self._pairs.append((last, self._last, rise))
        return rise


class KeptFactors:
    """Factors of a tangent, renewed on demand, and what the steps that they have led to since have told.

    Parameters
    ----------
    tangent
        The compiled bilinear form.
    symmetric
        Whether half of the matrix and of its factors is enough.
    """

    def __init__(self, tangent: Any, *, symmetric: bool):
        self._tangent = tangent
        self.matrix = fem_petsc.create_matrix(tangent)
        self.matrix.setOption(PETSc.Mat.Option.SYMMETRIC, symmetric)
        self._solver = PETSc.KSP().create(self.matrix.comm)
        self._solver.setOperators(self.matrix)
        self._solver.setType("preonly")
        factors = self._solver.getPC()
        factors.setType("cholesky" if symmetric else "lu")  # LDLᵀ, as the matrix may be indefinite
        factors.setFactorSolverType("mumps")
        factors.setFactorSetUpSolverType()
        factors.getFactorMatrix().setMumpsIcntl(ORDERING, METIS)
        self.forget()

    def forget(self) -> None:
        """Let the next solution need new factors."""
        self.usable, self.secants = False, Secants()

    def renew(self) -> None:
        """Factorise the tangent of the present state."""
        self.matrix.zeroEntries()
        fem_petsc.assemble_matrix(self.matrix, self._tangent)
        self.matrix.assemble()
        self._solver.setOperators(self.matrix)
        self._solver.setUp()
        self.usable, self.secants = True, Secants()

    def solve(self, right: PETSc.Vec, answer: PETSc.Vec) -> None:
        """Solve with the factors as they are."""
        self._solver.solve(right, answer)


def _share(step: PETSc.Vec, other: PETSc.Vec) -> float:
    """Return the part of a step that lies along another one, over that one [1]."""
    return float(step.dot(other) / other.dot(other))
