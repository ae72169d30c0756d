"""How Sphinx builds this documentation: `make docs` writes it to build/docs, and a warning is an error."""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import generate, substitutions

generate()  # first of all: Sphinx looks for pages right after this file

project = "diastole"
author = "The diastole authors"
copyright = "The diastole authors, Apache-2.0"
release = installed_version("diastole")
version = ".".join(release.split(".")[:2])

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "_generate.directives", "_generate.mathml"]
exclude_patterns = [
    "images/README.md",
    "generated/parts/*",
    "numerics/benchmarks.md",
    "numerics/throughput.md",
    "numerics/page.md",
    "numerics/page_soak.md",
    "guides/bench_walks.md",
    "numerics/cohorts.md",
    "numerics/step_sweep.md",
    "credibility/coverage_table.md",
]

myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "substitution"]
myst_heading_anchors = 3
myst_substitutions = substitutions()
autodoc_typehints = "signature"
autodoc_member_order = "bysource"

html_math_renderer = "mathml"
html_theme = "furo"
html_title = "diastole"
html_show_sphinx = False
html_copy_source = False
html_static_path = ["static"]
html_extra_path = ["generated/living"]  # pages in which hearts run
html_css_files = ["diastole.css"]
