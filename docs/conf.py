"""How Sphinx builds this documentation: `make docs` writes it to build/docs, and a warning is an error."""

from importlib.metadata import version as installed_version

project = "diastole"
author = "The diastole authors"
copyright = "The diastole authors, Apache-2.0"
release = installed_version("diastole")
version = ".".join(release.split(".")[:2])

extensions = ["myst_parser", "sphinx.ext.mathjax"]
exclude_patterns = ["images/README.md"]

myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "diastole"
html_show_sphinx = False
html_copy_source = False
