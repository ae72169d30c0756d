"""Stored energies against stresses by hand, in NumPy."""

import numpy as np
import pytest

from tests.heart3d import walls  # noqa: F401  first: skips without engine

import ufl  # isort: skip
from dolfinx import fem, mesh  # isort: skip
from mpi4py import MPI  # isort: skip

from diastole.model.heart3d.wall.material import BULK_MODULUS, ORTHOTROPIC, TRANSVERSE, Deformation, PassiveMuscle

FIBRE, SHEET = np.array([0.6, 0.8, 0.0]), np.array([-0.8, 0.6, 0.0])
LEANING = np.array([[1.10, 0.12, -0.05], [0.03, 0.98, 0.10], [0.08, -0.04, 0.95]])
SQUEEZED = np.diag([0.9, 0.95, 1.2])
STRETCHED = np.diag([1.2, 0.95, 0.9])


@pytest.fixture(scope="module")
def cube():
    return mesh.create_unit_cube(MPI.COMM_SELF, 1, 1, 1)


@pytest.fixture(scope="module")
def stress_of(cube):
    """Return a function from law and deformation gradient to the Cauchy stress of the project's energy [kPa]."""
    kept = {}

    def stress(law, gradient, *, stiffness=1.0, exponent=1.0, firmness=1.0, fibre=FIBRE, sheet=SHEET):
        if law not in kept:
            F, along, across = (fem.Constant(cube, value) for value in (np.eye(3), FIBRE, SHEET))
            firm, gradient_of = fem.Constant(cube, 1.0), ufl.variable(F)
            carried = gradient_of * along, gradient_of * across
            energy = PassiveMuscle(law, 1.0).energy(Deformation(gradient_of, *carried, cube, firm))
            cauchy = ufl.diff(energy.density, gradient_of) * F.T / ufl.det(F)
            expression = fem.Expression(cauchy, np.array([[0.25, 0.25, 0.25]]))
            kept[law] = (F, along, across, energy.stiffness, energy.exponent, firm), expression
        constants, expression = kept[law]
        for constant, value in zip(constants, (gradient, fibre, sheet, stiffness, exponent, firmness), strict=True):
            constant.value = value
        return expression.eval(cube, np.array([0], dtype=np.int32)).reshape(3, 3)

    return stress


def by_hand(law, F, f0=FIBRE, s0=SHEET):
    """σ = dev[2 ψ₁ B̄ + 2 ψ₄ f̄ f̄ᵀ + 2 ψ₄ s̄ s̄ᵀ + ψ₈ (f̄ s̄ᵀ + s̄ f̄ᵀ)]/J + κ/2 (J − 1/J) I."""
    J = np.linalg.det(F)
    bar = J ** (-1.0 / 3.0) * F
    B, f, s = bar @ bar.T, bar @ f0, bar @ s0
    sum_ = law.matrix * np.exp(law.matrix_exponent * (np.trace(B) - 3.0)) * B
    for a, b, v in ((law.fibre, law.fibre_exponent, f), (law.sheet, law.sheet_exponent, s)):
        strain = max(v @ v - 1.0, 0.0)
        sum_ = sum_ + 2.0 * a * strain * np.exp(b * strain**2) * np.outer(v, v)
    crossed = f @ s
    shear = law.shear * crossed * np.exp(law.shear_exponent * crossed**2)
    sum_ = sum_ + shear * (np.outer(f, s) + np.outer(s, f))
    deviator = sum_ - np.trace(sum_) / 3.0 * np.eye(3)
    return deviator / J + BULK_MODULUS / 2.0 * (J - 1.0 / J) * np.eye(3)


