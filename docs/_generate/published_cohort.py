"""The published cohort: what it is drawn from, and its first patients against what is printed of such patients."""

from pathlib import Path
from tempfile import TemporaryDirectory

from _generate.pages import Output
from diastole.studies.cohort.cohort_dataset import open_cohort
from diastole.studies.cohort.specification import read_specification
from validation.published_cohort.build import SPECIFICATION, publish
from validation.published_cohort.in_vivo import in_vivo
from validation.published_cohort.manual import bibliography, changed_table, compared_table, counted, specified

COUNT = 512


def write(out: Output) -> None:
    """Write what the guide includes."""
    spec = read_specification(SPECIFICATION)
    out.text("parts/published_cohort.md", f"{specified(spec)}\n\nSources:\n\n{bibliography(spec)}")
    with TemporaryDirectory() as folder:
        publish(Path(folder), COUNT)
        cohort = open_cohort(Path(folder) / "cohort.zarr").load()
    out.text(
        "parts/published_cohort_in_vivo.md",
        f"The first {COUNT:,} patients:\n\n{counted(cohort)}\n\n{compared_table(in_vivo(cohort))}",
    )
    out.text("parts/published_cohort_changes.md", changed_table(cohort))
