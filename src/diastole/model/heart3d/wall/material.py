"""Passive muscle: its stored energy as UFL expressions of the deformation gradient. Stresses are in kPa."""

from typing import Any, NamedTuple

import ufl
from dolfinx import fem
from dolfinx.mesh import Mesh

Expression = Any  # UFL's classes carry no types


class Holzapfel(NamedTuple):
    """Constants of the law of Holzapfel and Ogden (holzapfel2009); a stiffness of 0 omits its term."""

    matrix: float  # kPa, a
    matrix_exponent: float  # 1, b
    fibre: float  # kPa, a_f
    fibre_exponent: float  # 1, b_f
    sheet: float  # kPa, a_s
    sheet_exponent: float  # 1, b_s
    shear: float  # kPa, a_fs
    shear_exponent: float  # 1, b_fs


TRANSVERSE = Holzapfel(2.280, 9.726, 1.685, 15.779, 0.0, 1.0, 0.0, 1.0)  # holzapfel2009, table 1, row 3
ORTHOTROPIC = Holzapfel(0.059, 8.023, 18.472, 16.026, 2.481, 11.120, 0.216, 11.436)  # holzapfel2009, row 2
BULK_MODULUS = 2000.0  # kPa, twice that of arostica2025: an element then keeps its volume within 2 %; ours


class PassiveMuscle(NamedTuple):
    """Passive muscle of one heart: a law, and factors of its constants."""

    law: Holzapfel
    stiffness: float  # 1, factor of every stiffness of the law
    exponent: float = 1.0  # 1, factor of every exponent

    def energy(self, deformation: "Deformation") -> "Energy":
        """Return the energy of a deformation."""
        return Energy(self, deformation)


class Invariants(NamedTuple):
    """What an energy knows of a deformation; or, of each of them, a change."""

    volume_ratio: Expression  # J = det F  [1]
    first: Expression  # tr C, where C = Fᵀ F  [1]
    fibre: Expression  # f₀ · C f₀  [1]
    sheet: Expression  # s₀ · C s₀  [1]
    shear: Expression  # f₀ · C s₀  [1]


class Deformation(NamedTuple):
    """The deformation as an energy needs it."""

    gradient: Expression  # F, (3, 3)
    fibre: Expression  # F f₀, the fibre's unit vector carried along
    sheet: Expression  # F s₀
    mesh: Mesh
    firmness: Expression = 1.0  # 1, stiffness relative to muscle

    @property
    def invariants(self) -> Invariants:
        """Return the invariants."""
        fibre, sheet, inner = self.fibre, self.sheet, ufl.inner
        first = inner(self.gradient, self.gradient)
        return Invariants(ufl.det(self.gradient), first, inner(fibre, fibre), inner(sheet, sheet), inner(fibre, sheet))

    @property
    def stretch(self) -> Expression:
        """λ = √(f₀ · C f₀)  [1], of the fibre."""
        return ufl.sqrt(ufl.inner(self.fibre, self.fibre))

    def changes(self, motion: Expression) -> Invariants:
        """Return the changes of the invariants in a motion, given as its gradient in the deformed shape (3, 3)."""
        fibre, sheet, inner = self.fibre, self.sheet, ufl.inner
        return Invariants(
            ufl.det(self.gradient) * ufl.tr(motion),
            2.0 * inner(self.gradient * self.gradient.T, motion),
            2.0 * inner(fibre, motion * fibre),
            2.0 * inner(sheet, motion * sheet),
            inner(fibre, motion * sheet) + inner(sheet, motion * fibre),
        )


class Energy:
    """Energy of a deformation. Its factors may be changed after it was compiled, so one form serves every heart."""

    def __init__(self, rest: PassiveMuscle, deformation: Deformation):
        mesh = deformation.mesh
        self.stiffness = fem.Constant(mesh, float(rest.stiffness))  # 1, factor of the stiffnesses of the law
        self.exponent = fem.Constant(mesh, float(rest.exponent))  # 1, factor of its exponents
        # With the next free number of each, every wall would have its expressions compiled anew; none is negative.
        self._invariants = Invariants(
            *(ufl.classes.Variable(one, ufl.classes.Label(-i)) for i, one in enumerate(deformation.invariants, 1))
        )
        shape = holzapfel_energy(rest.law, self._invariants, self.exponent)
        self.density = (  # Ψ + U  [kPa]
            self.stiffness * deformation.firmness * shape + bulk_energy(self._invariants.volume_ratio)
        )

    def change(self, changes: Invariants) -> Expression:
        """Return the change of the energy where its invariants change [kPa].

        Derived by the invariants first, its tangent has far fewer terms to compile and to compute.
        """
        return sum(ufl.diff(self.density, one) * by for one, by in zip(self._invariants, changes, strict=True))


def _stiffening(stiffness: float, exponent: Expression, measure: Expression) -> Expression:
    """a/(2b) (e^{b x} − 1)  [kPa]."""
    return stiffness / (2.0 * exponent) * (ufl.exp(exponent * measure) - 1.0)


def holzapfel_energy(law: Holzapfel, invariants: Invariants, factor: Expression = 1.0) -> Expression:
    """Ψ = a/(2b) (e^{b(Ī₁−3)} − 1) + Σ a_i/(2b_i) (e^{b_i ⟨Ī₄ᵢ−1⟩²} − 1) + a_fs/(2b_fs) (e^{b_fs Ī₈²} − 1)  [kPa].

    The invariants are those of C̄ = J^(−2/3) C. Fibre and sheet resist stretch only. The exponents b are multiplied by a
    factor. holzapfel2009.
    """
    isochoric = invariants.volume_ratio ** (-2.0 / 3.0)
    energy = _stiffening(law.matrix, factor * law.matrix_exponent, isochoric * invariants.first - 3.0)
    families = (
        (law.fibre, law.fibre_exponent, invariants.fibre),
        (law.sheet, law.sheet_exponent, invariants.sheet),
    )
    for stiffness, exponent, stretched in families:
        if stiffness > 0.0:
            strain = ufl.max_value(isochoric * stretched - 1.0, 0.0)
            energy += _stiffening(stiffness, factor * exponent, strain**2)
    if law.shear > 0.0:
        energy += _stiffening(law.shear, factor * law.shear_exponent, (isochoric * invariants.shear) ** 2)
    return energy


def bulk_energy(ratio: Expression) -> Expression:
    """U = κ/4 (J² − 1 − 2 ln J)  [kPa]: the energy of a change of volume."""
    return BULK_MODULUS / 4.0 * (ratio**2 - 1.0 - 2.0 * ufl.ln(ratio))