@pytest.mark.parametrize("law", [TRANSVERSE, ORTHOTROPIC])
@pytest.mark.parametrize("gradient", [LEANING, SQUEEZED, STRETCHED, np.eye(3)])
def test_the_stress_is_that_of_the_formula(stress_of, law, gradient):
    np.testing.assert_allclose(stress_of(law, gradient), by_hand(law, gradient), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("law", [TRANSVERSE, ORTHOTROPIC])
def test_the_work_of_a_small_motion_is_that_of_the_stress(cube, law):
    """δΨ = J σ : ∇v; so unloading and the stress along the fibres are found."""
    motion = np.array([[0.3, -0.2, 0.5], [0.7, 0.1, -0.4], [0.2, 0.6, -0.3]])
    F, along, across = (fem.Constant(cube, value) for value in (LEANING, FIBRE, SHEET))
    deformation = Deformation(F, F * along, F * across, cube)
    work = PassiveMuscle(law, 1.0).energy(deformation).change(deformation.changes(fem.Constant(cube, motion)))
    found = fem.Expression(work, np.array([[0.25, 0.25, 0.25]])).eval(cube, np.array([0], dtype=np.int32))
    expected = np.linalg.det(LEANING) * np.sum(by_hand(law, LEANING) * motion)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@pytest.mark.parametrize("law", [TRANSVERSE, ORTHOTROPIC])
def test_factors_of_a_heart_multiply_stiffnesses_and_exponents(stress_of, law):
    """Stiffness of the heart and firmness of the place multiply a, a_f, a_s, a_fs; the exponent's factor b, b_f, …."""
    names = law._fields
    changed = law._replace(
        **{name: 3.0 * getattr(law, name) for name in names[::2]},
        **{name: 0.7 * getattr(law, name) for name in names[1::2]},
    )
    result = stress_of(law, LEANING, stiffness=2.0, firmness=1.5, exponent=0.7)
    np.testing.assert_allclose(result, by_hand(changed, LEANING), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("stretch", [0.9, 1.05, 1.15])
def test_uniaxial_stretch_along_the_fibre(stress_of, stretch):
    """Incompressible, free sides: σ = a e^{b(I₁−3)} (λ² − 1/λ) + 2 a_f ⟨λ² − 1⟩ λ² e^{b_f ⟨λ²−1⟩²}."""
    side = stretch**-0.5
    sigma = stress_of(TRANSVERSE, np.diag([stretch, side, side]), fibre=np.eye(3)[0], sheet=np.eye(3)[1])
    first = stretch**2 + 2.0 / stretch
    strain = max(stretch**2 - 1.0, 0.0)
    expected = 2.280 * np.exp(9.726 * (first - 3.0)) * (stretch**2 - 1.0 / stretch)
    expected += 2.0 * 1.685 * strain * stretch**2 * np.exp(15.779 * strain**2)
    assert sigma[0, 0] - sigma[1, 1] == pytest.approx(expected, rel=1e-10)
    assert sigma[1, 1] == pytest.approx(sigma[2, 2], rel=1e-10)


@pytest.mark.parametrize("stretch", [1.05, 1.12])
def test_equibiaxial_stretch_across_sheets_of_fibres(stress_of, stretch):
    """Incompressible, free normal: the fibre carries 2 a_f (λ² − 1) λ² e^{…} more than the cross-fibre direction."""
    sigma = stress_of(TRANSVERSE, np.diag([stretch, stretch, stretch**-2]), fibre=np.eye(3)[0], sheet=np.eye(3)[2])
    strain = stretch**2 - 1.0
    assert sigma[0, 0] - sigma[1, 1] == pytest.approx(
        2.0 * 1.685 * strain * stretch**2 * np.exp(15.779 * strain**2), rel=1e-10
    )
    first = 2.0 * stretch**2 + stretch**-4
    matrix = 2.280 * np.exp(9.726 * (first - 3.0)) * (stretch**2 - stretch**-4)
    assert sigma[1, 1] - sigma[2, 2] == pytest.approx(matrix, rel=1e-10)


def test_without_sheets_the_orthotropic_law_is_transversely_isotropic(stress_of):
    """Turning sheets about the fibre changes nothing then, and changes the stress of the whole law."""
    other = np.array([0.0, 0.0, 1.0])
    without = ORTHOTROPIC._replace(sheet=0.0, shear=0.0)
    np.testing.assert_allclose(stress_of(without, LEANING), stress_of(without, LEANING, sheet=other), rtol=1e-12)
    whole = stress_of(ORTHOTROPIC, LEANING) - stress_of(ORTHOTROPIC, LEANING, sheet=other)
    assert np.abs(whole).max() > 0.01


def test_stress_turns_with_the_body(stress_of):
    c, s = np.cos(0.9), np.sin(0.9)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    for law in (TRANSVERSE, ORTHOTROPIC):
        still = stress_of(law, LEANING)
        np.testing.assert_allclose(stress_of(law, turn @ LEANING), turn @ still @ turn.T, rtol=1e-9, atol=1e-9)


def test_a_compression_of_one_percent_meets_the_bulk_modulus(stress_of):
    """p = −κ ΔV/V to first order."""
    small = 1e-5
    sigma = stress_of(TRANSVERSE, (1.0 - small / 3.0) * np.eye(3))
    np.testing.assert_allclose(np.diag(sigma), -BULK_MODULUS * small, rtol=1e-4)
