"""Builds the published cohort: ``python -m validation.published_cohort.build``, or ``make published-cohort``.

The folder has the cohort as Zarr, its specification, a manual with a comparison with patients, and how to cite it. The
same version of the program makes the same bytes; what an earlier run left is kept.
"""

import argparse
from importlib.metadata import version
from pathlib import Path

import yaml

from diastole.studies.cohort.cohort_build import build_cohort
from diastole.studies.cohort.cohort_dataset import open_cohort
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.specification import read_specification
from validation.published_cohort.manual import manual

SPECIFICATION = Path(__file__).with_name("cohort.yaml")
SEED, COUNT = 1, 13_312  # patients, of whom more than 10,000 count
FOLDER = Path("build/published_cohort")


def publish(folder: Path, count: int = COUNT, workers: int = 1) -> None:
    """Build the cohort with all that goes with it."""
    spec, path = read_specification(SPECIFICATION), folder / "cohort.zarr"
    folder.mkdir(parents=True, exist_ok=True)
    build_cohort(
        path, spec, seed=SEED, count=count, how=How(), resume=path.exists(), workers=workers,
        watch=lambda done, whole: print(f"{done:,} of {whole:,} patients", flush=True),
    )  # fmt: skip
    cohort = open_cohort(path).load()
    texts = {
        SPECIFICATION.name: spec.text,
        "README.md": manual(cohort, spec),
        "CITATION.cff": yaml.safe_dump(citation(cohort.attrs, spec.title), allow_unicode=True, sort_keys=False),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def citation(about: dict, title: str) -> dict:
    """Return how to cite the cohort, in the Citation File Format."""
    return {
        "cff-version": "1.2.0",
        "message": "If you use this cohort, please cite it, and cite the sources of the values that you used.",
        "title": f"{title}: {about['members']:,} simulated patients",
        "type": "dataset",
        "authors": [{"name": "The diastole authors"}],
        "version": f"diastole {version('diastole')}, seed {about['seed']}, program {about['program']}",
        "license": "Apache-2.0",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT, help="patients")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder")
    given = parser.parse_args()
    publish(given.output, given.count, given.workers)
    print(f"The manual is {given.output / 'README.md'}")


if __name__ == "__main__":
    main()
