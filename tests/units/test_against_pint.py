"""Every definition agrees with pint's, which the package itself does not load."""

import subprocess
import sys

import pint
import pytest

from diastole.units import SYMBOLS, read_unit

REGISTRY = pint.get_application_registry()
NOT_IN_PINT = {"Fr", "WU", "beat", "beats", "Torr"}  # pint's Fr is the franklin
BASE = ("[length]", "[mass]", "[time]", "[substance]")
COMPOUND = {
    "mmHg s/mL": "mmHg*s/mL",
    "mmHg s²/mL": "mmHg*s**2/mL",
    "dyn·s·cm⁻⁵": "dyn*s*cm**-5",
    "mmHg/mL²": "mmHg/mL**2",
    "1/(mmHg s)": "1/(mmHg*s)",
    "/mmHg/s": "1/(mmHg*s)",
    "µmol/mL": "µmol/mL",
    "L/min": "L/min",
    "kPa s": "kPa*s",
    "cm²": "cm**2",
}


def assert_same(ours: str, theirs: str) -> None:
    unit, quantity = read_unit(ours), REGISTRY.Quantity(1, theirs).to_base_units()
    assert unit.dimension == tuple(quantity.dimensionality.get(base, 0) for base in BASE)
    grams = 1000.0 ** unit.dimension[1]  # our base is the gram, pint's the kilogram
    assert float(unit.size) == pytest.approx(quantity.magnitude * grams, rel=1e-12)


@pytest.mark.parametrize("symbol", sorted(set(SYMBOLS) - NOT_IN_PINT))
def test_symbol(symbol):
    assert_same(symbol, symbol)


@pytest.mark.parametrize(("ours", "theirs"), COMPOUND.items())
def test_compound(ours, theirs):
    assert_same(ours, theirs)


def test_what_pint_does_not_know():
    assert read_unit("Fr") == (read_unit("mm").size / 3, read_unit("mm").dimension)
    assert read_unit("beats") == read_unit("1")
    assert read_unit("Torr") == read_unit("torr")
    assert read_unit("WU") == read_unit("mmHg min/L")


def test_the_package_does_not_load_pint():
    code = "import sys, diastole.model.patient; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
