"""What a release holds and stands on."""

import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from scripts import supply_chain

ROOT = Path(__file__).parents[1]
LEFT_OUT = {".editorconfig", ".gitignore", ".pre-commit-config.yaml", ".python-version"}  # of a working copy only
BY_ITSELF = {"README.md", "LICENSE", "pyproject.toml"}  # which the builder takes


def test_the_source_distribution_has_all_that_is_tracked():
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    included = {name.strip("/") for name in rules["targets"]["sdist"]["include"]}
    assert all((ROOT / name).exists() for name in included)
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a working copy of git")
    tracked = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert tracked - included - BY_ITSELF - LEFT_OUT == set()


@pytest.fixture(scope="module")
def bill():
    try:
        return supply_chain.bill_of_materials()
    except FileNotFoundError:
        pytest.skip("uv is not on the path")


def test_the_bill_names_every_dependency(bill):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = {one["name"] for one in bill["components"]}
    assert all(words.replace(">", "=").partition("=")[0].strip() in names for words in wanted)
    assert "pytest" not in names


def test_every_copyleft_package_is_said(bill):
    """In the README or in the guide of the extra that brings it."""
    said = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/guides/heart3d.md")
    ).lower()
    families = {"dolfinx": ("dolfinx", "fenics")}  # one project in several packages
    for line in supply_chain.copyleft(bill):
        name = line.partition(" ")[0]
        family = next((one for one, starts in families.items() if name.startswith(starts)), name)
        assert family in said, line


@pytest.mark.parametrize(("code", "outcome", "noted"), [(0, 0, False), (1, 1, False), (2, 0, True), (101, 0, True)])
def test_what_cannot_be_looked_up_is_not_called_clean(monkeypatch, capsys, code, outcome, noted):
    done = subprocess.CompletedProcess([], code, stdout="", stderr="")
    monkeypatch.setattr(supply_chain, "_uv", lambda *words, **rest: done)
    assert supply_chain.audit() == outcome
    assert ("could not be looked up" in capsys.readouterr().err) == noted


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: MIT", "MIT"),
        ("License: MIT License\n and its text", "MIT License"),
        ("Classifier: License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)\nLicense: x",
         "GNU General Public License v2 or later (GPLv2+)"),
        ("Classifier: License :: OSI Approved", ""),
    ],
)  # fmt: skip
def test_the_licence_of_a_package(tmp_path, monkeypatch, metadata, licence):
    folder = tmp_path / "some_package-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: some-package\nVersion: 1.0\n{metadata}\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert supply_chain.licence_of("some-package") == licence
    assert supply_chain.licence_of("no-such-package") == ""
