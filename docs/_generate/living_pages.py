"""Pages in which hearts run, that guides show in a frame."""

from _generate.pages import Output
from diastole.faces.pages.bench_page import preset_bench_page
from diastole.faces.pages.comparison_page import comparison_page
from diastole.faces.pages.place import ALONE
from diastole.model.patient import Patient
from diastole.model.run import compare

PRESET = "acute_severe_ar"


def write(out: Output) -> None:
    """Write the pages; the build copies them beside its own."""
    out.text("living/heart.html", preset_bench_page(PRESET, ALONE))
    command = f"diastole compare {PRESET} --html comparison.html"
    out.text("living/comparison.html", comparison_page(compare(Patient.preset(PRESET)), command=command))
