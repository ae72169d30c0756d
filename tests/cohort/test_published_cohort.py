"""The published cohort, small: the same bytes from the same seed, with all that goes with it."""

import hashlib
from pathlib import Path

import pytest
import yaml

from diastole.knowledge.evidence.sources import load_sources
from diastole.model.measures.definitions import MEASURES
from validation.published_cohort import build, in_vivo
from validation.published_cohort.manual import changed_table

xarray = pytest.importorskip("xarray")
pytest.importorskip("zarr", reason="needs the extra cohorts")
COUNT = 64


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    build.publish(folder, COUNT)
    return folder


def bytes_of(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes(published, tmp_path):
    build.publish(tmp_path, COUNT)
    assert bytes_of(tmp_path) == bytes_of(published)
    build.publish(tmp_path, COUNT)  # once more over what is there
    assert bytes_of(tmp_path) == bytes_of(published)


def test_the_manual_tells_of_everything(published):
    cohort = xarray.open_zarr(published / "cohort.zarr", consolidated=False)
    text = (published / "README.md").read_text(encoding="utf-8")
    told = [*MEASURES, *yaml.safe_load(cohort.attrs["specification"])["values"], *cohort["arm"].values]
    assert [name for name in told if name not in text] == []
    assert f"program {cohort.attrs['program']}" in text
    assert load_sources()["picard2003"].citation in text
    assert text.count("| met |") + text.count("| not met |") == len(in_vivo.printed().rows)


def test_the_manual_says_what_the_balloon_changes_in_those_who_count(published):
    cohort = xarray.open_zarr(published / "cohort.zarr", consolidated=False).load()
    counts = cohort["rejected"].values == 0
    pressure = cohort["mean_aortic_pressure"].values[counts]
    arms = cohort["arm"].values.tolist()
    change = pressure[:, arms.index("severe leak, on")] - pressure[:, arms.index("severe leak, off")]
    row = next(line for line in changed_table(cohort).splitlines() if line.startswith("| Mean aortic pressure"))
    assert row.rstrip("| ").rsplit("| ", 1)[1] == f"{change.mean():+.2g} ± {change.std():.2g}".replace("-", "−")
    assert changed_table(cohort) in (published / "README.md").read_text(encoding="utf-8")


def test_it_can_be_cited(published):
    cited = yaml.safe_load((published / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["type"] == "dataset"
    assert "64 simulated patients" in cited["title"]


def row(**values) -> in_vivo.PrintedRow:
    return in_vivo.PrintedRow(
        measure="cardiac_index", unit="L/min/m²", mean=2.0, sd=0.8, n=82, source="assumed", **values
    )


@pytest.mark.parametrize(
    ("mean", "sd", "is_met"),
    [
        (2.0, 0.8, True),
        (2.39, 0.8, True),
        (2.41, 0.8, False),
        (1.59, 0.8, False),
        (2.0, 0.39, False),
        (2.0, 1.21, False),
    ],
)
def test_a_row_is_met_where_mean_and_spread_are_near(mean, sd, is_met):
    assert in_vivo.Compared(row(), mean, sd).is_met == is_met


def test_all_sources_are_known():
    assert {one.source for one in in_vivo.printed().rows} <= load_sources().keys()
